/** What people ask to change about devices. */

import type { Instant } from '../../domain/index.ts'
import type { ColumnGuess, RegisterRow, SheetRow } from '../../devices/index.ts'

/** Rows of a sheet, or one row of the form. */
export interface RowsRequest {
  readonly kind: 'rows'
  /** Name of the sheet; null: the form. */
  readonly file: string | null
  readonly columns: readonly ColumnGuess[]
  readonly rows: readonly SheetRow[]
}

/** Another meter serves the point from a moment on. Indexes are in the canonical unit, as on the meter. */
export interface MeterRequest {
  readonly kind: 'meter'
  readonly point: string
  readonly at: Instant
  readonly lastIndex: number
  readonly firstIndex: number
  /** The new meter as its messages name it; null: as the old one. */
  readonly device: string | null
  readonly serial: string | null
  /** CT x PT ratio of the new meter; null: as before. */
  readonly multiplier: number | null
}

/** The messages of the point are in another unit than the campus file says. */
export interface UnitRequest {
  readonly kind: 'unit'
  readonly point: string
  readonly unit: string
}

/** The register was compared with the display: the point counts from now on. */
export interface LiveRequest {
  readonly kind: 'live'
  readonly point: string
  /** What the display showed, in the canonical unit as on the meter. */
  readonly display: number
}

export type DeviceRequest = RowsRequest | MeterRequest | UnitRequest | LiveRequest

/** One row of the form as rows of a sheet: its heads are the names of the columns, so that a fault names its field. */
export function rowsOfForm(row: RegisterRow): RowsRequest {
  const columns = Object.keys(row).map((head, at): ColumnGuess => ({ at, head, key: head as keyof RegisterRow }))
  return { kind: 'rows', file: null, columns, rows: [{ line: 1, cells: row }] }
}
