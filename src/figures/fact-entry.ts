/** An entry for the books, examined before it is written: impossible is refused, unlikely needs a note. Pure. */

import { type Campus, type Fact, FACTS, factDefinition, FIGURES, type FactKey, isFactKey, isFigureId } from '../domain/index.ts'

export interface FactEntry {
  readonly key: string
  readonly site: string
  readonly value: number
  readonly from: string
  readonly to?: string | null
  readonly note?: string | null
  readonly reference?: string | null
  readonly attachment?: string | null
}

export interface EntryFault {
  readonly path: string
  readonly message: string
}

export type Examined =
  | { readonly ok: true; readonly fact: Omit<Fact, 'id' | 'author' | 'recordedAt'>; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly EntryFault[] }

/** YYYY-MM-DD that is in the calendar. */
function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().slice(0, 10) === text
}

function formFaults(entry: FactEntry, key: FactKey): EntryFault[] {
  const faults: EntryFault[] = []
  const to = entry.to ?? null
  const { form } = factDefinition(key)
  if (!isDay(entry.from)) faults.push({ path: 'from', message: `"${entry.from}" is no date; write 2026-03-01` })
  if (to !== null && !isDay(to)) faults.push({ path: 'to', message: `"${to}" is no date; write 2026-04-01` })
  if (form === 'amount' && to === null)
    faults.push({ path: 'to', message: `${key} is an amount of a span: --to is missing (the day after its last day)` })
  if (to !== null && to <= entry.from)
    faults.push({ path: 'to', message: `"${to}" is not after "${entry.from}"; TO is the day after the last day` })
  return faults
}

function valueFaults(entry: FactEntry, key: FactKey): EntryFault[] {
  if (!Number.isFinite(entry.value)) return [{ path: 'value', message: `"${String(entry.value)}" is no number` }]
  if (entry.value < 0) return [{ path: 'value', message: `${entry.value} is below 0, which ${key} cannot be` }]
  if (key === 'head-count' && !Number.isInteger(entry.value) && entry.value < 1)
    return [{ path: 'value', message: `${entry.value} people are none` }]
  return []
}

/** A step this many times the one before it, or less than its part, is unlikely. */
const LEAP = 2

function unlikely(entry: FactEntry, key: FactKey, known: readonly Fact[]): string[] {
  const same = known.filter((f) => f.key === key && f.site === entry.site)
  if (factDefinition(key).form === 'step') {
    const before = same.filter((f) => f.from < entry.from).at(-1)
    if (before === undefined || before.value === 0) return []
    const times = entry.value / before.value
    return times > LEAP || times < 1 / LEAP
      ? [`${key} of ${entry.site} goes from ${before.value} (${before.from}) to ${entry.value} (${entry.from})`]
      : []
  }
  return []
}

function overlaps(entry: FactEntry, key: FactKey, known: readonly Fact[]): string[] {
  const to = entry.to ?? null
  if (to === null || key.startsWith('target.')) return []
  return known
    .filter((f) => f.key === key && f.site === entry.site && f.to !== null && f.from < to && entry.from < f.to)
    .filter((f) => !(f.from === entry.from && f.to === to && f.reference === (entry.reference ?? null)))
    .map(
      (f) =>
        `overlaps with ${f.value} ${f.unit} of ${f.from} to ${f.to ?? ''}${f.reference === null ? '' : ` (${f.reference})`}: both count`,
    )
}

function unitOf(key: FactKey): string {
  const figure = key.slice('target.'.length)
  return key.startsWith('target.') && isFigureId(figure) ? FIGURES[figure].unit : factDefinition(key).unit
}

/** `known` are the entries that count, ascending. */
export function examineFact(entry: FactEntry, campus: Campus, known: readonly Fact[]): Examined {
  const { key } = entry
  const target = key.startsWith('target.') ? key.slice('target.'.length) : null
  if (!isFactKey(key) || (target !== null && !isFigureId(target)))
    return { ok: false, faults: [{ path: 'key', message: `"${key}" is not one of ${Object.keys(FACTS).join(', ')}, target.<figure>` }] }
  const sites = campus.sites.map((s) => s.id)
  const faults = [...formFaults(entry, key), ...valueFaults(entry, key)]
  if (!sites.includes(entry.site))
    faults.push({ path: 'site', message: `no site "${entry.site}" in the campus file; there are: ${sites.join(', ')}` })
  const note = entry.note?.trim() || null
  const leaps = faults.length > 0 ? [] : unlikely(entry, key, known)
  if (leaps.length > 0 && note === null)
    faults.push({ path: 'note', message: `${leaps.join('; ')}: if that is right, say why with a note` })
  if (faults.length > 0) return { ok: false, faults }
  const { site, from, value } = entry
  const more = { reference: entry.reference?.trim() || null, attachment: entry.attachment?.trim() || null }
  const fact = { key, site, from, to: entry.to ?? null, value, unit: unitOf(key), note, ...more }
  return { ok: true, fact, warnings: [...leaps, ...overlaps(entry, key, known)] }
}
