/** A rule on the day of one unit: the quarter hours in which it fires after its hold-off, and what is wasted in each. Pure. */

import { QUARTER, HOUR } from '../domain/index.ts'
import { median } from '../kernel/index.ts'
import { LEAD_SLOTS, type UnitDay } from './day-data.ts'
import { compile } from './expression/evaluate.ts'
import type { CompiledRule } from './rules/catalog.ts'

const SLOT_MINUTES = 15
const SLOT_HOURS = QUARTER / HOUR

export interface DetectedFault {
  /** Quarter hours of the day, 0 first, in which the rule fires. */
  readonly slots: readonly number[]
  /** kWh or m3 of each of these; empty for a rule without an amount. */
  readonly amounts: readonly number[]
  /** Relative half-width of the 90 % band, at most 1. */
  readonly width: number
}

/** Null: it does not fire on this day. A slot counts once the condition has held without a break for the hold-off, and then from its beginning. */
export function detectFault(rule: CompiledRule, day: UnitDay): DetectedFault | null {
  const holds = compile(rule.condition, day)
  const needed = Math.max(1, Math.ceil(rule.hold / SLOT_MINUTES))
  const slots: number[] = []
  let run: number[] = []
  const flush = (): void => {
    if (run.length >= needed) slots.push(...run.filter((i) => i >= LEAD_SLOTS).map((i) => i - LEAD_SLOTS))
    run = []
  }
  for (let i = 0; i < day.times.length; i++) {
    if (holds(i) === 1) run.push(i)
    else flush()
  }
  flush()
  if (slots.length === 0) return null
  const waste = rule.waste === null ? null : compile(rule.waste, day)
  const amounts = waste === null ? [] : slots.map((s) => positive(waste(s + LEAD_SLOTS)) * SLOT_HOURS)
  if (waste !== null && !amounts.some((amount) => amount > 0)) return null
  return { slots, amounts, width: widthOf(rule, day, slots) }
}

const positive = (rate: number): number => (Number.isFinite(rate) && rate > 0 ? rate : 0)

const WIDEST = 1
/** No meter is better than its class. */
const NARROWEST = 0.02

function widthOf(rule: CompiledRule, day: UnitDay, slots: readonly number[]): number {
  const at = compile(rule.width, day)
  const width = median(slots.map((s) => at(s + LEAD_SLOTS)))
  // 1.645 standard deviations hold 90 %.
  return Number.isNaN(width) ? WIDEST : Math.min(WIDEST, Math.max(NARROWEST, 1.645 * width))
}
