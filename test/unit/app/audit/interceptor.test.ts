import { describe, expect, it } from 'vitest'
import { POLICIES, policyOf, USE_CASE_NAMES, type UseCaseName } from '../../../../src/access/policies.ts'
import { auditInterceptor } from '../../../../src/app/audit/interceptor.ts'
import { createLoginLog } from '../../../../src/app/audit/logins.ts'
import { summaryOf } from '../../../../src/app/audit/summary.ts'
import type { AuditEvent } from '../../../../src/audit/event.ts'
import { instant, MINUTE } from '../../../../src/domain/index.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { createEventLog } from '../../../support/fakes/events.ts'

type Recorded = Omit<AuditEvent, 'at'>

function rig(fail = false) {
  const recorded: Recorded[] = []
  const events = createEventLog()
  const record = async (event: Recorded): Promise<void> => {
    if (fail) throw new Error('disk full')
    recorded.push(event)
  }
  const interceptor = auditInterceptor({ trail: { record }, events })
  const call = (useCase: UseCaseName, args: readonly unknown[], answer: () => Promise<unknown>): Promise<unknown> => {
    const principal = { key: 'user anna', role: 'operator', site: null, via: 'session' } as const
    const context = { principal, at: instant(0), requestId: 'r-1', reason: 'too hot', address: '10.0.0.9' }
    return interceptor.around({ useCase, policy: policyOf(useCase), context, args }, answer)
  }
  return { recorded, events, interceptor, call, record }
}

describe('the audit of use cases', () => {
  it('covers every use case that changes something but rows of imports and waits, and the backup', () => {
    const { interceptor } = rig()
    const covered = USE_CASE_NAMES.filter((name) => interceptor.covers(name, policyOf(name)))
    const changing = Object.entries(POLICIES).flatMap(([area, rows]) =>
      Object.entries(rows).flatMap(([name, { effect }]) => (effect === 'changes' ? [`${area}.${name}`] : [])),
    )
    const without = ['administration.importRows', 'administration.awaitStored']
    expect(covered.toSorted()).toEqual([...changing.filter((name) => !without.includes(name)), 'administration.backup'].toSorted())
  })

  it('records who, what, why and from where, and what came of it', async () => {
    const { recorded, call } = rig()
    const wish = { actuator: 'lab/lamp', value: 'on' }
    expect(await call('control.addOverride', [wish], async () => ({ id: 'o-1' }))).toEqual({ id: 'o-1' })
    expect(recorded).toEqual([
      {
        principal: 'user anna',
        action: 'control.addOverride',
        outcome: 'done',
        detail: { arguments: [wish], result: { id: 'o-1' } },
        reason: 'too hot',
        request: 'r-1',
        address: '10.0.0.9',
      },
    ])
  })

  it('records a refusal as refused and a fault as failed, and passes both on', async () => {
    const { recorded, call } = rig()
    await call('closing.close', [], async () => ({ refused: 'refused', detail: 'not over' }))
    await expect(call('closing.close', [], async () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
    expect(recorded.map((e) => e.outcome)).toEqual(['refused', 'failed'])
  })

  it('answers although the event cannot be written, and the log of the service says so', async () => {
    const { call, events } = rig(true)
    expect(await call('control.stopAll', [], async () => 'stopped')).toBe('stopped')
    expect(events.of('audit-failed')[0]?.detail).toContain('control.stopAll by user anna')
  })

  it('keeps no secret and no long text', () => {
    const kept = JSON.stringify(
      summaryOf({
        token: 'cse_x',
        nested: { password: 'p4ss' },
        note: 'n'.repeat(5000),
        bytes: new Uint8Array(9),
        list: Array(99).fill(1),
      }),
    )
    expect(kept).not.toMatch(/cse_x|p4ss/)
    expect(kept).toContain('9 bytes')
    expect(kept).toContain('79 more')
    expect(kept.length).toBeLessThan(600)
  })

  it('samples a flood of refused logins, and says how many it left out', async () => {
    const { recorded, record, events } = rig()
    const clock = createHandClock()
    const log = createLoginLog({ trail: { record }, events, clock })
    const attempt = { principal: 'none', address: '10.0.0.9', request: 'r' }
    for (let i = 0; i < 100; i++) log.refused(attempt)
    await clock.advance(MINUTE)
    log.refused(attempt)
    expect(recorded.length).toBe(31)
    expect(recorded.at(-1)?.detail).toEqual({ not_recorded_before: 70 })
  })
})
