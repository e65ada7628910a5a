import { describe, expect, it } from 'vitest'
import { createAlarmKeeper } from '../../../../src/alarms/keeper.ts'
import { findEscalations } from '../../../../src/app/operations/alarm-watch.ts'
import { createAlarmRuleChanges } from '../../../../src/app/alarms/rule-changes.ts'
import { createRuleWatch } from '../../../../src/app/alarms/rule-watch.ts'
import { type Campus, DEFAULT_ALARM_PLAN, defaultRule, HOUR, instant, MINUTE, phaseOf } from '../../../../src/domain/index.ts'
import type { LatestReading } from '../../../../src/ports/index.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { createEventLog } from '../../../support/fakes/events.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'
import { columnsFrom, createMemoryBuckets } from '../../../support/fakes/memory-store.ts'

const QUARTER = 15 * MINUTE
const from = (device: string) => [
  {
    source: 'native',
    device,
    field: 'power',
    from: null,
    to: null,
    firstIndex: null,
    lastIndex: null,
    multiplier: 1,
    serial: null,
    accuracyClass: null,
  },
]
const NAMES = ['gw/m1', 'gw/m2', 'gw/m3', 'x', 'y', 'z', 'u', 'v', 'w', 'q', 'r', 's', 't']
const CAMPUS: Campus = ((campus) => ({
  ...campus,
  points: campus.points.map((p) => ({ ...p, rules: { ...p.rules, interval: QUARTER } })),
}))(campusOf(NAMES.map((name) => ({ id: `park/${name}/power`, quantity: 'power', from: from(name) }))))

function watched(records = createMemoryRecords(), at = '2026-12-01T00:00:00Z') {
  const clock = createHandClock(at)
  const latest = new Map<string, LatestReading>()
  const raw: { point: string; time: number; value: number; quality: number }[] = []
  const changes = createAlarmRuleChanges({ records, clock })
  const alarms = createAlarmKeeper({ records, clock, onChange: () => undefined })
  const config = { alarms: DEFAULT_ALARM_PLAN, roles: [] }
  const state = { campus: CAMPUS, config, storeFault: null, rollupFault: null }
  const watch = createRuleWatch({
    clock,
    events: createEventLog(),
    buckets: createMemoryBuckets(),
    readings: { scan: async ({ points }) => columnsFrom(raw.filter((row) => points?.includes(row.point) ?? true)) },
    reporting: { document: async () => ({ unknown: 'period' }) },
    state: state as unknown as Parameters<typeof createRuleWatch>[0]['state'],
    latest: () => latest,
    availability: () => [],
    isListening: () => true,
    isBusy: () => false,
    alarms,
    changes,
  })
  const report = (names: readonly string[], value = 5): void => {
    for (const name of names) {
      const point = `park/${name}/power`
      latest.set(point, { point, time: clock.now(), value, quality: 'good' })
      raw.push({ point, time: clock.now(), value, quality: 0 })
    }
  }
  /** A quarter hour at a time, in which these devices report. */
  const pass = async (quarters: number, names: readonly string[], value = 5): Promise<void> => {
    for (let i = 0; i < quarters; i++) {
      await clock.advance(QUARTER)
      report(names, value)
      await watch.run()
    }
  }
  const list = async (): Promise<string[]> => (await alarms.list()).map((a) => `${a.subject} ${phaseOf(a)}`)
  return { clock, watch, alarms, changes, pass, list, config, records }
}

describe('the watch of alarm rules', () => {
  it('raises nothing at a start without any reading, and one alarm for all when nothing ever comes', async () => {
    const { pass, list } = watched()
    await pass(6, [])
    expect(await list()).toEqual([])
    await pass(1, [])
    expect(await list()).toEqual([' firing'])
  })

  it('raises one alarm for a gateway after five missed readings, and ends it with the readings', async () => {
    const { pass, list } = watched()
    await pass(8, NAMES)
    const others = NAMES.filter((name) => !name.startsWith('gw/'))
    await pass(5, others)
    expect(await list()).toEqual([])
    await pass(1, others)
    expect(await list()).toEqual(['native/gw firing'])
    await pass(1, NAMES)
    expect(await list()).toEqual(['native/gw resolved'])
  })

  it('keeps an alarm over a restart, and judges again once it has listened long enough', async () => {
    const before = watched()
    await before.pass(8, NAMES)
    await before.pass(8, NAMES.slice(1))
    expect(await before.list()).toEqual(['native/gw/m1 firing'])
    const again = watched(before.records, '2026-12-01T05:00:00Z')
    await again.pass(3, NAMES.slice(1))
    expect(await again.list()).toEqual(['native/gw/m1 firing'])
    await again.pass(1, NAMES)
    expect(await again.list()).toEqual(['native/gw/m1 resolved'])
  })

  it('counts the hold-off of a threshold from the readings: pending, then firing', async () => {
    const { pass, list, watch, config } = watched()
    const rule = { ...defaultRule('hot', 'threshold'), points: ['park/x/*'], limits: { above: 10 }, hold: 20 * MINUTE }
    config.alarms = { ...DEFAULT_ALARM_PLAN, rules: [rule] }
    await pass(1, NAMES, 5)
    await pass(1, NAMES, 12)
    expect([await list(), watch.pending().map((cause) => cause.subject)]).toEqual([[], ['park/x/power']])
    await pass(2, NAMES, 12)
    expect([await list(), watch.pending()]).toEqual([['park/x/power firing'], []])
    await pass(1, NAMES, 5)
    expect(await list()).toEqual(['park/x/power resolved'])
  })

  it('ends the alarms of a rule that a person switches off, and remembers who and why', async () => {
    const { pass, list, changes } = watched()
    await pass(8, NAMES)
    await pass(8, NAMES.slice(1))
    await changes.write('silent', { enabled: false, limits: {}, by: 'token:ann', reason: 'cabling' })
    await pass(1, NAMES.slice(1))
    expect(await list()).toEqual(['native/gw/m1 resolved'])
    expect((await changes.read(DEFAULT_ALARM_PLAN)).changes.get('silent')).toMatchObject({ by: 'token:ann', reason: 'cabling' })
  })
})

describe('an alarm that nobody acknowledges', () => {
  it('is escalated once after the time of its rule, unless it is acknowledged, over or muted', async () => {
    const { pass, alarms, clock } = watched()
    await pass(8, NAMES)
    await pass(6, NAMES.slice(1))
    const due = async (at: number): Promise<number> => findEscalations(await alarms.list(), DEFAULT_ALARM_PLAN.rules, instant(at)).length
    const raised = Number((await alarms.list())[0]?.raisedAt)
    expect([await due(raised + 2 * HOUR - 1), await due(raised + 2 * HOUR)]).toEqual([0, 1])
    await alarms.act('alarm-1', { type: 'muted', by: 'x', until: instant(raised + 3 * HOUR), reason: null })
    expect([await due(raised + 2 * HOUR), await due(raised + 3 * HOUR)]).toEqual([0, 1])
    await alarms.act('alarm-1', { type: 'escalated' })
    await alarms.act('alarm-1', { type: 'escalated' })
    expect((await alarms.list())[0]).toMatchObject({ escalatedAt: clock.now() })
    expect(await due(raised + 9 * HOUR)).toBe(0)
  })
})
