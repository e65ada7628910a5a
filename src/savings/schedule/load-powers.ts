/** Power at full output of each load and month: looked for in the month's own last 28 days, then month by month before it. */

import { HOUR, type OnPower, type SavingMessage, type Span, span } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import { type FullOutput, fullOutput } from './on-power.ts'
import { LOOK_BACK, powerWindow, type Search, searchOf } from '../plan.ts'
import { type LoadMonth, type SavingsInputs, unique } from '../savings-inputs.ts'

interface PendingSearch {
  readonly part: LoadMonth
  readonly search: Search
  /** How many candidates have been tried. */
  readonly tried: number
}

/** Each part with its power, or why there is none. One question a window, for all loads that look there. */
export async function findPowers(
  inputs: SavingsInputs,
  parts: readonly LoadMonth[],
): Promise<ReadonlyMap<LoadMonth, OnPower | SavingMessage>> {
  const windows = new Map<string, FullOutput | null>()
  const found = new Map<LoadMonth, OnPower | SavingMessage>()
  let pending: PendingSearch[] = parts.map((part) => ({ part, search: searchFor(inputs, part), tried: 0 }))
  while (pending.length > 0) {
    const open = pending.filter((s) => s.tried < s.search.candidates.length)
    for (const s of pending) if (!open.includes(s)) found.set(s.part, fallbackPower(inputs, s))
    for (const batch of planBatches(inputs, open, windows)) await readWindows(inputs, batch, windows)
    pending = open.flatMap((s) => {
      const seen = windows.get(keyOf(s)) ?? null
      if (seen === null || seen.top < s.search.floor) return [{ ...s, tried: s.tried + 1 }]
      const window = inputs.months.list[windowOf(s)]?.id ?? null
      found.set(s.part, { watts: seen.median, source: 'measured', window, hours: seen.hours, scatter: seen.scatter })
      return []
    })
  }
  return found
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
  readonly windows: readonly { readonly index: number; readonly span: Span; readonly points: readonly string[] }[]
}

/** Hours of power in memory at a time. A store takes nearly as long for a few rows as for many, so neighbouring windows go together up to this. */
const ROWS = 250_000

/** Windows that are not read yet, in as few queries as the rows allow. */
function planBatches(inputs: SavingsInputs, open: readonly PendingSearch[], seen: ReadonlyMap<string, FullOutput | null>): Batch[] {
  const found: Batch[] = []
  const groups = [...groupBy(open, windowOf)].sort(([a], [b]) => a - b)
  for (const [index, group] of groups) {
    const points = unique(group.filter((s) => !seen.has(keyOf(s))).map((s) => s.part.task.power.id))
    if (points.length === 0) continue
    const window = { index, span: powerWindow(inputs, index), points }
    const last = found.at(-1)
    const merged = last && { span: span(last.span.from, window.span.to), windows: [...last.windows, window] }
    if (merged && rowsOf(merged) <= ROWS) found[found.length - 1] = merged
    else found.push({ span: window.span, windows: [window] })
  }
  return found
}

const pointsOf = (batch: Batch): string[] => unique(batch.windows.flatMap((w) => w.points))
const rowsOf = (batch: Batch): number => (pointsOf(batch).length * (batch.span.to - batch.span.from)) / HOUR

async function readWindows(inputs: SavingsInputs, batch: Batch, seen: Map<string, FullOutput | null>): Promise<void> {
  const hours = await inputs.read('1h', batch.span, pointsOf(batch))
  for (const window of batch.windows)
    for (const point of window.points) {
      const within = (hours.get(point) ?? []).filter((h) => h.start >= window.span.from && h.start < window.span.to)
      seen.set(`${window.index} ${point}`, fullOutput(within, 0))
    }
}

function fallbackPower(inputs: SavingsInputs, { part, search }: PendingSearch): OnPower | SavingMessage {
  const { task, scope } = part
  const { rated } = task.load
  if (rated !== null) return { watts: rated, source: 'rated', window: null, hours: 0, scatter: null }
  const since = inputs.months.list[Math.max(0, scope.index - LOOK_BACK)]?.id ?? scope.month.id
  const values = { point: task.power.id, since, month: scope.month.id }
  return search.greatest > 0 ? { code: 'never-full', values: { ...values, watts: search.greatest } } : { code: 'never-on', values }
}
