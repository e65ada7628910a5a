import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AlarmKeeper, createAlarmKeeper } from '../../../src/alarms/keeper.ts'
import { type SubjectVerdict, type RuleJudgements, weighCauses } from '../../../src/alarms/judgement.ts'
import { type AlarmRule, defaultRule, HOUR, instant, MINUTE, phaseOf } from '../../../src/domain/index.ts'
import { createHandClock, type HandClock } from '../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'

const T0 = Date.parse('2026-12-01T00:00:00Z')
const rule = (id: string, hold = 0): AlarmRule => ({ ...defaultRule(id, 'threshold'), hold })
const judgement = (subject: string, verdict: SubjectVerdict['verdict'], since = T0): SubjectVerdict => ({
  subject,
  verdict,
  since: instant(since),
  points: [subject],
  sentence: `${subject} is too warm`,
  evidence: {},
})
const weigh = (judged: readonly RuleJudgements[], now: number) => weighCauses(judged, { now: instant(now), maintenance: [] })

function keeperAt(records = createMemoryRecords()): { alarms: AlarmKeeper; clock: HandClock; records: typeof records } {
  const clock = createHandClock('2026-12-01T00:00:00Z')
  return { alarms: createAlarmKeeper({ records, clock, onChange: () => undefined }), clock, records }
}

describe('the judgements of a rule', () => {
  it('are pending until the condition has held for the hold-off, and fire from then on', () => {
    const judged = [{ rule: rule('warm', 10 * MINUTE), judgements: [judgement('a', 'holds')] }]
    expect(weigh(judged, T0 + 10 * MINUTE - 1)).toMatchObject({ firing: [], pending: [{ subject: 'a', rule: 'warm' }] })
    expect(weigh(judged, T0 + 10 * MINUTE)).toMatchObject({ firing: [{ subject: 'a' }], pending: [] })
  })

  it('raise nothing and clear nothing on points under maintenance', async () => {
    const { alarms } = keeperAt()
    const judged = [{ rule: rule('warm'), judgements: [judgement('a', 'holds'), judgement('b', 'holds')] }]
    const maintenance = [{ points: ['a'], from: instant(T0), to: instant(T0 + HOUR), reason: 'new sensor' }]
    await alarms.judge(weighCauses(judged, { now: instant(T0), maintenance }), new Set(['warm']))
    expect((await alarms.list()).map((a) => a.subject)).toEqual(['b'])
    await alarms.judge(weighCauses(judged, { now: instant(T0 + HOUR), maintenance }), new Set(['warm']))
    expect((await alarms.list()).map((a) => a.subject)).toEqual(['a', 'b'])
  })

  it('leave an alarm open of which there is not enough to judge by', async () => {
    const { alarms } = keeperAt()
    const names = new Set(['warm'])
    await alarms.judge(weigh([{ rule: rule('warm'), judgements: [judgement('a', 'holds')] }], T0), names)
    await alarms.judge(weigh([{ rule: rule('warm'), judgements: [judgement('a', 'unknown')] }], T0), names)
    expect((await alarms.list()).map(phaseOf)).toEqual(['firing'])
    await alarms.judge(weigh([{ rule: rule('warm'), judgements: [judgement('a', 'sound')] }], T0), names)
    expect((await alarms.list()).map(phaseOf)).toEqual(['resolved'])
  })

  it('end the alarms of a rule that is switched off or removed, and not those of a rule that was not judged', async () => {
    const { alarms } = keeperAt()
    const both = [rule('warm'), rule('cold')].map((r) => ({ rule: r, judgements: [judgement('a', 'holds')] }))
    await alarms.judge(weigh(both, T0), new Set(['warm', 'cold']))
    await alarms.judge(weigh([], T0), new Set(['warm']))
    expect((await alarms.list()).map((a) => [a.rule, phaseOf(a)])).toEqual([
      ['cold', 'resolved'],
      ['warm', 'firing'],
    ])
  })

  it('of a gateway take the alarms of its devices over, and name the alarm that goes on', async () => {
    const { alarms } = keeperAt()
    const of = (judgements: SubjectVerdict[]): Promise<void> =>
      alarms.judge(weigh([{ rule: rule('silent'), judgements }], T0), new Set(['silent']))
    await of([judgement('gw/m1', 'holds')])
    await of([{ ...judgement('gw', 'holds'), covers: ['gw/m1', 'gw/m2'] }])
    expect((await alarms.list()).map((a) => [a.subject, phaseOf(a), a.foldedInto])).toEqual([
      ['gw', 'firing', null],
      ['gw/m1', 'resolved', 'alarm-2'],
    ])
  })
})

