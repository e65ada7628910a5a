import { describe, expect, it } from 'vitest'
import { policyOf, type UseCaseName } from '../../../../src/access/policies.ts'
import { configChange, createConfigLog } from '../../../../src/app/audit/config-log.ts'
import { auditInterceptor } from '../../../../src/app/audit/interceptor.ts'
import { createSubjectReader } from '../../../../src/app/audit/subjects.ts'
import type { UseCases } from '../../../../src/app/use-cases.ts'
import type { AuditEvent } from '../../../../src/audit/event.ts'
import type { Config } from '../../../../src/config/types.ts'
import { instant } from '../../../../src/domain/index.ts'
import { createEventLog } from '../../../support/fakes/events.ts'

type Recorded = Omit<AuditEvent, 'at'>

/** An entry and a user that the calls of a test change. */
function rig(failing = false) {
  const entries: { id: string; value: number; withdrawn: string | null }[] = []
  const users = [{ name: 'ben', role: 'viewer' }]
  const useCases = {
    reporting: { entries: async () => (failing ? Promise.reject(new Error('away')) : structuredClone(entries)) },
    administration: { users: async () => structuredClone(users) },
  } as unknown as UseCases
  const recorded: Recorded[] = []
  const record = async (event: Recorded): Promise<void> => void recorded.push(event)
  const interceptor = auditInterceptor({ trail: { record }, events: createEventLog(), subject: createSubjectReader(useCases) })
  const principal = { key: 'user anna', role: 'admin', site: null, via: 'session' } as const
  const context = { principal, at: instant(0), requestId: 'r-1' }
  const call = (useCase: UseCaseName, args: readonly unknown[], answer: () => Promise<unknown>): Promise<unknown> =>
    interceptor.around({ useCase, policy: policyOf(useCase), context, args }, answer)
  return { entries, users, recorded, record, call }
}

describe('the two sides of an event', () => {
  it('of something new are nothing, and what was created', async () => {
    const { entries, recorded, call } = rig()
    await call('reporting.addEntry', [{ key: 'meals', value: 12 }], async () => {
      entries.push({ id: 'entry-1', value: 12, withdrawn: null })
      return { entry: { id: 'entry-1' }, warnings: [] }
    })
    expect(recorded[0]?.detail).toMatchObject({ before: null, after: { id: 'entry-1', value: 12 } })
  })

  it('of a change are what was and what is', async () => {
    const { entries, users, recorded, call } = rig()
    entries.push({ id: 'entry-1', value: 12, withdrawn: null })
    await call('reporting.withdrawEntry', ['entry-1'], async () =>
      entries[0] === undefined ? {} : Object.assign(entries[0], { withdrawn: 'wrong meter' }),
    )
    await call('administration.changeRole', [{ name: 'Ben', role: 'operator', site: null }], async () =>
      Object.assign(users[0] ?? {}, { role: 'operator' }),
    )
    expect(recorded.map(({ detail }) => detail)).toMatchObject([
      { before: { withdrawn: null }, after: { withdrawn: 'wrong meter' } },
      { before: { role: 'viewer' }, after: { role: 'operator' } },
    ])
  })

  it('are left out where the call is refused or the subject cannot be read', async () => {
    const [sound, failing] = [rig(), rig(true)]
    await sound.call('administration.disableUser', ['ben'], async () => ({ refused: 'unknown-user', detail: 'no user' }))
    expect(sound.recorded[0]).toMatchObject({ outcome: 'refused' })
    expect(sound.recorded[0]?.detail).not.toHaveProperty('after')
    await failing.call('reporting.withdrawEntry', ['entry-1'], async () => ({}))
    expect(failing.recorded[0]).toMatchObject({ outcome: 'done' })
  })
})

describe('a campus file that is put in force', () => {
  const config = (port: number, points: readonly object[]): Config =>
    ({
      file: 'campus.yaml',
      http: { port },
      broker: { password: `secret ${port}` },
      notify: { chats: [{ url: `https://chat.example/key-${port}` }] },
      campus: { timezone: 'Asia/Shanghai', points },
    }) as unknown as Config
  const [before, after] = [config(3000, [{ id: 'a', unit: 'kWh' }, { id: 'b' }]), config(3100, [{ id: 'a', unit: 'MWh' }, { id: 'c' }])]

  it('is an event with the sections and items that differ, without secrets', async () => {
    const { recorded, record } = rig()
    await createConfigLog({ trail: { record }, events: createEventLog() }).changed(before, after)
    expect(recorded[0]).toMatchObject({ principal: 'system', action: 'configuration', outcome: 'done' })
    expect(recorded[0]?.detail).toMatchObject({
      before: { http: { port: 3000 }, 'points a': { unit: 'kWh' }, 'points b': { id: 'b' }, 'points c': null },
      after: { http: { port: 3100 }, 'points a': { unit: 'MWh' }, 'points b': null, 'points c': { id: 'c' } },
    })
    expect(JSON.stringify(recorded)).not.toMatch(/secret 3|key-3/)
  })

  it('that changes nothing leaves no event', async () => {
    const { recorded, record } = rig()
    await createConfigLog({ trail: { record }, events: createEventLog() }).changed(before, before)
    expect([recorded, configChange(before, before).after]).toEqual([[], {}])
  })
})
