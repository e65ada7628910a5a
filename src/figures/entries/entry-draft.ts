/** An entry for the books, examined before it is written: impossible is refused, unlikely needs a note. Pure. */

import {
  type Campus,
  carriersOf,
  type Entry,
  type EntryDefinition,
  entryDefinition,
  type EntryKey,
  entryKeys,
  FIGURES,
  isFigureId,
} from '../../domain/index.ts'
import { isBoundary } from '../inputs/boundary.ts'

export interface EntryDraft {
  readonly key: string
  /** A target may name a boundary; the base year is the campus's. */
  readonly site?: string | null
  readonly value: number
  readonly from: string
  readonly to?: string | null
  readonly note?: string | null
  readonly reference?: string | null
  readonly attachment?: string | null
  /** Of an instrument: tCO2e/MWh, and the year its energy was made in. */
  readonly factor?: number | null
  readonly vintage?: string | null
}

export interface EntryFault {
  readonly path: string
  readonly message: string
}

export type NewFact = Omit<Entry, 'id' | 'author' | 'recordedAt'>

export type Examined =
  | { readonly ok: true; readonly fact: NewFact; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly EntryFault[] }

/** YYYY-MM-DD that is in the calendar. */
function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().slice(0, 10) === text
}

function formFaults(entry: EntryDraft, { form }: EntryDefinition): EntryFault[] {
  const faults: EntryFault[] = []
  const to = entry.to ?? null
  if (!isDay(entry.from)) faults.push({ path: 'from', message: `"${entry.from}" is no date; write 2026-03-01` })
  if (to !== null && !isDay(to)) faults.push({ path: 'to', message: `"${to}" is no date; write 2026-04-01` })
  if (form === 'amount' && to === null)
    faults.push({ path: 'to', message: `${entry.key} is an amount of a span: --to is missing (the day after its last day)` })
  if (to !== null && to <= entry.from)
    faults.push({ path: 'to', message: `"${to}" is not after "${entry.from}"; TO is the day after the last day` })
  return faults
}

function valueFaults({ key, value }: EntryDraft): EntryFault[] {
  const fault = (message: string): EntryFault[] => [{ path: 'value', message }]
  if (!Number.isFinite(value)) return fault(`"${String(value)}" is no number`)
  if (value < 0) return fault(`${value} is below 0, which ${key} cannot be`)
  if (key === 'head-count' && !Number.isInteger(value) && value < 1) return fault(`${value} people are none`)
  if (key === 'base-year' && !(Number.isInteger(value) && value >= 1990 && value <= 2100)) return fault(`"${value}" is no year; write 2020`)
  return []
}

/** An attribute of energy is claimed by what it conveys and where it is retired; without either it is no instrument. */
function instrumentFaults({ key, factor, vintage, reference, from }: EntryDraft): EntryFault[] {
  const faults: EntryFault[] = []
  const said = (value: unknown): boolean => value !== undefined && value !== null
  if (!key.startsWith('instrument.'))
    return said(factor) || said(vintage) ? [{ path: 'factor', message: `factor and vintage belong to an instrument, not to ${key}` }] : []
  if (factor === undefined || factor === null || !(factor >= 0))
    faults.push({ path: 'factor', message: 'how much does it emit? --factor is missing: tCO2e/MWh, 0 for certified renewable power' })
  if (!reference?.trim())
    faults.push({ path: 'reference', message: 'which registry retired it for us, under which number? --reference is missing' })
  if (vintage && !/^\d{4}(-\d\d)?$/.test(vintage))
    faults.push({ path: 'vintage', message: `"${vintage}" is no vintage; write ${from.slice(0, 4)} or ${from.slice(0, 7)}` })
  return faults
}

/** A step this many times the one before it, or less than its part, is unlikely; so are as many people more or fewer at once. */
const LEAP = 2
const CROWD = 1000

function unlikely(entry: EntryDraft, site: string, form: EntryDefinition['form'], known: readonly Entry[]): string[] {
  const { key } = entry
  if (form !== 'step' || key === 'base-year') return []
  const before = known.filter((f) => f.key === key && f.site === site && f.from < entry.from).at(-1)
  if (before === undefined || before.value === 0) return []
  const times = entry.value / before.value
  const crowd = key === 'head-count' && Math.abs(entry.value - before.value) >= CROWD
  return times > LEAP || times < 1 / LEAP || crowd
    ? [`${key} of ${site} goes from ${before.value} (${before.from}) to ${entry.value} (${entry.from})`]
    : []
}

/** Fewer square metres a person than this is no office, and no shop. */
const LEAST_AREA = 3

