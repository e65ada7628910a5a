/** Power at full output of each load and month: looked for in the month's own last 28 days, then month by month before it; steps split the month. */

import { DAY, HOUR, type OnPower, type SavingMessage, type Span, span } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import { dailyUse, type DayUse } from './calendar-check.ts'
import { type Hours, hoursWithin, NO_HOURS } from './hours.ts'
import { localDayOf } from './local-day.ts'
import { type FullOutput, fullOutput } from './on-power.ts'
import { LOOK_BACK, powerWindow, type Search, searchOf } from '../plan.ts'
import { type LevelRules, type PowerSegment, powerSegments, workdaysOnly } from './power-steps.ts'
import { type LoadMonth, type SavingsInputs, unique } from '../savings-inputs.ts'

interface PendingSearch {
  readonly part: LoadMonth
  readonly search: Search
  /** How many candidates have been tried. */
  readonly tried: number
}

/** What a window of power shows of a load. */
interface WindowPower {
  readonly full: FullOutput | null
  /** Parts of the month at different powers; none without a step. */
  readonly segments: readonly PowerSegment[]
  /** What the load drew on each day of the month. */
  readonly use: DayUse
}

/** Windows of power by `keyOf`. */
export type PowerWindows = Map<string, WindowPower>

/** Reads the windows of the months themselves. */
export async function readPowerWindows(inputs: SavingsInputs, parts: readonly LoadMonth[]): Promise<PowerWindows> {
  const windows: PowerWindows = new Map()
  const searches = parts.map((part) => ({ part, search: { candidates: [part.scope.index], floor: 0, greatest: 0 }, tried: 0 }))
  for (const batch of planBatches(inputs, searches, windows)) await readWindows(inputs, batch, windows)
  return windows
}

/** What a load drew on each day of the months that are claimed. */
export function useOfLoad({ months }: SavingsInputs, power: string, windows: PowerWindows): DayUse {
  return new Map(months.list.flatMap((_, index) => (index < months.first ? [] : [...(windows.get(`${index} ${power}`)?.use ?? [])])))
}

/** The month in parts where the power steps, else the month itself. */
export function splitAtSteps(part: LoadMonth, windows: PowerWindows): readonly LoadMonth[] {
  const segments = windows.get(`${part.scope.index} ${part.task.power.id}`)?.segments ?? []
  const parts = segments.flatMap((segment, i): LoadMonth[] => {
    const within = span(Math.max(segment.span.from, part.scope.span.from), Math.min(segment.span.to, part.scope.span.to))
    if (within.to <= within.from) return []
    const days = part.scope.days.filter((day) => day.from < within.to && day.to > within.from)
    return [{ task: part.task, scope: { ...part.scope, span: within, days }, segment, before: segments[i - 1]?.full.median ?? null }]
  })
  return parts.length < 2 ? [part] : parts
}

/** Each part with its power, or why there is none. One question a window, for all loads that look there. */
export async function findPowers(
  inputs: SavingsInputs,
  all: readonly LoadMonth[],
  windows: PowerWindows,
): Promise<ReadonlyMap<LoadMonth, OnPower | SavingMessage>> {
  const found = new Map<LoadMonth, OnPower | SavingMessage>()
  for (const part of all) if (part.segment !== null) found.set(part, measured(part.segment.full, windowName(part)))
  const parts = all.filter((part) => part.segment === null)
  let pending: PendingSearch[] = parts.map((part) => ({ part, search: searchFor(inputs, part), tried: 0 }))
  while (pending.length > 0) {
    const open = pending.filter((s) => s.tried < s.search.candidates.length)
    for (const s of pending) if (!open.includes(s)) found.set(s.part, fallbackPower(inputs, s))
    for (const batch of planBatches(inputs, open, windows)) await readWindows(inputs, batch, windows)
    pending = open.flatMap((s) => {
      const seen = windows.get(keyOf(s))?.full ?? null
      if (seen === null || seen.top < s.search.floor) return [{ ...s, tried: s.tried + 1 }]
      const window = inputs.months.list[windowOf(s)]?.id ?? null
      found.set(s.part, measured(seen, window))
      return []
    })
  }
  return found
}

function measured({ median: watts, hours, scatter, running }: FullOutput, window: string | null): OnPower {
  return { watts, source: 'measured', window, hours, scatter, running }
}

