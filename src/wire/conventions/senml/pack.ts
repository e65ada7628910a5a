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

/** Labels whose values are there and no numbers. */
function damagedOf({ bt, bv, bs, v, s, t }: SenmlRecord): readonly string[] {
  if (isSound(bt) && isSound(bv) && isSound(bs) && isSound(v) && isSound(s) && isSound(t)) return NO_DAMAGE
  return Object.entries({ bt, bv, bs, v, s, t })
    .filter(([, value]) => !isSound(value))
    .map(([label]) => label)
}

const isSound = (value: unknown): boolean => value === undefined || finite(value)

function rebase(base: Base, { bn, bt, bu, bv, bs }: SenmlRecord): void {
  if (typeof bn === 'string') base.name = bn
  if (typeof bu === 'string') base.unit = bu
  if (finite(bt)) base.time = bt
  if (finite(bv)) base.value = bv
  if (finite(bs)) base.sum = bs
}

/** The unit of the record, of the base, or of the last record of this name. */
function unitOf({ units, name, unit }: Base, { u, n }: SenmlRecord): string | null {
  const own = typeof u === 'string' ? u : unit
  const key = typeof n === 'string' ? name + n : name
  if (own === null) return units.get(key) ?? null
  units.set(key, own)
  return own
}

function resolve(base: Base, record: SenmlRecord): ResolvedRecord {
  rebase(base, record)
  const { n, v, vb, s, t } = record
  const name = typeof n === 'string' ? n : ''
  const unit = unitOf(base, record)
  return {
    device: deviceOf(base.name, name),
    channel: channelOf(base.name, name, unit),
    unit,
    value: finite(v) ? v + base.value : null,
    bool: typeof vb === 'boolean' ? vb : null,
    text: record['vs'] !== undefined || record['vd'] !== undefined,
    sum: finite(s) ? s + base.sum : null,
    time: base.time === null && !finite(t) ? null : (base.time ?? 0) + (finite(t) ? t : 0),
    damaged: damagedOf(record),
  }
}

/** A field that must be understood, or a later version, refuses the whole pack. */
export function resolvePack(records: readonly SenmlRecord[]): PackResult {
  const base: Base = { name: '', time: null, unit: null, value: 0, sum: 0, units: new Map() }
  const resolved: ResolvedRecord[] = []
  for (const record of records) {
    const unknown = strangerOf(record)
    if (unknown !== null) return { ok: false, detail: `the field "${unknown}" must be understood, and is not` }
    const { bver } = record
    if (bver !== undefined && !(finite(bver) && bver <= VERSION))
      return { ok: false, detail: `version ${asText(bver)} is later than ${VERSION}` }
    resolved.push(resolve(base, record))
  }
  return { ok: true, records: separateUnits(resolved) }
}

/** A field that ends in `_`, or null. */
function strangerOf(record: SenmlRecord): string | null {
  for (const key of Object.keys(record)) if (key.endsWith('_')) return key
  return null
}

/** One name may carry several units: then the unit is a part of the channel. */
function separateUnits(records: readonly ResolvedRecord[]): readonly ResolvedRecord[] {
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