/** Head count and floor area of a site at the time of the entry, one of them new. */
function crowded({ key, value, from }: EntryDraft, site: string, known: readonly Entry[]): string[] {
  if (key !== 'head-count' && key !== 'floor-area') return []
  const other = key === 'head-count' ? 'floor-area' : 'head-count'
  const found = known.filter((f) => f.key === other && f.site === site && f.from <= from).at(-1)
  if (found === undefined) return []
  const [people, area] = key === 'head-count' ? [value, found.value] : [found.value, value]
  if (people === 0 || area / people >= LEAST_AREA) return []
  return [`${people} people on ${area} m2 of ${site} have ${(area / people).toFixed(1)} m2 each`]
}

/** Without a number nobody finds the paper again. */
function unnumbered({ key, reference }: EntryDraft): string[] {
  return key.startsWith('bill.') && !reference?.trim() ? ['no invoice number: add it with --reference'] : []
}

function overlaps(entry: EntryDraft, site: string, known: readonly Entry[]): string[] {
  const { key, from } = entry
  const to = entry.to ?? null
  if (to === null || key.startsWith('target.') || key.startsWith('instrument.')) return []
  return known
    .filter((f) => f.key === key && f.site === site && f.to !== null && f.from < to && from < f.to)
    .filter((f) => !(f.from === from && f.to === to && f.reference === (entry.reference ?? null)))
    .map(
      (f) =>
        `overlaps with ${f.value} ${f.unit} of ${f.from} to ${f.to ?? ''}${f.reference === null ? '' : ` (${f.reference})`}: both count`,
    )
}

/** Vintage far from the consumption it is claimed for. */
function staleVintage({ vintage, from }: EntryDraft): string[] {
  const apart = vintage ? Math.abs(Number(from.slice(0, 4)) - Number(vintage.slice(0, 4))) : 0
  return apart > 1 ? [`vintage ${vintage ?? ''} lies ${apart} years from the consumption it is claimed for`] : []
}

/** The site that is meant; null with a fault when there is none. The base year is the campus's, a target has the boundary of its figure. */
function siteOf(entry: EntryDraft, campus: Campus): string | EntryFault {
  const site = entry.site?.trim() || null
  const sites = campus.sites.map((s) => s.id)
  if (entry.key === 'base-year') return campus.id
  if (entry.key.startsWith('target.')) {
    const figure = entry.key.slice('target.'.length)
    const name = site ?? (isFigureId(figure) ? FIGURES[figure].boundary : 'all')
    if (isBoundary(campus, name)) return name
    return {
      path: 'site',
      message: `"${name}" is no boundary; there are all, offices, shops, data-centre, ${sites.join(', ')}, site/building`,
    }
  }
  if (site !== null && sites.includes(site)) return site
  const message = site === null ? 'the entry names no site' : `no site "${site}" in the campus file`
  return { path: 'site', message: `${message}; there are: ${sites.join(', ')}` }
}

function factOf(entry: EntryDraft, site: string, unit: string): NewFact {
  const { key, from, value, factor, vintage } = entry
  const text = (said: string | null | undefined): string | null => said?.trim() || null
  return {
    key: key as EntryKey,
    site,
    from,
    to: entry.to ?? null,
    value,
    unit,
    note: text(entry.note),
    reference: text(entry.reference),
    attachment: text(entry.attachment),
    ...(typeof factor === 'number' ? { factor } : {}),
    ...(vintage ? { vintage } : {}),
  }
}

/** `known` are the entries that count, ascending. */
export function examineFact(entry: EntryDraft, campus: Campus, known: readonly Entry[]): Examined {
  const carriers = carriersOf(campus.accounting?.carriers ?? [])
  const definition = entryDefinition(entry.key, carriers)
  if (definition === null)
    return { ok: false, faults: [{ path: 'key', message: `"${entry.key}" is not one of ${entryKeys(carriers).join(', ')}` }] }
  const site = siteOf(entry, campus)
  const faults = [...formFaults(entry, definition), ...valueFaults(entry), ...instrumentFaults(entry)]
  if (typeof site !== 'string') return { ok: false, faults: [...faults, site] }
  const leaps = faults.length > 0 ? [] : [...unlikely(entry, site, definition.form, known), ...crowded(entry, site, known)]
  if (leaps.length > 0 && !entry.note?.trim())
    faults.push({ path: 'note', message: `${leaps.join('; ')}: if that is right, say why with a note` })
  if (faults.length > 0) return { ok: false, faults }
  const fact = factOf(entry, site, definition.unit)
  return { ok: true, fact, warnings: [...leaps, ...overlaps(entry, site, known), ...staleVintage(entry), ...unnumbered(entry)] }
}
