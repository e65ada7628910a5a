import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alarmChanges, applyAlarmRecord } from '../../../src/alarms/lifecycle.ts'
import { type AlarmAction, createAlarmKeeper } from '../../../src/alarms/keeper.ts'
import type { Alarm, AlarmCode, Cause } from '../../../src/domain/index.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'

const ALL: readonly AlarmCode[] = ['coverage-low', 'holidays-unknown', 'store-away']
const cause = (code: AlarmCode, subject = ''): Cause => ({
  code,
  subject,
  severity: 'warning',
  sentence: `${code} ${subject}`,
  evidence: {},
})

const acknowledge = (by: string, note: string | null = null): AlarmAction => ({ type: 'acknowledged', by, note })

function kept(records = createMemoryRecords()) {
  const clock = createHandClock('2026-12-01T00:00:00Z')
  const changes: string[] = []
  const alarms = createAlarmKeeper({ records, clock, onChange: ({ id, code }, change) => void changes.push(`${id} ${code} ${change}`) })
  return { alarms, clock, changes, records }
}

describe('an alarm', () => {
  it('is raised once while its cause holds, and cleared when the cause ends', async () => {
    const { alarms, clock, changes } = kept()
    const low = cause('coverage-low', '2026-11')
    await alarms.observe(ALL, [low])
    await clock.advance(60_000)
    await alarms.observe(ALL, [low, cause('store-away')])
    await alarms.observe(ALL, [cause('store-away')])
    expect(changes).toEqual(['alarm-1 coverage-low raised', 'alarm-2 store-away raised', 'alarm-1 coverage-low cleared'])
    const [second, first] = await alarms.list()
    expect(second).toMatchObject({ id: 'alarm-2', clearedAt: null })
    expect(first).toMatchObject({ id: 'alarm-1', subject: '2026-11', clearedAt: clock.now(), raisedAt: clock.now() - 60_000 })
  })

  it('that comes back is another alarm, and both are kept', async () => {
    const { alarms } = kept()
    for (const causes of [[cause('store-away')], [], [cause('store-away')]]) await alarms.observe(ALL, causes)
    expect((await alarms.list()).map((a) => [a.id, a.clearedAt === null])).toEqual([
      ['alarm-2', true],
      ['alarm-1', false],
    ])
  })

  it('whose code was not examined stays as it is', async () => {
    const { alarms } = kept()
    await alarms.observe(ALL, [cause('holidays-unknown', '2027'), cause('store-away')])
    await alarms.observe(['store-away'], [])
    expect((await alarms.list()).map((a) => [a.code, a.clearedAt === null])).toEqual([
      ['store-away', false],
      ['holidays-unknown', true],
    ])
  })

  it('keeps its first acknowledgement, cleared or not; an unknown alarm is not acknowledged', async () => {
    const { alarms } = kept()
    await alarms.observe(ALL, [cause('store-away')])
    expect(await alarms.act('alarm-1', acknowledge('token:ann', 'ordered a disk'))).toMatchObject({
      acknowledged: { by: 'token:ann', note: 'ordered a disk' },
      clearedAt: null,
    })
    expect(await alarms.act('alarm-1', acknowledge('token:bob'))).toMatchObject({ acknowledged: { by: 'token:ann' } })
    expect(await alarms.act('alarm-9', acknowledge('token:bob'))).toBeNull()
    await alarms.observe(ALL, [])
    expect(await alarms.list()).toMatchObject([{ acknowledged: { by: 'token:ann' }, clearedAt: expect.any(Number) as number }])
  })

  it('is the same after a restart', async () => {
    const { alarms, records } = kept()
    await alarms.observe(ALL, [cause('store-away'), cause('coverage-low', '2026')])
    await alarms.act('alarm-2', acknowledge('x'))
    await alarms.observe(ALL, [cause('store-away')])
    const again = kept(records)
    expect(await again.alarms.list()).toEqual(await alarms.list())
    await again.alarms.observe(ALL, [cause('store-away')])
    expect(again.changes).toEqual([])
  })

  it('is raised once when several checks run at the same time', async () => {
    const { alarms, changes } = kept()
    await Promise.all(Array.from({ length: 5 }, () => alarms.observe(ALL, [cause('store-away')])))
    expect(changes).toEqual(['alarm-1 store-away raised'])
  })

  it('is raised by the next check when its record could not be written', async () => {
    const records = createMemoryRecords()
    let full = true
    const { alarms, changes } = kept({
      ...records,
      append: (...args) => (full ? Promise.reject(new Error('full')) : records.append(...args)),
    })
    await expect(alarms.observe(ALL, [cause('store-away')])).rejects.toThrow('full')
    full = false
    await alarms.observe(ALL, [cause('store-away')])
    expect(changes).toEqual(['alarm-1 store-away raised'])
  })
})

describe('the changes of alarms', () => {
  it('leaves an open alarm for exactly the causes that hold, whatever was open before', () => {
    const causes = fc.uniqueArray(
      fc.tuple(fc.constantFrom(...ALL), fc.constantFrom('', 'a', 'b')).map(([c, s]) => cause(c, s)),
      {
        selector: (c) => `${c.code} ${c.subject}`,
      },
    )
    fc.assert(
      fc.property(causes, causes, (standing, holding) => {
        const alarms = standing.map((c, i) => applyAlarmRecord(undefined, `alarm-${i}`, 0 as never, { type: 'raised', cause: c }) as Alarm)
        const { raise, clear } = alarmChanges(alarms, ALL, holding)
        const gone = new Set(clear.map((a) => a.id))
        const open = [...alarms.filter((a) => !gone.has(a.id)), ...raise].map((c) => `${c.code} ${c.subject}`).sort()
        expect(open).toEqual(holding.map((c) => `${c.code} ${c.subject}`).sort())
      }),
    )
  })
})
