/** The accuracy class of a meter as it is written on it. */

import type { FromRow, Instant, Point } from '../domain/index.ts'

export interface Accuracy {
  /** Names the device: what is read from one device errs alike. */
  readonly key: string
  /** Limit of error, %; null when no class is stated. */
  readonly percent: number | null
}

/** Index classes of EN 50470 (MID), %. */
const MID: Readonly<Record<string, number>> = { A: 2, B: 1, C: 0.5 }

/** `0.5S` and `1` are percent, A, B and C as EN 50470 has them; null for any other text. */
export function accuracyPercent(text: string | null): number | null {
  const label = text?.trim() ?? ''
  const number = /^(\d+(?:\.\d+)?)\s*S?$/i.exec(label)?.[1]
  return number === undefined ? (MID[label.toUpperCase()] ?? null) : Number(number)
}

function rowAt(point: Point, at: Instant): FromRow | undefined {
  return point.from.findLast((r) => (r.from === null || r.from <= at) && (r.to === null || at < r.to))
}

/** Of the device that serves the register, or the power, at that time. */
export function accuracyOf(energy: Point, power: Point, at: Instant): Accuracy {
  const rows = [rowAt(energy, at), rowAt(power, at)]
  const stated = rows.find((row) => accuracyPercent(row?.accuracyClass ?? null) !== null)
  const row = stated ?? rows[0]
  return {
    key: row === undefined ? energy.id : `${row.source} ${row.device} ${row.serial ?? ''}`,
    percent: accuracyPercent(stated?.accuracyClass ?? null),
  }
}
