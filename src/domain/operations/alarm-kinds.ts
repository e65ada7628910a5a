/**
 * Kinds of conditions that an alarm rule may have, each with its limits and what it is judged on. A rule is data: a kind, the points that it
 * watches, limits, a hold-off and a severity. Defaults follow the limits that `docs/operations.md` lists with their sources.
 */

import { HOUR, MINUTE } from '../time/instant.ts'

/** A number of a rule that people may change, with its bounds and unit. */
export interface AlarmLimit {
  /** Null: the condition does without it. */
  readonly otherwise: number | null
  readonly min: number
  readonly max: number
  /** `1` for shares and ratios; `of the point` where it has the unit of the point that is judged. */
  readonly unit: string
  readonly text: string
}

export interface AlarmKindDefinition {
  /** The condition, as a clause. */
  readonly text: string
  readonly limits: Readonly<Record<string, AlarmLimit>>
  /** Hold-off of the shipped rule, ms. */
  readonly hold: number
  readonly severity: 'warning' | 'alarm'
  /** Whether a rule of the kind ships: others need points of a campus file. */
  readonly shipped: boolean
}

const share = (otherwise: number, text: string): AlarmLimit => ({ otherwise, min: 0, max: 1, unit: '1', text })
const count = (otherwise: number, max: number, text: string): AlarmLimit => ({ otherwise, min: 1, max, unit: '1', text })
const value = (otherwise: number | null, text: string): AlarmLimit => ({
  otherwise,
  min: -1e12,
  max: 1e12,
  unit: 'of the point',
  text,
})

const NIGHTS = count(3, 14, 'nights running')

export const ALARM_KINDS = {
  silent: {
    text: 'a device, its gateway or a point has sent nothing for several of its intervals',
    limits: { missed: count(5, 10_000, 'intervals without a reading') },
    hold: 0,
    severity: 'alarm',
    shipped: true,
  },
  'device-offline': {
    text: 'a device or its gateway reports itself offline',
    limits: {},
    hold: 5 * MINUTE,
    severity: 'alarm',
    shipped: true,
  },
  stuck: { text: 'a meter repeats one value for longer than its limit', limits: {}, hold: 0, severity: 'warning', shipped: true },
  implausible: {
    text: 'values of a point lie outside what is possible for it',
    limits: { share: { ...share(0.5, 'share of the quarter hours that hold such a value') } },
    hold: HOUR,
    severity: 'warning',
    shipped: true,
  },
  'mis-scaled': {
    text: 'the daily amount or mean of a point is many times what it was before, or what like points have: unit or ratio are probably wrong',
    limits: { factor: { otherwise: 100, min: 2, max: 1e9, unit: '1', text: 'times the median of four weeks, or of like points' } },
    hold: 0,
    severity: 'warning',
    shipped: true,
  },
  balance: {
    text: 'the sub-meters of a main meter add up to more than the main meter, or much more is unaccounted for than before',
    limits: {
      share: share(0.03, 'share of the main meter by which the sub-meters may exceed it'),
      growth: share(0.1, 'share of the main meter by which the unaccounted part may grow over its median of four weeks'),
      days: count(3, 14, 'days running that the unaccounted part is too large'),
    },
    hold: 0,
    severity: 'warning',
    shipped: true,
  },
  'night-load': {
    text: 'the load at night or at the weekend lies above its typical band',
    limits: { excess: share(0.1, 'share above the upper edge of the band') },
    hold: 2 * HOUR,
    severity: 'warning',
    shipped: true,
  },
  'base-load': {
    text: 'the base load of the night has risen over its median of the four weeks before',
    limits: { ratio: { otherwise: 1.25, min: 1, max: 100, unit: '1', text: 'times that median' }, nights: NIGHTS },
    hold: 0,
    severity: 'warning',
    shipped: true,
  },
  leak: {
    text: 'water flows all night, or never stops',
    limits: {
      ratio: { otherwise: 2, min: 1, max: 100, unit: '1', text: 'times the median night flow of four weeks' },
      least: { otherwise: 20, min: 0, max: 1e6, unit: 'L/h', text: 'night flow below which there is no leak' },
      nights: NIGHTS,
    },
    hold: 0,
    severity: 'alarm',
    shipped: true,
  },
  threshold: {
    text: 'a value is above or below a limit',
    limits: {
      above: value(null, 'greatest value'),
      below: value(null, 'least value'),
      hysteresis: { ...value(0, 'distance from the limit at which the alarm ends'), min: 0 },
    },
    hold: 0,
    severity: 'alarm',
    shipped: false,
  },
  comfort: {
    text: 'a room is too warm or too cold while people are there',
    limits: { above: value(28, 'greatest room temperature, Cel'), below: value(18, 'least room temperature, Cel') },
    hold: HOUR,
    severity: 'warning',
    shipped: true,
  },
  'coverage-at-risk': {
    text: 'so much of the month is missing that its report cannot reach the coverage that closing needs',
    limits: { least: share(0.95, 'coverage of a month that may be closed') },
    hold: 0,
    severity: 'warning',
    shipped: true,
  },
  'target-at-risk': {
    text: 'a figure of the year runs ahead of its target',
    limits: { over: share(0.05, 'share of the target by which the projected year may exceed it') },
    hold: 0,
    severity: 'warning',
    shipped: true,
  },
} as const satisfies Record<string, AlarmKindDefinition>

export type AlarmKind = keyof typeof ALARM_KINDS
export const ALARM_KIND_NAMES = Object.keys(ALARM_KINDS) as readonly AlarmKind[]

export function alarmKindOf(kind: AlarmKind): AlarmKindDefinition {
  return ALARM_KINDS[kind]
}
