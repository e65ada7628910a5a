/** Figures that changed more than they ever did: against the period before and against the same period of the year before, by their own past. */

import { FIGURE_IDS, type FigureId, periodsInYear } from '../../domain/index.ts'
import { computeFigure, type Figure } from '../formulas/compute.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { check, type PlausibilityCheck } from './check.ts'

/** Values of which less is known are not held against each other. */
const COMPARABLE = 0.95
/** A change of a quarter is no jump, whatever the past. */
const LEAST = Math.log(1.25)
/** A jump is half as much again as the greatest change of the past. */
const BEYOND = 1.5
/** Fewer changes are no past: then only a multiple is a jump. */
const ENOUGH = 3
const WITHOUT_PAST = Math.log(3)

/** Figures that are made of others: what explains the jump stands there. */
const MADE_OF: Readonly<Partial<Record<FigureId, readonly FigureId[]>>> = {
  'energy.total': ['energy.indirect', 'energy.direct'],
  'energy.total.tce': ['energy.indirect', 'energy.direct'],
  'energy.per-person': ['energy.indirect', 'energy.direct'],
  'shops.energy.per-area': ['energy.indirect', 'energy.direct'],
  'ghg.scope1': ['energy.direct'],
  'ghg.scope2': ['energy.indirect'],
  'ghg.scope2.market': ['energy.indirect'],
  'ghg.total': ['energy.indirect', 'energy.direct', 'ghg.scope1', 'ghg.scope2'],
  'ghg.per-area': ['energy.indirect', 'energy.direct', 'ghg.scope1', 'ghg.scope2'],
  'shops.ghg.per-area': ['energy.indirect', 'energy.direct', 'ghg.scope1', 'ghg.scope2'],
  'air.nox': ['energy.direct'],
  'air.sox': ['energy.direct'],
  'air.pm': ['energy.direct'],
  'water.total': ['water.tap', 'water.reclaimed', 'water.rain'],
  'water.per-person': ['water.tap', 'water.reclaimed', 'water.rain'],
  'water.non-traditional-share': ['water.tap', 'water.reclaimed', 'water.rain'],
  'waste.hazardous.per-person': ['waste.hazardous'],
  'waste.non-hazardous.per-person': ['waste.non-hazardous'],
  'waste.non-hazardous': ['food-waste.treated'],
  'solar.share': ['solar.hot-water'],
  'solar.hot-water.heat-equivalent': ['solar.heat'],
  'solar.share.heat': ['solar.heat'],
  'water.balance.share': ['water.balance'],
  'electricity.cost': ['energy.indirect', 'electricity.maximum-demand'],
  'gas.cost': ['energy.direct'],
  'water.cost': ['water.tap', 'water.reclaimed', 'water.rain'],
  'savings.ghg': ['savings.energy'],
  'solar.hot-water.summer-day': ['solar.hot-water'],
  'solar.hot-water.winter-day': ['solar.hot-water'],
  'solar.collector-efficiency': ['solar.heat', 'solar.irradiation'],
}

/** The value where enough of it is known; null else. */
const comparable = (figure: Figure | null): number | null =>
  figure !== null && figure.value !== null && figure.value >= 0 && (figure.coverage ?? 0) >= COMPARABLE ? figure.value : null

/** How far two values lie apart, as the logarithm of their quotient; null when one is missing. A value beside 0 is infinitely far. */
function distanceOf(a: number | null | undefined, b: number | null | undefined): number | null {
  if (a == null || b == null) return null
  return a === b ? 0 : Math.abs(Math.log(a / b))
}

interface Jump {
  readonly earlier: number
  readonly period: string
  /** Greatest change of the past in per cent; null: there is no past. */
  readonly most: number | null
}

/** `values` from the present period back; `apart`: how many periods lie between those that are compared. */
function findJump(values: readonly (number | null)[], periods: readonly string[], apart: number): Jump | null {
  const distance = distanceOf(values[0], values[apart])
  const [earlier, period] = [values[apart], periods[apart]]
  if (distance === null || earlier == null || period === undefined) return null
  const past = values.slice(1).flatMap((value, i) => distanceOf(value, values[i + 1 + apart]) ?? [])
  const most = past.length < ENOUGH ? null : Math.max(...past)
  const limit = most === null ? WITHOUT_PAST : Math.max(LEAST, BEYOND * most)
  return distance > limit ? { earlier, period, most: most === null ? null : 100 * (Math.exp(most) - 1) } : null
}

function jumpCheck(code: 'jump-before' | 'jump-year', figure: Figure, { earlier, period, most }: Jump): PlausibilityCheck {
  const { id, boundary, unit, digits } = figure
  const now = figure.value ?? 0
  const values = { figure: id, boundary, unit, digits, now, earlier, period }
  return most === null ? check('jump-without-past', values) : check(code, { ...values, most })
}

/** `history`: the periods before this one, the latest first. */
export function checkJumps(inputs: FigureInputs, figures: readonly Figure[], history: readonly FigureInputs[]): PlausibilityCheck[] {
  if (history.length === 0 || inputs.now < inputs.period.span.to) return []
  const year = periodsInYear(inputs.period.id)
  const periods = [inputs, ...history].map((h) => h.period.id)
  const found = new Map<FigureId, PlausibilityCheck>()
  for (const id of FIGURE_IDS) {
    const figure = figures.find((f) => f.id === id)
    if (figure === undefined || comparable(figure) === null) continue
    const values = [figure, ...history.map((past) => computeFigure(past, id, figure.boundary))].map(comparable)
    const before = findJump(values, periods, 1)
    const yearly = year === null || year === 1 ? null : findJump(values, periods, year)
    if (yearly !== null) found.set(id, jumpCheck('jump-year', figure, yearly))
    else if (before !== null) found.set(id, jumpCheck('jump-before', figure, before))
  }
  return [...found].filter(([id]) => !MADE_OF[id]?.some((part) => found.has(part))).map(([, jump]) => jump)
}
