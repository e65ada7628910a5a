/** The traces of test/fixtures/traces, and the rules of other programs that were at fault. */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  HOUR,
  instant,
  MINUTE,
  type Campus,
  type Kind,
  type Point,
  type Quantity,
  quantityOf,
  type RawMessage,
} from '../../src/domain/index.ts'
import { campusOf, message, point } from './memory-writer.ts'

interface Stretch {
  readonly from: string
  readonly to: string
  readonly minutes: number
  readonly value: number
  readonly rate: number
}

export interface TracePoint {
  readonly field: string
  readonly quantity: Quantity
  readonly rules: Partial<Point['rules']>
  readonly readings: readonly (Stretch | readonly [string, number])[]
  readonly total?: number
  /** Share of its days that is not known. */
  readonly missing?: number
  readonly findings: readonly string[]
  readonly wrong?: { readonly rule: string; readonly total?: number; readonly most?: number }
}

export interface Trace {
  readonly zone: string
  readonly points: readonly TracePoint[]
  /** Hours of the months it touches. */
  readonly months?: readonly number[]
}

export type Reading = readonly [time: number, value: number]

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/traces')
/** Thousandths: what meters show. */
const shown = (value: number): number => Math.round(value * 1000) / 1000

export function traceOf(name: string): Trace {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Trace
}

function stretched({ from, to, minutes, value, rate }: Stretch): Reading[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const count = Math.ceil((end - start) / (minutes * MINUTE))
  return Array.from({ length: count }, (_, i) => [start + i * minutes * MINUTE, shown(value + (rate * i * minutes * MINUTE) / HOUR)])
}

export function readingsOf({ readings }: TracePoint): Reading[] {
  return readings.flatMap((r) => ('from' in r ? stretched(r) : [[Date.parse(r[0]), r[1]] as const]))
}

export function campusFor({ points }: Trace): Campus {
  return campusOf(
    points.map(({ field, quantity, rules }) => {
      const { unit, kind }: { unit: string; kind: Kind } = quantityOf(quantity)
      const plain = point(field, [{ device: 'meter', field }], { quantity, unit, kind })
      return { ...plain, rules: { ...plain.rules, ...rules } }
    }),
  )
}

/** A message for each reading, as it would have come. */
export function messagesOf({ points }: Trace): RawMessage[] {
  const all = points.flatMap((p) => readingsOf(p).map(([time, value]) => ({ time, field: p.field, value })))
  return all
    .sort((a, b) => a.time - b.time)
    .map(({ time, field, value }) =>
      message('campus/c/meter/telemetry', { time, values: { [field]: value } }, { receivedAt: instant(time + 1000) }),
    )
}

const steps = (rows: readonly Reading[]): (readonly [before: number, after: number])[] =>
  rows.slice(1).map(([, value], i) => [rows[i]?.[1] ?? 0, value])

/** What other programs made of it. */
export const WRONG = {
  /** Any fall is a restart at 0. */
  'any-fall-restarts': (rows: readonly Reading[]): number => steps(rows).reduce((sum, [p, c]) => sum + (c < p ? c : c - p), 0),
  /** A fall below 0.9 of the last value is a restart, any other fall counts backwards. */
  'below-nine-tenths-restarts': (rows: readonly Reading[]): number =>
    steps(rows).reduce((sum, [p, c]) => sum + (c < 0.9 * p ? c : c - p), 0),
  /** Prometheus: the difference, stretched to the edges of the window where they are within 1.1 mean intervals of the first and last sample. */
  'extrapolated-increase': (rows: readonly Reading[], window: { readonly from: number; readonly to: number }): number => {
    const [first, last] = [rows[0], rows.at(-1)]
    if (first === undefined || last === undefined) return Number.NaN
    const mean = (last[0] - first[0]) / (rows.length - 1)
    const reach = (gap: number): number => (gap < 1.1 * mean ? gap : mean / 2)
    const stretched = last[0] - first[0] + reach(first[0] - window.from) + reach(window.to - last[0])
    return ((last[1] - first[1]) * stretched) / (last[0] - first[0])
  },
} as const
