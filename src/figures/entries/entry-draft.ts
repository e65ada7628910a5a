/** A draft of an entry, examined before it is recorded: the impossible is refused, the unlikely needs a note. Pure. */

import {
  billableCarriers,
  type Campus,
  type Entry,
  type EntryDefinition,
  entryDefinition,
  type EntryKey,
  entryKeys,
  FIGURES,
  gasState,
  isFigureId,
  isLocalDay,
  NORMAL_CONDITIONS,
  WATER_SOURCES,
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
  /** Of an instrument: a point whose hours tell when its energy was made. */
  readonly profile?: string | null
  /** Of a bill of gas: what its m3 are multiplied with to be m3 at `conditions`, 0 Cel and 101.325 kPa where these are left out. */
  readonly conversion_number?: number | null
  readonly conditions?: string | null
}

export interface EntryFault {
  readonly path: string
  readonly message: string
}

export type NewEntry = Omit<Entry, 'id' | 'author' | 'recordedAt'>

export type Examined =
  | { readonly ok: true; readonly entry: NewEntry; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly EntryFault[] }

function formFaults(draft: EntryDraft, { form }: EntryDefinition): EntryFault[] {
  const faults: EntryFault[] = []
  const to = draft.to ?? null
  if (!isLocalDay(draft.from)) faults.push({ path: 'from', message: `"${draft.from}" is no date; write 2026-03-01` })
  if (to !== null && !isLocalDay(to)) faults.push({ path: 'to', message: `"${to}" is no date; write 2026-04-01` })
  if (form === 'amount' && to === null)
    faults.push({ path: 'to', message: `${draft.key} is an amount of a span: --to is missing (the day after its last day)` })
  if (to !== null && to <= draft.from)
    faults.push({ path: 'to', message: `"${to}" is not after "${draft.from}"; TO is the day after the last day` })
  return faults
}

function valueFaults({ key, value }: EntryDraft): EntryFault[] {
  const fault = (message: string): EntryFault[] => [{ path: 'value', message }]
  if (!Number.isFinite(value)) return fault(`"${String(value)}" is no number`)
  if (value < 0) return fault(`${value} is below 0, which ${key} cannot be`)
  if (key === 'head-count' && !Number.isInteger(value) && value < 1) return fault(`${value} is less than one person`)
  if (key === 'base-year' && !(Number.isInteger(value) && value >= 1990 && value <= 2100)) return fault(`"${value}" is no year; write 2020`)
  return []
}

/** An attribute of energy is claimed by what it conveys and where it is retired; without either it is no instrument. */
function instrumentFaults({ key, factor, vintage, profile, reference, from }: EntryDraft): EntryFault[] {
  const faults: EntryFault[] = []
  const isGiven = (value: unknown): boolean => value !== undefined && value !== null
  if (!key.startsWith('instrument.'))
    return isGiven(factor) || isGiven(vintage) || isGiven(profile)
      ? [{ path: 'factor', message: `factor, vintage and profile belong to an instrument, not to ${key}` }]
      : []
  if (factor === undefined || factor === null || !(factor >= 0))
    faults.push({ path: 'factor', message: 'how much does it emit? --factor is missing: tCO2e/MWh, 0 for certified renewable power' })
  if (!reference?.trim())
    faults.push({ path: 'reference', message: 'which registry retired it for us, under which number? --reference is missing' })
  if (vintage && !/^\d{4}(-\d\d)?$/.test(vintage))
    faults.push({ path: 'vintage', message: `"${vintage}" is no vintage; write ${from.slice(0, 4)} or ${from.slice(0, 7)}` })
  return faults
}

/** What a bill of gas says about its cubic metres. */
function volumeFaults({ key, conversion_number, conditions }: EntryDraft, { unit }: EntryDefinition): EntryFault[] {
  const faults: EntryFault[] = []
  const [number, state] = [conversion_number ?? null, conditions?.trim() || null]
  const isGas = key.startsWith('bill.') && unit === 'm3' && !WATER_SOURCES.some((w) => w.bill === key)
  if (!isGas && (number !== null || state !== null))
    faults.push({ path: 'conversion_number', message: `conversion number and conditions belong to a bill of gas, not to ${key}` })
  if (number !== null && !(number > 0 && Number.isFinite(number)))
    faults.push({ path: 'conversion_number', message: `"${String(number)}" is no number above 0` })
  if (state !== null && gasState(state) === null)
    faults.push({ path: 'conditions', message: `"${state}" is not a temperature and a pressure; write "${NORMAL_CONDITIONS}"` })
  return faults
}

/** A step this many times the one before it, or less than its part, is unlikely; so are as many people more or fewer at once. */
const LEAP = 2
const CROWD = 1000

