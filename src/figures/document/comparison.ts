/** A period beside another one, like for like: the same boundary, and on both sides without the sites that were not there then. */

import type { Site } from '../../domain/index.ts'
import { type Boundary, boundaryOf } from '../inputs/boundary.ts'
import { type Figure, computeFigureWithin } from '../formulas/compute.ts'
import { periodDays } from '../inputs/entry-amounts.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { memoize } from '../inputs/figure-inputs.ts'
import { message, type Message } from '../messages/message.ts'
import type { FigureComparison, PeriodComparison } from './report-document.ts'

/** A site is there in a period when a point of it that plays a role has data, or an entry tells of it. */
function isPresent(inputs: FigureInputs, site: Site): boolean {
  return memoize(inputs, `there ${site.id}`, () => {
    const { from, to } = periodDays(inputs)
    const hasEntry = inputs.entries.some(
      (f) => f.site === site.id && !f.key.startsWith('target.') && f.key !== 'base-year' && f.from < to && (f.to === null || f.to > from),
    )
    const { months } = inputs.period
    return (
      hasEntry ||
      inputs.campus.points.some(
        (p) => p.place.site === site.id && p.role.length > 0 && months.some((m) => inputs.month(p.id, m.span.from) !== null),
      )
    )
  })
}

interface Sides {
  readonly other: FigureInputs
  readonly boundary: Boundary
  readonly without: readonly string[]
}

function changeOf(now: number | null, then: number | null): number | null {
  return now === null || then === null || then === 0 ? null : 100 * (now / then - 1)
}

function notesOf(inputs: FigureInputs, { other, without, boundary }: Sides, value: number | null): Message[] {
  const period = other.period.id
  if (boundary.sites.length === 0) return [message('no-site-then', { period })]
  const gone = without.length > 0 ? [message('sites-not-there', { sites: without.join(', '), period })] : []
  const early = inputs.now < inputs.period.span.to ? [message('compared-to-date', { period: inputs.period.id })] : []
  return [...gone, ...early, ...(value === 0 ? [message('zero-then', { period })] : [])]
}

/** Less of an amount than this says little about what changed. */
const COMPARABLE_COVERAGE = 0.95

/** Why two values are not held against each other; null when they may be. */
function withholdReason(
  now: FigureInputs,
  then: FigureInputs,
  sides: { readonly own: Known | null; readonly before: Known | null },
): Message | null {
  for (const [inputs, known] of [
    [then, sides.before],
    [now, sides.own],
  ] as const) {
    if (known?.value == null || (known.coverage ?? 0) >= COMPARABLE_COVERAGE) continue
    const period = inputs.period.id
    return known.coverage === null
      ? message('withheld-unknown', { period })
      : message('withheld-coverage', { period, percent: 100 * known.coverage, least: 100 * COMPARABLE_COVERAGE })
  }
  return null
}

type Known = Pick<Figure, 'value' | 'coverage'>

function compareFigure(inputs: FigureInputs, then: FigureInputs, figure: Figure): FigureComparison {
  const { id, boundary: name, unit } = figure
  const full = boundaryOf(inputs.campus, name) ?? { id: name, sites: [], building: null }
  const without = full.sites.filter((site) => !isPresent(then, site)).map((s) => s.id)
  const boundary = { ...full, sites: full.sites.filter((s) => !without.includes(s.id)) }
  const before = boundary.sites.length === 0 ? null : computeFigureWithin(then, id, boundary)
  const own = boundary.sites.length === 0 ? null : without.length === 0 ? figure : computeFigureWithin(inputs, id, boundary)
  const [now, value] = [own?.value ?? null, before?.value ?? null]
  const over = inputs.now >= inputs.period.span.to
  const withheld = now === null || value === null || !over ? null : withholdReason(inputs, then, { own, before })
  const notes = [
    ...notesOf(inputs, { other: then, boundary, without }, value),
    ...(withheld === null ? [] : [withheld]),
    ...(before?.missing ?? []),
  ]
  const change_percent = over && withheld === null ? changeOf(now, value) : null
  return { id, boundary: name, value, now, unit, change_percent, withheld, without, notes }
}

/** `then` is null when no such period exists; `period` is its name. */
export function comparePeriods(
  inputs: FigureInputs,
  then: FigureInputs | null,
  figures: readonly Figure[],
  period: string,
): PeriodComparison {
  return { period, figures: then === null ? [] : figures.map((figure) => compareFigure(inputs, then, figure)) }
}
