/** SenML records, resolved (RFC 8428, 4.6): base values stay in force until another record replaces them. */

import { asText, isObject } from '../../values/path.ts'

/** Base values and values of a record by their JSON labels. */
export type SenmlRecord = Readonly<Record<string, unknown>>

/** Labels of CBOR (RFC 8428, 6, table 4). */
const LABELS: ReadonlyMap<unknown, string> = new Map<number, string>([
  [-1, 'bver'],
  [-2, 'bn'],
  [-3, 'bt'],
  [-4, 'bu'],
  [-5, 'bv'],
  [-6, 'bs'],
  [0, 'n'],
  [1, 'u'],
  [2, 'v'],
  [3, 'vs'],
  [4, 'vb'],
  [5, 's'],
  [6, 't'],
  [7, 'ut'],
  [8, 'vd'],
])

export interface ResolvedRecord {
  /** bn and n. */
  readonly device: string
  readonly channel: string
  readonly unit: string | null
  /** v + bv; null: the record has none. */
  readonly value: number | null
  readonly bool: boolean | null
  readonly text: boolean
  /** s + bs; null: the record has none. */
  readonly sum: number | null
  /** Seconds, absolute or relative to now; null: neither bt nor t. */
  readonly time: number | null
  /** Value or time that is no number. */
  readonly damaged: readonly string[]
}

export type PackResult =
  | { readonly ok: true; readonly records: readonly ResolvedRecord[] }
  | { readonly ok: false; readonly detail: string }

/** The newest version that this reads. */
const VERSION = 10

function fromCbor(entries: Map<unknown, unknown>): SenmlRecord {
  const record = Object.create(null) as Record<string, unknown>
  for (const [label, value] of entries) record[LABELS.get(label) ?? String(label)] = value
  return record
}

/** The records of a JSON or CBOR value, or null when it is no pack. */
export function recordsOf(value: unknown): readonly SenmlRecord[] | null {
  if (!Array.isArray(value) || value.length === 0) return null
  const records = (value as unknown[]).map((entry) => (entry instanceof Map ? fromCbor(entry as Map<unknown, unknown>) : entry))
  return records.every(isObject) ? records : null
}

interface Base {
  name: string
  time: number | null
  unit: string | null
  value: number
  sum: number
  /** Unit of the last record of each name: gateways write it once. */
  readonly units: Map<string, string>
}

const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** A name and its device: what stands before the last separator, or the base name. A value without a name of its own is named by its unit. */
function nameParts(base: string, name: string, unit: string | null): { device: string; channel: string } {
  const device = base.replace(/[:/_.-]$/, '')
  if (base !== '') return { device, channel: name || unit || 'value' }
  const cut = Math.max(name.lastIndexOf(':'), name.lastIndexOf('/'))
  return cut > 0 ? { device: name.slice(0, cut), channel: name.slice(cut + 1) } : { device: '', channel: name }
}

function rebase(base: Base, record: SenmlRecord, damaged: string[]): void {
  const { bn, bt, bu, bv, bs } = record
  if (typeof bn === 'string') base.name = bn
  if (typeof bu === 'string') base.unit = bu
  for (const [label, value] of Object.entries({ bt, bv, bs })) if (value !== undefined && !finite(value)) damaged.push(label)
  if (finite(bt)) base.time = bt
  if (finite(bv)) base.value = bv
  if (finite(bs)) base.sum = bs
}

function resolve(base: Base, record: SenmlRecord): ResolvedRecord {
  const damaged: string[] = []
  rebase(base, record, damaged)
  const { n, u, v, vb, s, t, vs, vd } = record
  for (const [label, value] of Object.entries({ v, s, t })) if (value !== undefined && !finite(value)) damaged.push(label)
  const own = typeof u === 'string' ? u : base.unit
  const key = `${base.name} ${typeof n === 'string' ? n : ''}`
  if (own !== null) base.units.set(key, own)
  const time = base.time === null && !finite(t) ? null : (base.time ?? 0) + (finite(t) ? t : 0)
  const unit = own ?? base.units.get(key) ?? null
  return {
    ...nameParts(base.name, typeof n === 'string' ? n : '', unit),
    unit,
    value: finite(v) ? v + base.value : null,
    bool: typeof vb === 'boolean' ? vb : null,
    text: vs !== undefined || vd !== undefined,
    sum: finite(s) ? s + base.sum : null,
    time,
    damaged,
  }
}

/** A field that must be understood, or a later version, refuses the whole pack. */
export function resolvePack(records: readonly SenmlRecord[]): PackResult {
  const base: Base = { name: '', time: null, unit: null, value: 0, sum: 0, units: new Map() }
  const resolved: ResolvedRecord[] = []
  for (const record of records) {
    const unknown = Object.keys(record).find((key) => key.endsWith('_'))
    if (unknown !== undefined) return { ok: false, detail: `the field "${unknown}" must be understood, and is not` }
    const { bver } = record
    if (bver !== undefined && !(finite(bver) && bver <= VERSION))
      return { ok: false, detail: `version ${asText(bver)} is later than ${VERSION}` }
    resolved.push(resolve(base, record))
  }
  return { ok: true, records: separateUnits(resolved) }
}

/** One name may carry several units: then the unit is a part of the channel. */
function separateUnits(records: readonly ResolvedRecord[]): readonly ResolvedRecord[] {
  const units = new Map<string, Set<string | null>>()
  const keyOf = ({ device, channel }: ResolvedRecord): string => `${device}\u0000${channel}`
  for (const record of records) units.set(keyOf(record), (units.get(keyOf(record)) ?? new Set()).add(record.unit))
  return records.map((r) => ((units.get(keyOf(r))?.size ?? 0) > 1 && r.unit !== null ? { ...r, channel: `${r.channel} [${r.unit}]` } : r))
}
