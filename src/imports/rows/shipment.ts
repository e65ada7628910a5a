/** Rows of the file as they are stored: amounts stamped as their point stamps them. */

import { DAY, tidy } from '../../domain/index.ts'
import type { ImportedPoint, ImportResult } from '../import-file.ts'
import type { ImportFailure, ImportRefusal, ImportTarget, StampSide } from '../types.ts'
import { movedTime, type RestampOptions } from './restamp.ts'

/** A point that receives rows. */
export interface ImportPoint {
  readonly id: string
  readonly unit: string
  readonly target: ImportTarget
  /** Length of an amount of calendar months; null otherwise. */
  readonly months: number | null
  /** The end of their interval that the point's amounts are stamped with; null where it holds no amounts. */
  readonly stamp: StampSide | null
  /** CT x PT ratios of its meters; a file holds what the meter showed, as messages do. */
  readonly ratios: readonly MeterRatio[]
}

/** What the values of a meter are multiplied by from one instant to another, epoch ms; null: without end. */
export interface MeterRatio {
  readonly from: number | null
  readonly to: number | null
  readonly multiplier: number
}

export interface Shipment {
  readonly point: ImportPoint
  readonly imported: ImportedPoint
  /** Rows to store: all, without those whose interval ends in the future. */
  readonly length: number
  readonly timeOf: (time: number) => number
  /** The value of a row, behind the transformers of the meter that served the point then. */
  readonly valueOf: (row: { readonly time: number; readonly value: number }) => number
}

export interface ShipmentPlan {
  readonly shipments: readonly Shipment[]
  readonly refusals: readonly ImportRefusal[]
  readonly failures: readonly ImportFailure[]
  readonly notes: readonly string[]
}

export interface ShipmentContext {
  readonly points: readonly ImportPoint[]
  /** Zone whose days an amount of a day spans. */
  readonly zone: string
  /** What is later lies in the future, epoch ms. */
  readonly latest: number
}

export function planShipments(result: ImportResult, context: ShipmentContext): ShipmentPlan {
  const shipments: Shipment[] = []
  const refusals: ImportRefusal[] = []
  const failures: ImportFailure[] = []
  const notes: string[] = []
  for (const imported of result.points) {
    const point = context.points.find((p) => p.id === imported.point)
    if (point === undefined) continue
    const move = moveOf(result, point, context.zone)
    if (move === 'unknown length') failures.push(unknownLength(imported, point))
    const timeOf = isMove(move) ? move.timeOf : (time: number): number => time
    if (isMove(move))
      notes.push(
        `times are the ${result.stamp ?? ''} of an interval; "${point.id}" stores its ${point.stamp ?? ''}: moved by ${move.length}`,
      )
    const length = pastRows(imported, timeOf, context.latest)
    for (const row of imported.rows.slice(length, imported.rows.length))
      refusals.push({ line: row.line, column: imported.column, value: String(row.value), reason: 'its interval ends in the future' })
    const ratioAt = ratiosOf(result, point)
    const ratios = new Set(Array.from(imported.rows.times, (time) => ratioAt(timeOf(time)))).values()
    const changed = [...ratios].filter((ratio) => ratio !== 1)
    if (changed.length > 0)
      notes.push(
        `values are multiplied by ${changed.join(', then ')}, the CT ratio of "${point.id}"; where the file holds values behind the transformers write --ct-ratio 1`,
      )
    const valueOf: Shipment['valueOf'] = ({ time, value }) => multiply(value, ratioAt(timeOf(time)))
    shipments.push({ point, imported, length, timeOf, valueOf })
  }
  return { shipments, refusals, failures, notes }
}

const multiply = (value: number, ratio: number): number => (ratio === 1 ? value : tidy(value * ratio))

/** The ratio at a time: that of the last meter in service then, as for messages. */
function ratiosOf({ ctRatio }: ImportResult, { ratios }: ImportPoint): (time: number) => number {
  if (ctRatio !== null) return () => ctRatio
  const holds = ({ from, to }: MeterRatio, time: number): boolean => (from === null || from <= time) && (to === null || time < to)
  return (time) => ratios.findLast((ratio) => holds(ratio, time))?.multiplier ?? 1
}

interface Move {
  readonly timeOf: (time: number) => number
  /** For people. */
  readonly length: string
}

const isMove = (move: ReturnType<typeof moveOf>): move is Move => move !== null && move !== 'unknown length'

/** How the file's times become those that the point stores; null where they are. */
function moveOf(result: ImportResult, point: ImportPoint, zone: string): Move | 'unknown length' | null {
  const [from, to] = [result.stamp, point.stamp]
  if (from === null || to === null || from === to) return null
  if (result.interval === null && point.months !== null) return moveByMonths({ from, to, zone }, point.months)
  const interval = result.interval ?? point.target.interval
  if (interval === undefined) return 'unknown length'
  const options = { from, to, interval: interval === DAY ? ('1d' as const) : interval, zone }
  return { timeOf: (time) => movedTime(time, options), length: lengthText(interval) }
}

function moveByMonths(ends: Omit<RestampOptions, 'interval'>, months: number): Move {
  const timeOf = (time: number): number => {
    let moved = time
    for (let i = 0; i < months; i++) moved = movedTime(moved, { ...ends, interval: '1M' })
    return moved
  }
  return { timeOf, length: months === 1 ? 'a month' : `${months} months` }
}

/** Rows come by time: those of the future are the last. */
function pastRows({ rows }: ImportedPoint, timeOf: (time: number) => number, latest: number): number {
  let length = rows.length
  while (length > 0 && timeOf(rows.times[length - 1] ?? 0) > latest) length--
  return length
}

function unknownLength({ column }: ImportedPoint, { id, stamp }: ImportPoint): ImportFailure {
  const reason = `"${id}" stores the ${stamp ?? ''} of each interval and the file has the other end: how long is an interval?`
  return { kind: 'undecided', line: 1, column, value: '', reason, options: ['--interval 15m'] }
}

function lengthText(interval: number): string {
  const minutes = interval / 60_000
  return interval === DAY ? 'a day' : Number.isInteger(minutes / 60) ? `${minutes / 60} h` : `${minutes} min`
}
