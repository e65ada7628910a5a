/** What imports are called with and answer. */

import type { ImportMarks } from '../../../wire/index.ts'
import type { ImportEntry, ImportUndo } from './register.ts'

export interface NewImport {
  readonly file: string | null
  readonly points: readonly string[]
}

export interface ImportedRows extends Omit<ImportMarks, 'storedCodes'> {
  readonly point: string
  /** Epoch ms and the value in the unit of the point. */
  readonly rows: readonly (readonly [time: number, value: number])[]
}

export interface AcceptedRows {
  readonly accepted: number
  readonly seq: number
  /** The import that they belong to. */
  readonly import: string
}

export interface UndoOutcome extends Omit<ImportUndo, 'by' | 'at'> {
  /** What `awaitStored` waits for. */
  readonly seq: number
}

export interface UndoneImport extends UndoOutcome {
  readonly import: ImportEntry
}
