/** A period beside another one, like for like: the same boundary, and on both sides without the sites that were not there then. */

import type { Site } from '../../domain/index.ts'
import { type Boundary, boundaryOf } from '../inputs/boundary.ts'
import { type Figure, figureWithin } from '../formulas/compute.ts'
import { daysOf } from '../inputs/entered.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { once } from '../inputs/figure-inputs.ts'
import type { Language } from '../messages/language.ts'
import { message, type Message, renderMessage } from '../messages/reasons.ts'

export interface ComparedFigure {
  readonly id: string
  readonly boundary: string
  /** Then; null when it is missing. */
  readonly value: number | null
  /** Now, on the same sites. */
  readonly now: number | null
  readonly unit: string
  /** 100 x (now / then - 1). */
  readonly change_percent: number | null
  /** Sites that were not there then, left out on both sides. */
  readonly without: readonly string[]
  /** Why there is no change in per cent, or what is special about it. */
  readonly notes: readonly string[]
}

export interface Comparison {
  readonly period: string
  readonly figures: readonly ComparedFigure[]
}

/** A site is there in a period when a point of it that plays a role has data, or an entry tells of it. */
function isThere(ledger: FigureInputs, site: Site): boolean {
  return once(ledger, `there ${site.id}`, () => {
    const { from, to } = daysOf(ledger)
    const told = ledger.facts.some(
      (f) => f.site === site.id && !f.key.startsWith('target.') && f.key !== 'base-year' && f.from < to && (f.to === null || f.to > from),
    )
    const { months } = ledger.period
    return (
      told ||
      ledger.campus.points.some(
        (p) => p.place.site === site.id && p.role.length > 0 && months.some((m) => ledger.month(p.id, m.span.from) !== null),
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

function notesOf(ledger: FigureInputs, { other, without, boundary }: Sides, value: number | null): Message[] {
  const period = other.period.id
  if (boundary.sites.length === 0) return [message('no-site-then', { period })]
  const gone = without.length > 0 ? [message('sites-not-there', { sites: without.join(', '), period })] : []
  const early = ledger.now < ledger.period.span.to ? [message('compared-to-date', { period: ledger.period.id })] : []
  return [...gone, ...early, ...(value === 0 ? [message('zero-then', { period })] : [])]
}

function row(ledger: FigureInputs, then: FigureInputs, figure: Figure, language: Language): ComparedFigure {
  const { id, boundary: name, unit } = figure
  const whole = boundaryOf(ledger.campus, name) ?? { id: name, sites: [], building: null }
  const without = whole.sites.filter((site) => !isThere(then, site)).map((s) => s.id)
  const boundary = { ...whole, sites: whole.sites.filter((s) => !without.includes(s.id)) }
  const before = boundary.sites.length === 0 ? null : figureWithin(then, id, boundary)
  const now = boundary.sites.length === 0 ? null : without.length === 0 ? figure.value : figureWithin(ledger, id, boundary).value
  const value = before?.value ?? null
  const over = ledger.now >= ledger.period.span.to
  const notes = [...notesOf(ledger, { other: then, boundary, without }, value), ...(before?.missing ?? [])]
  return {
    id,
    boundary: name,
    value,
    now,
    unit,
    change_percent: over ? changeOf(now, value) : null,
    without,
    notes: notes.map((note) => renderMessage(note, language)),
  }
}

/** `then` is null when the other period is none at all. */
export function compared(
  ledger: FigureInputs,
  then: FigureInputs | null,
  figures: readonly Figure[],
  { period, language }: { readonly period: string; readonly language: Language },
): Comparison {
  return { period, figures: then === null ? [] : figures.map((figure) => row(ledger, then, figure, language)) }
}
