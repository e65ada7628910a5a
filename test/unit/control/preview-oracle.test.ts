/**
 * What the preview says is what is commanded, minute by minute, and both are what a plain reading of the plan has: random plans of schedules over midnight,
 * slots, conditions on days, classes and overrides, in weeks in which clocks change. The oracle goes by the clock of Intl and by nothing of the service.
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Override } from '../../../src/control/override.ts'
import { indexPlan } from '../../../src/control/plan-index.ts'
import { preview } from '../../../src/control/preview.ts'
import { markSent, newMemory, runRound } from '../../../src/control/round.ts'
import { watch, type WatchedReading } from '../../../src/control/snapshot.ts'
import { calendarOf, DAY, type DayType, type Instant, instant, MINUTE, span, valueText } from '../../../src/domain/index.ts'
import { actuatorOf, planOf, type PolicyWish, windowsOf } from '../../support/fixtures/control-plans.ts'
import { nearChange, wallClock } from '../../support/fixtures/wall-clock.ts'

const LAMP = 'lab/lamp'
const RUNS = Number(process.env['CONTROL_PLANS'] ?? 40)
/** Zones and a local day on which, or near which, their clocks change. */
const WEEKS = [
  ['Europe/Berlin', '2026-03-28'],
  ['Europe/Berlin', '2026-10-24'],
  ['America/Santiago', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Africa/Cairo', '2026-04-23'],
  ['America/St_Johns', '2026-10-31'],
  ['Asia/Kolkata', '2026-02-27'],
] as const

interface Rule {
  readonly kind: 'schedule' | 'slots'
  readonly class: 'safety' | 'people' | 'optimisation'
  readonly days: readonly DayType[] | null
  /** Minutes of the day, ascending, all different; an even number of them: begins and ends of windows, or begins of slots. */
  readonly edges: readonly number[]
  /** The last window ends on the next day. */
  readonly late: boolean
  readonly value: boolean
  readonly otherwise: boolean | null
}

const someRule: fc.Arbitrary<Rule> = fc.record({
  kind: fc.constantFrom('schedule', 'slots'),
  class: fc.constantFrom('safety', 'people', 'optimisation'),
  days: fc.constantFrom(null, ['workday'], ['weekend'], ['workday', 'weekend']) as fc.Arbitrary<readonly DayType[] | null>,
  edges: fc
    .uniqueArray(fc.integer({ min: 1, max: 287 }), { minLength: 4, maxLength: 4 })
    .map((all) => all.map((m) => m * 5).sort((a, b) => a - b)),
  late: fc.boolean(),
  value: fc.boolean(),
  otherwise: fc.constantFrom(true, false, null),
})

const two = (n: number): string => String(n).padStart(2, '0')
const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

/** Windows [from, to) of a day, minutes; the last one of a late rule ends behind midnight, before the first begins. */
function windowsOfRule({ edges: [a = 0, b = 0, c = 0, d = 0], late }: Rule): readonly (readonly [number, number])[] {
  return late
    ? [
        [b, c],
        [d, 1440 + a],
      ]
    : [
        [a, b],
        [c, d],
      ]
}

function wishOf(rule: Rule, i: number): PolicyWish {
  const head = { id: `p${i}`, class: rule.class, days: rule.days }
  if (rule.kind === 'slots')
    return { ...head, kind: 'slots', slots: Object.fromEntries(rule.edges.map((m, n) => [clock(m), (n % 2 === 0) === rule.value])) }
  const texts = windowsOfRule(rule).map(([from, to]) => [`${clock(from)}-${clock(to % 1440)}`, rule.value])
  const windows = windowsOf(Object.fromEntries(texts) as Record<string, boolean>)
  return { ...head, kind: 'schedule', plan: { workday: windows, weekend: [], holiday: [] }, otherwise: rule.otherwise }
}

const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - DAY).toISOString().slice(0, 10)

