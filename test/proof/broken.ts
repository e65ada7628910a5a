/** Worlds that break what the method assumes. In each, the interval holds the truth, or a finding says what is wrong. */

import { DAY, localDate, instant, calendarOf } from '../../src/domain/index.ts'
import type { ClaimCase } from './claims.ts'
import { ZONE } from './worlds/days.ts'
import { randomOf } from './worlds/random.ts'
import type { Played, WorldWish } from './worlds/world.ts'

export interface BrokenWorld extends WorldWish {
  readonly name: string
  readonly played: Played
  /** Findings that say what is wrong. */
  readonly gates: readonly string[]
}

const stepAt = (control: number, seed: number, purpose: string): number =>
  control + Math.round(randomOf(seed, purpose).between(10, 75)) * DAY

/** Four workdays of the first two months of control that are days off by local custom. */
function movedHolidays(control: number): ReadonlySet<string> {
  const calendar = calendarOf('CN')
  const dates = Array.from({ length: 60 }, (_, i) => localDate(ZONE, instant(control + i * DAY))).filter(
    (d) => calendar.typeOf(d) === 'workday',
  )
  return new Set([...dates.slice(8, 12), ...dates.slice(28, 32)])
}

export const BROKEN: readonly BrokenWorld[] = [
  {
    name: 'half of the lamps fail',
    played: 'controlled',
    gates: ['on-power-step'],
    change: (control, seed) => ({ lamps: (at) => (at >= stepAt(control, seed, 'failure') ? 0.5 : 1) }),
  },
  {
    name: 'lamps are replaced by LED',
    played: 'controlled',
    gates: ['on-power-step'],
    change: (control, seed) => ({ lamps: (at) => (at >= stepAt(control, seed, 'led') ? 0.42 : 1) }),
  },
  {
    name: '15 % more people since control',
    played: 'controlled',
    gates: [],
    change: (control) => ({ people: (at) => (at >= control ? 1.15 : 1) }),
  },
  {
    name: 'plugs grow by 2 % a month',
    played: 'controlled',
    gates: ['on-power-step'],
    change: (control) => ({ plugs: (at) => (at >= control ? 1.02 ** ((at - control) / (30 * DAY)) : 1) }),
  },
  {
    name: 'people switched by hand before; the schedule is written',
    played: 'controlled',
    baseline: 'written',
    gates: ['baseline-contradicted'],
    change: () => ({ byHand: true }),
  },
  {
    name: 'holidays that the calendar does not know',
    played: 'controlled',
    gates: ['holiday-suspected'],
    moved: movedHolidays,
  },
  {
    name: 'nothing is controlled; the schedule is written and never measured',
    played: 'without',
    baseline: 'unproved',
    gates: ['unproved-baseline'],
  },
  {
    name: 'nothing is controlled; the schedule is written and measured',
    played: 'without',
    baseline: 'written',
    gates: ['baseline-contradicted'],
  },
]

export interface BrokenScore {
  readonly cases: number
  readonly covered: number
  readonly gated: number
  /** Interval or finding. */
  readonly held: number
}

export function brokenScore(cases: readonly ClaimCase[], gates: readonly string[]): BrokenScore {
  const isCovered = (c: ClaimCase): boolean => c.interval !== null && Math.abs(c.claimed - c.truth) <= c.interval
  const isGated = (c: ClaimCase): boolean => c.findings.some((f) => gates.includes(f))
  const share = (test: (c: ClaimCase) => boolean): number => cases.filter(test).length / cases.length
  return { cases: cases.length, covered: share(isCovered), gated: share(isGated), held: share((c) => isCovered(c) || isGated(c)) }
}