/** `2026-10 from 11` for the part of a month that begins on the 11th. */
function windowName({ scope, segment }: LoadMonth): string {
  const first = scope.days.find((day) => day.from >= (segment?.span.from ?? 0))
  const date = new Date(first?.midnight ?? 0).getUTCDate()
  return `${scope.month.id} from ${String(date).padStart(2, '0')}`
}

const windowOf = (s: PendingSearch): number => s.search.candidates[s.tried] ?? -1
const keyOf = (s: PendingSearch): string => `${windowOf(s)} ${s.part.task.power.id}`

function searchFor(inputs: SavingsInputs, { task, scope }: LoadMonth): Search {
  const peak = (index: number): number => {
    const month = inputs.months.list[index]
    return month === undefined ? 0 : (inputs.monthAt(task.power.id, month.span.from)?.max ?? 0)
  }
  return searchOf(scope.index, task.load.rated, peak)
}

/** Windows that are read in one query, with the points of each. */
interface Batch {
  readonly span: Span
  readonly windows: readonly WindowPlan[]
}

interface WindowPlan {
  readonly index: number
  /** What is read: the last 28 days, the month, and days before it, which show a step in its first days. */
  readonly span: Span
  readonly last: Span
  readonly month: Span
  readonly points: readonly string[]
}

/** Hours of power in memory at a time. A store takes nearly as long for a few rows as for many, so neighbouring windows go together up to this. */
const ROWS = 300_000

/** The days before a month show a step in its first days. */
const DAYS_BEFORE = 14 * DAY

/** Windows that are not read yet, in as few queries as the rows allow. */
function planBatches(inputs: SavingsInputs, open: readonly PendingSearch[], seen: ReadonlyMap<string, WindowPower>): Batch[] {
  const found: Batch[] = []
  const groups = [...groupBy(open, windowOf)].sort(([a], [b]) => a - b)
  for (const [index, group] of groups) {
    const points = unique(group.filter((s) => !seen.has(keyOf(s))).map((s) => s.part.task.power.id))
    if (points.length === 0) continue
    const lastDays = powerWindow(inputs, index)
    const month = inputs.months.list[index]?.span ?? lastDays
    const whole = span(month.from, lastDays.to)
    const from = Math.min(lastDays.from, month.from - DAYS_BEFORE)
    const window = { index, span: span(from, lastDays.to), last: lastDays, month: whole, points }
    const last = found.at(-1)
    const merged = last && { span: span(last.span.from, window.span.to), windows: [...last.windows, window] }
    if (merged && rowsOf(merged) <= ROWS) found[found.length - 1] = merged
    else found.push({ span: window.span, windows: [window] })
  }
  return found
}

const pointsOf = (batch: Batch): string[] => unique(batch.windows.flatMap((w) => w.points))
const rowsOf = (batch: Batch): number => (pointsOf(batch).length * (batch.span.to - batch.span.from)) / HOUR

async function readWindows(inputs: SavingsInputs, batch: Batch, seen: PowerWindows): Promise<void> {
  const hours = await inputs.readHours(batch.span, pointsOf(batch))
  const { timezone } = inputs.campus
  const rules = workdaysOnly(timezone, inputs.calendar, localDayOf(timezone))
  for (const window of batch.windows)
    for (const point of window.points) {
      const own = hoursWithin(hours.get(point) ?? NO_HOURS, window.span.from, window.span.to)
      seen.set(`${window.index} ${point}`, examineWindow(own, window, rules))
    }
}

/** The power at full output of the last 28 days; steps are looked for in the whole month too, and in no month that never runs. */
function examineWindow(hours: Hours, { last, month }: Pick<WindowPlan, 'last' | 'month'>, rules: LevelRules): WindowPower {
  const full = fullOutput(hoursWithin(hours, last.from, Infinity), 0)
  return { full, segments: powerSegments(hours, month, rules), use: dailyUse(hours, month, rules.dayOf) }
}

function fallbackPower(inputs: SavingsInputs, { part, search }: PendingSearch): OnPower | SavingMessage {
  const { task, scope } = part
  const { rated } = task.load
  if (rated !== null) return { watts: rated, source: 'rated', window: null, hours: 0, scatter: null, running: 0 }
  const since = inputs.months.list[Math.max(0, scope.index - LOOK_BACK)]?.id ?? scope.month.id
  const values = { point: task.power.id, since, month: scope.month.id }
  return search.greatest > 0 ? { code: 'never-full', values: { ...values, watts: search.greatest } } : { code: 'never-on', values }
}
