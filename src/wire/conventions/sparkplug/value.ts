/** The value of a metric under the datatype of its birth (Sparkplug B 3.0, 6.4.16): signed integers are two's complement of their width. */

import type { Metric } from './payload.ts'
import { unsigned } from './payload.ts'

export const DATATYPE = {
  int32: 3,
  int64: 4,
  uint64: 8,
  float: 9,
  double: 10,
  boolean: 11,
  string: 12,
  dateTime: 13,
  text: 14,
  uuid: 15,
} as const

/** 16 and above: data sets, bytes, files, templates, property sets, arrays. */
const FIRST_STRUCTURE = 16
const TWO_32 = 4_294_967_296

/** `none`: the metric says that it has no value; `structure`: no single number, boolean or text; `mismatch`: not of its datatype. */
export type MetricValue = number | boolean | { readonly text: string } | 'none' | 'structure' | 'mismatch'

/** The shortest decimal that is the same 32-bit float: 12.1 and not 12.100000381469727. */
export function shortestFloat(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}

function integer({ halves, form }: Metric, bits: number, signed: boolean): number {
  const { lo, hi } = halves
  if (bits === 64) {
    if (!signed) return unsigned(halves)
    // An int_value has 32 bits: some encoders put 64-bit types there.
    return form === 'int' && hi === 0 ? lo | 0 : (hi | 0) * TWO_32 + lo
  }
  const shift = 32 - bits
  return signed ? (lo << shift) >> shift : (lo << shift) >>> shift
}

const WIDTH: readonly (readonly [bits: number, signed: boolean] | null)[] = [
  null,
  [8, true],
  [16, true],
  [32, true],
  [64, true],
  [8, false],
  [16, false],
  [32, false],
  [64, false],
]

function numberOf(metric: Metric, datatype: number): MetricValue {
  const { form, number } = metric
  const width = WIDTH[datatype]
  if (width)
    return form === 'int' || form === 'long'
      ? integer(metric, width[0], width[1])
      : form === 'double' && Number.isInteger(number)
        ? number
        : 'mismatch'
  if (form === 'float') return shortestFloat(number)
  if (form === 'double') return number
  return form === 'int' || form === 'long' ? integer(metric, 64, false) : 'mismatch'
}

/** The value under the datatype of the birth. */
export function valueOf(metric: Metric, datatype: number): MetricValue {
  const { form, isNull, text } = metric
  if (isNull || form === 'none') return 'none'
  if (datatype >= FIRST_STRUCTURE || form === 'structure' || form === 'bytes') return 'structure'
  if (datatype === DATATYPE.boolean) {
    if (form === 'boolean') return metric.number === 1
    return form === 'int' || form === 'long' ? unsigned(metric.halves) !== 0 : 'mismatch'
  }
  if (datatype === DATATYPE.string || datatype >= DATATYPE.text) return form === 'string' ? { text } : 'mismatch'
  return form === 'string' || form === 'boolean' ? 'mismatch' : numberOf(metric, datatype)
}
