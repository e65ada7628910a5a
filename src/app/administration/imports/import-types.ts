/** What imports are called with and answer. */

import type { ImportRequest, ImportResult, reportData } from '../../../imports/index.ts'
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

/** Reads files without holding up the service: in another thread. Rejects with PortError `refused` where the file is beyond what can be read. */
export interface FileReader {
  readonly read: (request: Omit<ImportRequest, 'profileText' | 'limits'>) => Promise<ImportResult>
}

export interface FileImport {
  /** Name of the file. */
  readonly name: string
  readonly bytes: Uint8Array
  /** By the names of the command line. */
  readonly options: Readonly<Record<string, unknown>>
  /** The point that receives the values; null where `map` names points. */
  readonly point: string | null
  readonly preview: boolean
}

export type FileReport = ReturnType<typeof reportData> & {
  /** 0 all rows can be stored, 1 some are refused, 2 nothing is stored. */
  readonly exit: 0 | 1 | 2
  /** The import that its rows go into; null: nothing is stored. */
  readonly import: string | null
}
