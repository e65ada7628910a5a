/** Sparkplug B payloads as bytes, and back, as far as an edge node needs them (eclipse/tahu: sparkplug_b.proto). */

export const DATATYPE = { int32: 3, int64: 4, float: 9, double: 10, boolean: 11, string: 12 } as const
export type Datatype = (typeof DATATYPE)[keyof typeof DATATYPE]

export interface EdgeMetric {
  readonly name?: string
  readonly alias?: number
  readonly datatype: Datatype
  /** Epoch ms */
  readonly timestamp: number
  readonly value: number | boolean | string
  /** Property `engUnit` of a birth. */
  readonly unit?: string
}

const UTF8 = new TextEncoder()

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return [...bytes, rest]
}

const whole = (field: number, value: number): number[] => [...varint(field << 3), ...varint(value)]
const bytesOf = (field: number, bytes: ArrayLike<number>): number[] => [
  ...varint((field << 3) + 2),
  ...varint(bytes.length),
  ...Array.from(bytes),
]
const text = (field: number, value: string): number[] => bytesOf(field, UTF8.encode(value))

function float(field: number, value: number, size: 4 | 8): number[] {
  const view = new DataView(new ArrayBuffer(size))
  if (size === 4) view.setFloat32(0, value, true)
  else view.setFloat64(0, value, true)
  return [...varint((field << 3) + (size === 4 ? 5 : 1)), ...new Uint8Array(view.buffer)]
}

function valueBytes({ datatype, value }: EdgeMetric): number[] {
  if (datatype === DATATYPE.boolean) return whole(14, value === true ? 1 : 0)
  if (datatype === DATATYPE.string) return text(15, String(value))
  if (datatype === DATATYPE.float) return float(12, Number(value), 4)
  if (datatype === DATATYPE.double) return float(13, Number(value), 8)
  return whole(datatype === DATATYPE.int64 ? 11 : 10, Number(value))
}

/** PropertySet with the key `engUnit`: keys are field 1, values field 2, each with its type (3) and text (8). */
function properties(unit: string): number[] {
  return bytesOf(9, [...text(1, 'engUnit'), ...bytesOf(2, [...whole(1, DATATYPE.string), ...text(8, unit)])])
}

function metricBytes(metric: EdgeMetric): number[] {
  const { name, alias, timestamp, datatype, unit } = metric
  return [
    ...(name === undefined ? [] : text(1, name)),
    ...(alias === undefined ? [] : whole(2, alias)),
    ...whole(3, timestamp),
    // By alias alone the datatype of the birth holds.
    ...(name === undefined ? [] : whole(4, datatype)),
    ...(unit === undefined ? [] : properties(unit)),
    ...valueBytes(metric),
  ]
}

export function encodePayload(timestamp: number, seq: number | null, metrics: readonly EdgeMetric[]): Uint8Array {
  const body = metrics.flatMap((metric) => bytesOf(2, metricBytes(metric)))
  return Uint8Array.from([...whole(1, timestamp), ...body, ...(seq === null ? [] : whole(3, seq))])
}

/** A metric of a command. */
export interface CommandedMetric {
  readonly name: string | null
  readonly alias: number | null
  readonly datatype: number | null
  readonly value: number | boolean | string | null
}

interface WireField {
  readonly field: number
  readonly value: number
  readonly bytes: Uint8Array
}

function* fieldsOf(bytes: Uint8Array): Iterable<WireField> {
  let at = 0
  const next = (): number => {
    let [value, scale] = [0, 1]
    for (;;) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }
  while (at < bytes.length) {
    const tag = next()
    const type = tag & 7
    const value = type === 0 ? next() : 0
    const length = type === 2 ? next() : type === 5 ? 4 : type === 1 ? 8 : 0
    yield { field: tag >>> 3, value, bytes: bytes.subarray(at, at + length) }
    at += length
  }
}

const numberIn = ({ bytes }: WireField): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return bytes.length === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true)
}

function readMetric(bytes: Uint8Array): CommandedMetric {
  const found = new Map([...fieldsOf(bytes)].map((f) => [f.field, f]))
  const textAt = (field: number): string | null => {
    const at = found.get(field)
    return at === undefined ? null : new TextDecoder().decode(at.bytes)
  }
  const decimal = found.get(12) ?? found.get(13)
  const flag = found.get(14)
  const value =
    flag !== undefined ? flag.value === 1 : decimal !== undefined ? numberIn(decimal) : (textAt(15) ?? found.get(10)?.value ?? null)
  return { name: textAt(1), alias: found.get(2)?.value ?? null, datatype: found.get(4)?.value ?? null, value }
}

export function readCommands(bytes: Uint8Array): readonly CommandedMetric[] {
  return [...fieldsOf(bytes)].filter((f) => f.field === 2).map((f) => readMetric(f.bytes))
}
