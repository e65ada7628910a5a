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
  /** bn that holds for the record. */
  readonly base: string
  /** n. */
  readonly name: string
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
}

const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const SEPARATORS = ':/_.-'

/** A name and its device: what stands before the last separator, or the base name. A value without a name of its own is named by its unit. */
function deviceOf(base: string, name: string): string {
  if (base !== '') return SEPARATORS.includes(base.charAt(base.length - 1)) ? base.slice(0, -1) : base
  return name.slice(0, Math.max(0, name.lastIndexOf(':'), name.lastIndexOf('/')))
}

function channelOf(base: string, name: string, unit: string | null): string {
  if (base !== '') return name || unit || 'value'
  return name.slice(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/')) + 1)
}

const NO_DAMAGE: readonly string[] = []

/** The labels of a record, picked in one walk over its members. */
interface Labels {
  name: string
  value: number | null
  bool: boolean | null
  text: boolean
  sum: number | null
  time: number | null
  unit: string | null
  damaged: string[] | null
}

/** The member where it is a number; one of another kind damages the record. */
function numberOf(labels: Labels, label: string, value: unknown): number | null {
  if (finite(value)) return value
  if (value !== undefined) (labels.damaged ??= []).push(label)
  return null
}

function pickBase(base: Base, labels: Labels, label: string, value: unknown): void {
  if (label === 'bn') base.name = typeof value === 'string' ? value : base.name
  else if (label === 'bu') base.unit = typeof value === 'string' ? value : base.unit
  else if (label === 'bt') base.time = numberOf(labels, label, value) ?? base.time
  else if (label === 'bv') base.value = numberOf(labels, label, value) ?? base.value
  else if (label === 'bs') base.sum = numberOf(labels, label, value) ?? base.sum
}

function pick(base: Base, labels: Labels, label: string, value: unknown): void {
  if (label === 'n') labels.name = typeof value === 'string' ? value : ''
  else if (label === 'v') labels.value = numberOf(labels, label, value)
  else if (label === 'u') labels.unit = typeof value === 'string' ? value : null
  else if (label === 't') labels.time = numberOf(labels, label, value)
  else if (label === 'vb') labels.bool = typeof value === 'boolean' ? value : null
  else if (label === 's') labels.sum = numberOf(labels, label, value)
  else if (label === 'vs' || label === 'vd') labels.text = true
  else pickBase(base, labels, label, value)
}

/** The record under the base values that hold for it. A field that must be understood, or a later version, refuses the whole pack. */
function resolve(base: Base, record: SenmlRecord): ResolvedRecord | string {
  const labels: Labels = { name: '', value: null, bool: null, text: false, sum: null, time: null, unit: null, damaged: null }
  for (const label of Object.keys(record)) {
    const value = record[label]
    if (label.endsWith('_')) return `the field "${label}" must be understood, and is not`
    if (label !== 'bver') pick(base, labels, label, value)
    else if (value !== undefined && !(finite(value) && value <= VERSION)) return `version ${asText(value)} is later than ${VERSION}`
  }
  const { name, value, bool, text, sum, time } = labels
  const unit = labels.unit ?? base.unit
  return {
    base: base.name,
    name,
    device: deviceOf(base.name, name),
    channel: channelOf(base.name, name, unit),
    unit,
    value: value === null ? null : value + base.value,
    bool,
    text,
    sum: sum === null ? null : sum + base.sum,
    time: base.time === null && time === null ? null : (base.time ?? 0) + (time ?? 0),
    damaged: labels.damaged ?? NO_DAMAGE,
  }
}

/** A record without a unit has that of the last record of its name: gateways write it once. */
function inheritUnits(records: readonly ResolvedRecord[]): readonly ResolvedRecord[] {
  if (records.every(({ unit }) => unit !== null)) return records
  const units = new Map<string, string>()
  return records.map((record) => {
    const { base, name } = record
    const own = record.unit
    if (own !== null) units.set(base + name, own)
    const unit = own ?? units.get(base + name) ?? null
    return unit === own ? record : { ...record, unit, channel: channelOf(base, name, unit) }
  })
}

export function resolvePack(records: readonly SenmlRecord[]): PackResult {
  const base: Base = { name: '', time: null, unit: null, value: 0, sum: 0 }
  const resolved: ResolvedRecord[] = []
  for (const record of records) {
    const found = resolve(base, record)
    if (typeof found === 'string') return { ok: false, detail: found }
    resolved.push(found)
  }
  return { ok: true, records: separateUnits(inheritUnits(resolved)) }
}

/** Up to here pairs are compared; beyond, a map is faster. */
const FEW = 24

/** Whether some channel carries more than one unit. */
function hasSeveralUnits(records: readonly ResolvedRecord[]): boolean {
  for (let i = 1; i < records.length; i++) {
    const { device, channel, unit } = records[i] as ResolvedRecord
    for (let j = 0; j < i; j++) {
      const other = records[j] as ResolvedRecord
      if (unit !== other.unit && channel === other.channel && device === other.device) return true
    }
  }
  return false
}

/** One name may carry several units: then the unit is a part of the channel. */
function separateUnits(records: readonly ResolvedRecord[]): readonly ResolvedRecord[] {
  if (records.length <= FEW && !hasSeveralUnits(records)) return records
  const units = new Map<string, string | null>()
  const several = new Set<string>()
  for (const { device, channel, unit } of records) {
    const key = `${device}\u0000${channel}`
    const former = units.get(key)
    if (former !== undefined && former !== unit) several.add(key)
    units.set(key, unit)
  }
  if (several.size === 0) return records
  return records.map((r) =>
    r.unit !== null && several.has(`${r.device}\u0000${r.channel}`) ? { ...r, channel: `${r.channel} [${r.unit}]` } : r,
  )
}