/** What holds when, by subject: spans in minutes after T0. */
interface World {
  readonly [subject: string]: readonly (readonly [from: number, to: number])[]
}

const HOLD = 5
const RULES = [rule('warm', HOLD * MINUTE), rule('cold')]

function judgeWorld(worlds: Readonly<Record<string, World>>, order: readonly AlarmRule[], minute: number): RuleJudgements[] {
  return order.map((r) => ({
    rule: r,
    judgements: Object.entries(worlds[r.id] ?? {}).map(([subject, spans]) => {
      const holding = spans.find(([from, to]) => from <= minute && minute < to)
      return judgement(subject, holding === undefined ? 'sound' : 'holds', T0 + (holding?.[0] ?? minute) * MINUTE)
    }),
  }))
}

interface Run {
  readonly reversed: boolean
  /** Evaluations, counted, before which the process is started again. */
  readonly restarts: ReadonlySet<number>
  /** Judges each rule on its own. */
  readonly apart: boolean
}

async function lifecycle(worlds: Readonly<Record<string, World>>, minutes: readonly number[], run: Run): Promise<unknown> {
  let { alarms, clock, records } = keeperAt()
  const names = new Set(RULES.map((r) => r.id))
  for (const [i, minute] of minutes.entries()) {
    if (run.restarts.has(i)) {
      const at = clock.now()
      ;({ alarms, clock, records } = keeperAt(records))
      await clock.advance(at - clock.now())
    }
    await clock.advance(T0 + minute * MINUTE - clock.now())
    const judged = judgeWorld(worlds, run.reversed ? RULES.toReversed() : RULES, minute)
    for (const batch of run.apart ? judged.map((j) => [j]) : [judged]) await alarms.judge(weigh(batch, T0 + minute * MINUTE), names)
  }
  const list = await alarms.list()
  return list
    .map((a) => [a.rule, a.subject, a.since, a.raisedAt, a.clearedAt, phaseOf(a)])
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

describe('the lifecycle of alarms', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 20 }))
    .map(([from, length]) => [from, from + length] as const)
  const world = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.array(span, { maxLength: 2 }))
  const worlds = fc.record({ warm: world, cold: world })
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 70 }), { minLength: 1, maxLength: 12 }).map((list) => list.sort((a, b) => a - b))

  const runs = fc.record({ reversed: fc.boolean(), apart: fc.boolean(), restarts: fc.uniqueArray(fc.nat(12)).map((list) => new Set(list)) })

  it('is the same in any order of evaluation, one rule at a time or all at once, and with restarts in between', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, minutes, runs, async (w, m, run) => {
        const plain = await lifecycle(w, m, { reversed: false, apart: false, restarts: new Set() })
        expect(await lifecycle(w, m, run)).toEqual(plain)
      }),
      { numRuns: 60 },
    )
  })

  it('raises an alarm at the first evaluation at which the condition has held for the hold-off, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(span, minutes, async ([from, to], m) => {
        const found = (await lifecycle({ warm: { a: [[from, to]] } }, m, {
          reversed: false,
          apart: false,
          restarts: new Set(),
        })) as unknown[][]
        const due = m.find((minute) => minute >= from + HOLD && minute < to)
        expect(found.map(([, , , raisedAt]) => raisedAt)).toEqual(due === undefined ? [] : [T0 + due * MINUTE])
      }),
      { numRuns: 100 },
    )
  })
})
