import { describe, expect, it } from 'vitest'
import { instant } from '../../../src/domain/index.ts'
import { createFinder } from '../../../src/findings/finder.ts'
import { applyFindingAction, type FaultHit, type FindingDay, type FindingState, UNTOUCHED } from '../../../src/findings/finding.ts'
import { verify, weeklyFindings } from '../../../src/findings/weekly.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'

const hit = (rule: string, subject: string, amount: number, money: number | null = amount): FaultHit => ({
  rule,
  subject,
  site: 'park',
  resource: 'electricity',
  points: [subject],
  minutes: 60,
  begins: 0,
  amount,
  low: 0.8 * amount,
  high: 1.2 * amount,
  money,
  currency: 'CNY',
  co2: null,
})
const dateAt = (i: number): string => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10)
const days = (count: number, hits: (i: number) => FaultHit[]): FindingDay[] =>
  Array.from({ length: count }, (_, i) => ({ date: dateAt(i), hits: hits(i) }))
const dateOf = ({ since }: FindingState): string | null => (since === null ? null : new Date(since).toISOString().slice(0, 10))
const week = (list: readonly FindingDay[], states = new Map<string, FindingState>()) =>
  weeklyFindings({ days: list, from: dateAt(0), to: dateAt(6), states, dateOf })

describe('the findings of a week', () => {
  it('add up the days of a rule and place, the biggest by money first, sensors before all', () => {
    const list = days(8, () => [hit('lights-nobody', 'a', 1, 2), hit('ac-nobody', 'b', 9, 1), hit('sensor-impossible', 'c', 0, null)])
    expect(week(list).map((f) => [f.id, f.amount, f.money, f.days.length])).toEqual([
      ['sensor-impossible:c', 0, null, 7],
      ['lights-nobody:a', 7, 14, 7],
      ['ac-nobody:b', 63, 7, 7],
    ])
  })

  it('leave out what a person dismissed', () => {
    const states = new Map([['lights-nobody:a', { ...UNTOUCHED, status: 'dismissed' as const }]])
    expect(
      week(
        days(3, () => [hit('lights-nobody', 'a', 1)]),
        states,
      ),
    ).toEqual([])
  })
})

describe('a finding that is done', () => {
  const done: FindingState = { ...UNTOUCHED, status: 'done', since: instant(Date.UTC(2026, 0, 29)) }
  const after = (count: number, amount: number): FindingDay[] =>
    days(29 + count, (i) => (i < 28 ? [hit('r', 's', 10)] : i > 28 && amount > 0 ? [hit('r', 's', amount)] : []))

  it('is verified after four weeks below the band of before', () => {
    expect(verify('r:s', done, { days: after(28, 0), dateOf })).toMatchObject({ verdict: 'better', before: 10, after: 0, low: 8, high: 12 })
    expect(verify('r:s', done, { days: after(28, 7.9), dateOf })).toMatchObject({ verdict: 'better' })
    expect(verify('r:s', done, { days: after(28, 8.1), dateOf })).toMatchObject({ verdict: 'not-better' })
  })

  it('is not verified before', () => {
    expect(verify('r:s', done, { days: after(10, 0), dateOf })).toMatchObject({ verdict: 'early', days: 10 })
    expect(verify('r:s', UNTOUCHED, { days: after(28, 0), dateOf })).toBeNull()
  })
})

describe('the finder', () => {
  it('keeps days and what people do, also after a restart', async () => {
    const records = createMemoryRecords()
    const clock = createHandClock('2026-03-02T00:00:00Z')
    const finder = createFinder({ records, clock })
    await finder.record({ date: '2026-03-01', hits: [] })
    await finder.record({ date: '2026-03-01', hits: [hit('r', 's', 1)] })
    await finder.act('r:s', { type: 'owner', by: 'ann', owner: 'Li Wei' })
    await finder.act('r:s', { type: 'status', by: 'ann', status: 'planned', note: 'next week' })
    const again = createFinder({ records, clock })
    expect(await again.days()).toMatchObject([{ date: '2026-03-01', hits: [{ amount: 1 }] }])
    expect((await again.states()).get('r:s')).toMatchObject({ owner: 'Li Wei', status: 'planned', comments: [{ text: 'next week' }] })
  })

  it('counts a status from the moment it was set', () => {
    const state = applyFindingAction(UNTOUCHED, instant(5), { type: 'status', by: 'x', status: 'done', note: null })
    expect(state).toEqual({ status: 'done', since: 5, owner: null, comments: [] })
  })
})