/** What one rule wants by the wall clock; null: nothing. */
function wantedBy(rule: Rule, zone: string, at: number): boolean | null {
  const { date, minute } = wallClock(zone, at)
  if (rule.days !== null && !rule.days.includes(isWeekend(date) ? 'weekend' : 'workday')) return null
  if (rule.kind === 'slots') {
    const begun = rule.edges.filter((m) => m <= minute).length
    return (((begun === 0 ? rule.edges.length : begun) - 1) % 2 === 0) === rule.value
  }
  const windows = windowsOfRule(rule)
  const holds = (m: number): boolean => windows.some(([from, to]) => from <= m && m < to)
  const today = !isWeekend(date) && holds(minute)
  const yesterday = !isWeekend(dayBefore(date)) && holds(minute + 1440)
  return today || yesterday ? rule.value : rule.otherwise
}

const RANK = { safety: 0, people: 1, optimisation: 2 }

function expected(rules: readonly Rule[], override: Override | null, zone: string, at: number): boolean | null {
  const sorted = [...rules].sort((a, b) => RANK[a.class] - RANK[b.class])
  const wants = sorted.map((rule) => ({ rank: RANK[rule.class], value: wantedBy(rule, zone, at) }))
  if (override !== null && at >= override.at && at < override.until) {
    const place = wants.findIndex((w) => w.rank >= RANK.people)
    wants.splice(place < 0 ? wants.length : place, 0, { rank: RANK.people, value: override.value === true })
  }
  return wants.find((w) => w.value !== null)?.value ?? null
}

describe('a plan of times', () => {
  it('is previewed and commanded as it reads, whatever its policies, overrides and clocks', () => {
    const someOverride = fc.option(fc.record({ from: fc.nat(2000), minutes: fc.integer({ min: 1, max: 900 }), value: fc.boolean() }))
    fc.assert(
      fc.property(
        fc.constantFrom(...WEEKS),
        fc.array(someRule, { minLength: 1, maxLength: 4 }),
        someOverride,
        ([zone, date], rules, wish) => {
          const lamp = actuatorOf(LAMP, { failSafe: { by: 'none', after: null } })
          const calendar = calendarOf(null)
          const index = indexPlan(planOf([lamp], rules.map(wishOf), { commandsPerMinute: 1e6 }), {
            zone,
            calendar,
            location: null,
            seasons: {},
            tariffs: [],
          })
          const begin = instant(Date.parse(`${date}T00:00:00Z`))
          const within = span(begin, begin + 2 * DAY)
          const override: Override | null = wish && {
            id: 'o',
            actuator: LAMP,
            value: wish.value,
            at: instant(begin + wish.from * MINUTE),
            until: instant(begin + (wish.from + wish.minutes) * MINUTE),
            reason: 'any',
            principal: 'ann',
          }
          const spans = preview(index, new Map(override === null ? [] : [[LAMP, override]]), within)
          const memory = newMemory()
          let [lit, reading]: [boolean, WatchedReading | undefined] = [false, undefined]
          for (let at: number = begin; at < within.to; at += 5 * MINUTE) {
            const now = at as Instant
            reading = watch(reading, { value: lit ? 1 : 0, time: now, arrived: now, interval: null })
            const overrides = override !== null && at >= override.at ? [override] : []
            const round = runRound(memory, {
              index,
              snapshot: { at: now, begun: begin, readings: new Map([[`${LAMP}/switch`, reading]]) },
              overrides,
              stopped: false,
              isOnline: () => true,
              nextId: () => `c-${at}`,
            })
            for (const order of round.orders) {
              markSent(memory, order, now)
              lit = order.proposal.value === true
            }
            const said = spans.find((s) => s.from <= at && at < s.to)?.value
            const wanted = memory.decisions.get(LAMP)?.wanted ?? null
            const where = `${zone} ${new Date(at).toISOString()}`
            expect([where, said]).toEqual([where, wanted === null ? null : valueText(wanted.value)])
            if (wanted !== null) expect([where, lit]).toEqual([where, wanted.value])
            if (!nearChange(zone, at, 27)) expect([where, wanted?.value ?? null]).toEqual([where, expected(rules, override, zone, at)])
          }
        },
      ),
      { numRuns: RUNS },
    )
  })
})
