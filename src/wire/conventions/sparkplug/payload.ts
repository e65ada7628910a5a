/** The Sparkplug B payload (eclipse/tahu: sparkplug_b.proto): what a host needs of it. Data sets and templates are named and left alone. */

import { Buffer } from 'node:buffer'
import { type Halves, ProtoError, ProtoReader } from './wire-format.ts'

/** Which member of the value the metric has. */
export type ValueForm = 'none' | 'int' | 'long' | 'float' | 'double' | 'boolean' | 'string' | 'bytes' | 'structure'

export interface Metric {
  /** Null: none, or an empty text, which some encoders write beside an alias. */
  name: string | null
  alias: number | null
  /** Epoch ms. */
  timestamp: number | null
  datatype: number | null
  historical: boolean
  isNull: boolean
  form: ValueForm
  /** Of an integer. */
  readonly halves: Halves
  /** Of a float, double or boolean (0, 1). */
  number: number
  text: string
  /** Property `Quality`: 0 bad, 192 good, 500 stale. */
  quality: number | null
  /** Property `engUnit`, the unit by custom. */
  unit: string | null
}

export interface SparkplugPayload {
  readonly timestamp: number | null
  readonly seq: number | null
  readonly metrics: readonly Metric[]
}

export type PayloadResult =
  | { readonly ok: true; readonly payload: SparkplugPayload }
  | { readonly ok: false; readonly detail: string; readonly many: boolean }

const TWO_32 = 4_294_967_296

export function unsigned({ lo, hi }: Halves): number {
  return hi * TWO_32 + lo
}

function createMetric(): Metric {
  return {
    name: null,
    alias: null,
    timestamp: null,
    datatype: null,
    historical: false,
    isNull: false,
    form: 'none',
    halves: { lo: 0, hi: 0 },
    number: 0,
    text: '',
    quality: null,
    unit: null,
  }
}

const UNIT_KEYS: ReadonlySet<string> = new Set([
  'engUnit',
  'EngUnit',
  'engUnits',
  'engineeringUnits',
  'Engineering Units',
  'unit',
  'units',
  'Unit',
])

interface Property {
  number: number | null
  text: string | null
}

/** PropertyValue: int 3, long 4, string 8. */
function readProperty(reader: ProtoReader): Property {
  const property: Property = { number: null, text: null }
  const halves: Halves = { lo: 0, hi: 0 }
  while (!reader.atEnd) {
    const field = reader.next()
    if (field === 3 || field === 4) {
      reader.varint(halves)
      property.number = unsigned(halves)
    } else if (field === 8) property.text = reader.text()
    else reader.skip()
  }
  return property
}

/** PropertySet: keys 1, values 2, in the same order. */
function readProperties(reader: ProtoReader, metric: Metric): void {
  const keys: string[] = []
  const values: Property[] = []
  while (!reader.atEnd) {
    const field = reader.next()
    if (field === 1) keys.push(reader.text())
    else if (field === 2) values.push(readProperty(reader.nested()))
    else reader.skip()
  }
  for (const [i, key] of keys.entries()) {
    const value = values[i]
    if (value === undefined) continue
    if (key === 'Quality' || key === 'quality') metric.quality = value.number
    else if (UNIT_KEYS.has(key) && value.text !== null && value.text !== '') metric.unit = value.text
  }
}

function readMetricValue(field: number, reader: ProtoReader, metric: Metric): void {
  if (field === 10 || field === 11) {
    reader.varint(metric.halves)
    metric.form = field === 10 ? 'int' : 'long'
  } else if (field === 12) {
    metric.number = reader.float()
    metric.form = 'float'
  } else if (field === 13) {
    metric.number = reader.double()
    metric.form = 'double'
  } else if (field === 14) {
    metric.number = reader.small() === 0 ? 0 : 1
    metric.form = 'boolean'
  } else if (field === 15) {
    metric.text = reader.text()
    metric.form = 'string'
  } else {
    metric.form = field === 16 ? 'bytes' : field <= 19 ? 'structure' : metric.form
    reader.skip()
  }
}

function readMetric(reader: ProtoReader): Metric {
  const metric = createMetric()
  const scratch: Halves = { lo: 0, hi: 0 }
  while (!reader.atEnd) {
    const field = reader.next()
    if (field === 1) metric.name = reader.text() || null
    else if (field === 2) {
      reader.varint(scratch)
      metric.alias = unsigned(scratch)
    } else if (field === 3) {
      reader.varint(scratch)
      metric.timestamp = unsigned(scratch)
    } else if (field === 4) metric.datatype = reader.small() || null
    else if (field === 5) metric.historical = reader.small() !== 0
    else if (field === 7) metric.isNull = reader.small() !== 0
    else if (field === 9) readProperties(reader.nested(), metric)
    else if (field >= 10) readMetricValue(field, reader, metric)
    else reader.skip()
  }
  return metric
}

/** `most`: metrics that one message may have. */
export function readPayload(payload: Uint8Array, most: number): PayloadResult {
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const metrics: Metric[] = []
  const scratch: Halves = { lo: 0, hi: 0 }
  let timestamp: number | null = null
  let seq: number | null = null
  try {
    const reader = new ProtoReader(bytes, 0, bytes.length)
    while (!reader.atEnd) {
      const field = reader.next()
      if (field === 1) {
        reader.varint(scratch)
        timestamp = unsigned(scratch)
      } else if (field === 2) {
        if (metrics.length >= most) return { ok: false, detail: `more than ${most} metrics in one message`, many: true }
        metrics.push(readMetric(reader.nested()))
      } else if (field === 3) {
        reader.varint(scratch)
        seq = unsigned(scratch)
      } else reader.skip()
    }
  } catch (error) {
    if (error instanceof ProtoError) return { ok: false, detail: error.message, many: false }
    throw error
  }
  return { ok: true, payload: { timestamp, seq, metrics } }
}