function unlikelyStep(draft: EntryDraft, site: string, form: EntryDefinition['form'], recorded: readonly Entry[]): string[] {
  const { key } = draft
  if (form !== 'step' || key === 'base-year') return []
  const before = recorded.filter((f) => f.key === key && f.site === site && f.from < draft.from).at(-1)
  if (before === undefined || before.value === 0) return []
  const times = draft.value / before.value
  const crowd = key === 'head-count' && Math.abs(draft.value - before.value) >= CROWD
  return times > LEAP || times < 1 / LEAP || crowd
    ? [`${key} of ${site} goes from ${before.value} (${before.from}) to ${draft.value} (${draft.from})`]
    : []
}

/** Fewer square metres a person than this is no office, and no shop. */
const LEAST_AREA = 3

/** Head count and floor area of a site at the time of the entry, one of them new. */
function tooCrowded({ key, value, from }: EntryDraft, site: string, recorded: readonly Entry[]): string[] {
  if (key !== 'head-count' && key !== 'floor-area') return []
  const other = key === 'head-count' ? 'floor-area' : 'head-count'
  const found = recorded.filter((f) => f.key === other && f.site === site && f.from <= from).at(-1)
  if (found === undefined) return []
  const [people, area] = key === 'head-count' ? [value, found.value] : [found.value, value]
  if (people === 0 || area / people >= LEAST_AREA) return []
  return [`${people} people on ${area} m2 of ${site} have ${(area / people).toFixed(1)} m2 each`]
}

/** Without a number nobody finds the paper again. */
function missingNumber({ key, reference }: EntryDraft): string[] {
  return key.startsWith('bill.') && !reference?.trim() ? ['no invoice number: add it with --reference'] : []
}

function overlapWarnings(draft: EntryDraft, site: string, recorded: readonly Entry[]): string[] {
  const { key, from } = draft
  const to = draft.to ?? null
  if (to === null || key.startsWith('target.') || key.startsWith('instrument.')) return []
  return recorded
    .filter((f) => f.key === key && f.site === site && f.to !== null && f.from < to && from < f.to)
    .filter((f) => !(f.from === from && f.to === to && f.reference === (draft.reference ?? null)))
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
function siteOf(draft: EntryDraft, campus: Campus): string | EntryFault {
  const site = draft.site?.trim() || null
  const sites = campus.sites.map((s) => s.id)
  if (draft.key === 'base-year') return campus.id
  if (draft.key.startsWith('target.')) {
    const figure = draft.key.slice('target.'.length)
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

function newEntry(draft: EntryDraft, site: string, unit: string): NewEntry {
  const { key, from, value, factor, vintage, profile, conversion_number, conditions } = draft
  const trim = (text: string | null | undefined): string | null => text?.trim() || null
  return {
    key: key as EntryKey,
    site,
    from,
    to: draft.to ?? null,
    value,
    unit,
    note: trim(draft.note),
    reference: trim(draft.reference),
    attachment: trim(draft.attachment),
    ...(typeof factor === 'number' ? { factor } : {}),
    ...(vintage ? { vintage } : {}),
    ...(profile ? { profile } : {}),
    ...(typeof conversion_number === 'number' ? { conversionNumber: conversion_number } : {}),
    ...(conditions?.trim() ? { conditions: conditions.trim() } : {}),
  }
}

/** `recorded` are the entries that count, ascending. */
export function examineEntry(draft: EntryDraft, campus: Campus, recorded: readonly Entry[]): Examined {
  const carriers = billableCarriers(campus.accounting?.carriers ?? [])
  const definition = entryDefinition(draft.key, carriers)
  if (definition === null)
    return { ok: false, faults: [{ path: 'key', message: `"${draft.key}" is not one of ${entryKeys(carriers).join(', ')}` }] }
  const site = siteOf(draft, campus)
  const faults = [...formFaults(draft, definition), ...valueFaults(draft), ...instrumentFaults(draft), ...volumeFaults(draft, definition)]
  if (draft.profile && !campus.points.some((p) => p.id === draft.profile))
    faults.push({ path: 'profile', message: `there is no point "${draft.profile}"; \`campus points\` lists them` })
  if (typeof site !== 'string') return { ok: false, faults: [...faults, site] }
  const leaps = faults.length > 0 ? [] : [...unlikelyStep(draft, site, definition.form, recorded), ...tooCrowded(draft, site, recorded)]
  if (leaps.length > 0 && !draft.note?.trim())
    faults.push({ path: 'note', message: `${leaps.join('; ')}: if that is right, say why with a note` })
  if (faults.length > 0) return { ok: false, faults }
  const entry = newEntry(draft, site, definition.unit)
  return {
    ok: true,
    entry,
    warnings: [...leaps, ...overlapWarnings(draft, site, recorded), ...staleVintage(draft), ...missingNumber(draft)],
  }
}
