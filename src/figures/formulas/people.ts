/** Denominators: head count and floor area, from dated entries. One with a gap is none: every site must have its entry. */

import type { Entry } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { type FigureValue, missing, sumComplete } from '../inputs/figure-value.ts'
import { boundaryKey, type FigureInputs, memoize } from '../inputs/figure-inputs.ts'
import { message } from '../messages/message.ts'

/** The step that holds on a local day: of those that began by then, the last. */
function stepAt(inputs: FigureInputs, key: Entry['key'], site: string, day: string): Entry | null {
  return inputs.entries.filter((f) => f.key === key && f.site === site && f.from <= day && (f.to === null || day < f.to)).at(-1) ?? null
}

const DAY_MS = 86_400_000
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10)

/** Mean over the days, each entry weighted by the days on which it holds. */
function meanStep(inputs: FigureInputs, key: Entry['key'], site: string, days: readonly string[]): FigureValue {
  const steps = days.map((day) => stepAt(inputs, key, site, day))
  const gap = steps.findIndex((f) => f === null)
  if (gap >= 0) return missing(message('no-step', { key, site, day: days[gap] ?? '' }))
  const entries = steps.filter((f) => f !== null)
  const value = entries.reduce((total, f) => total + f.value, 0) / entries.length
  const references = [...new Set(entries)].map(({ id, value: own, unit }) => {
    const share = entries.filter((f) => f.id === id).length / entries.length
    return { kind: 'entry' as const, entry: id, key, value: own, unit, share }
  })
  const leaves = references.map((i) => ({ op: 'entry', entry: i.entry, value: i.value, share: i.share }) as const)
  const how = { op: 'sum', of: leaves } as const
  return { value, coverage: 1, estimated: 0, inputs: references, remarks: [], missing: [], absent: false, how }
}

/** Mean of the head counts at the month ends of the period, and at its own end. */
export function headCount(inputs: FigureInputs, boundary: Boundary): FigureValue {
  if (boundary.building !== null) return missing(message('sites-only', { key: 'head-count', boundary: boundary.id }))
  const { months } = inputs.period
  const ends = months.filter((m, i) => m.to.endsWith('-01') || i === months.length - 1).map((m) => dayBefore(m.to))
  return memoize(inputs, `head count ${boundaryKey(boundary)}`, () =>
    sumComplete(boundary.sites.map((site) => meanStep(inputs, 'head-count', site.id, ends))),
  )
}

/** Floor area weighted by time, day by day, m2. */
export function floorArea(inputs: FigureInputs, boundary: Boundary): FigureValue {
  if (boundary.building !== null) return missing(message('sites-only', { key: 'floor-area', boundary: boundary.id }))
  const days: string[] = []
  const first = inputs.period.months[0]?.from ?? ''
  const end = inputs.period.months.at(-1)?.to ?? ''
  for (let at = Date.parse(first); at < Date.parse(end); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10))
  return memoize(inputs, `floor area ${boundaryKey(boundary)}`, () =>
    sumComplete(boundary.sites.map((site) => meanStep(inputs, 'floor-area', site.id, days))),
  )
}
