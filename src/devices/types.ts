/** What the register of devices reads from a sheet, and what it says of its faults. */

import type { PointRule } from '../domain/index.ts'
import type { ColumnKey } from './sheet/columns.ts'

/** A row of the sheet: texts by column, blanks left out. */
export interface SheetRow {
  /** Row of the sheet, from 1. */
  readonly line: number
  readonly cells: Readonly<Partial<Record<ColumnKey, string>>>
}

export interface SheetFault {
  /** `F7`; the row alone where a cell is missing. */
  readonly cell: string
  readonly column: string
  readonly value: string
  readonly message: string
  readonly hint: string | null
}

/** One entry of `sources:` that rows need. */
export interface SourceDraft {
  readonly id: string
  readonly preset: string
  readonly topic: string | null
  /** Rules of fields that its preset does not know. */
  readonly points: Readonly<Record<string, PointRule>>
  /** First row that needs it. */
  readonly line: number
}

/** One entry of `points:` as it will be written, with the row it comes from. */
export interface PointDraft {
  readonly line: number
  readonly entry: Readonly<Record<string, unknown>>
}

/** Keys of a point or a source that get another value; null: the key is left out. */
export interface RegisterChange {
  readonly of: 'point' | 'source'
  readonly id: string
  readonly keys: Readonly<Record<string, unknown>>
}

export interface RegisterDraft {
  readonly sources: readonly SourceDraft[]
  /** Rules of fields for sources that stand in other files. */
  readonly changes: readonly RegisterChange[]
  readonly points: readonly PointDraft[]
  readonly faults: readonly SheetFault[]
}
