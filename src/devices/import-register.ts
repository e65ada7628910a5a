/** From a table to the text of the register's file: drafts, then the whole campus checked with it, faults named by their cells. */

import type { Fault } from '../config/types.ts'
import type { Table } from '../imports/index.ts'
import { type ColumnGuess, type ColumnKey, columnLetter } from './sheet/columns.ts'
import { idsOf, sourcesOf, writeRegister } from './document.ts'
import { checkWith, type RegisterFile } from './register-file.ts'
import { draftRegister } from './rows/draft.ts'
import { MOST_ROWS, readSheet } from './sheet/read-sheet.ts'
import type { RegisterDraft, SheetFault, SheetRow } from './types.ts'

type RegisterPlace = Pick<RegisterFile, 'input' | 'file' | 'text' | 'covers' | 'config'>

export interface RegisterInput extends RegisterPlace {
  readonly table: Table
}

export interface RowsInput extends RegisterPlace {
  readonly columns: readonly ColumnGuess[]
  readonly rows: readonly SheetRow[]
  /** Whether a row may write a point of the register again. */
  readonly replaces: boolean
}

export interface RegisterResult {
  readonly columns: readonly ColumnGuess[]
  readonly draft: RegisterDraft
  readonly faults: readonly SheetFault[]
  /** What to write; null: there are faults. */
  readonly text: string | null
}

const NOTHING: RegisterDraft = { sources: [], changes: [], points: [], faults: [] }

export function importRegister(input: RegisterInput): RegisterResult {
  const { columns, rows, header } = readSheet(input.table)
  const refuse = (message: string, hint: string): RegisterResult => {
    const fault = { cell: `row ${header ?? 1}`, column: '', value: '', message, hint }
    return { columns, draft: NOTHING, faults: [fault], text: null }
  }
  if (header === null)
    return refuse(
      'no row names the columns',
      'begin with a row of heads: make, topic, device, field, place, quantity ... (`campus devices template`)',
    )
  if (rows.length === 0) return refuse('there are no rows below the heads', 'write one row for each point')
  if (rows.length > MOST_ROWS) return refuse(`the sheet has more than ${MOST_ROWS} rows`, 'import it in parts')
  return importRows({ ...input, columns, rows, replaces: true })
}

/** The same of rows that were read from a sheet or a form before. */
export function importRows(input: RowsInput): RegisterResult {
  const { columns, rows, replaces } = input
  const draft = draftRegister({
    rows,
    columns,
    campus: input.config.campus,
    conventions: input.input.conventions,
    own: replaces ? idsOf(input.text) : new Set(),
    ownSources: sourcesOf(input.text),
  })
  if (draft.faults.length > 0) return { columns, draft, faults: draft.faults, text: null }
  const text = writeRegister(input.text, draft)
  const faults = faultsOfCampus(input, text, draft)
  return { columns, draft, faults, text: faults.length === 0 ? text : null }
}

const COLUMN_OF_KEY: Readonly<Record<string, ColumnKey>> = {
  id: 'point',
  name: 'name',
  place: 'place',
  use: 'use',
  quantity: 'quantity',
  unit: 'unit',
  kind: 'kind',
  role: 'role',
  interval: 'interval',
  max_rate: 'max_rate',
  status: 'status',
  device: 'device',
  field: 'field',
  multiplier: 'ct_ratio',
  serial: 'serial',
  source: 'make',
  topic: 'topic',
  preset: 'make',
  points: 'field',
}

function faultsOfCampus(input: RowsInput, text: string, draft: RegisterDraft): readonly SheetFault[] {
  const { columns } = input
  const result = checkWith(input, text)
  return (result.ok ? [] : result.faults).map((fault) => {
    const line = lineOf(fault, input.file, text, draft)
    const key = fault.path
      .split(/[.[\]]+/)
      .toReversed()
      .map((step) => COLUMN_OF_KEY[step])
      .find((k) => k !== undefined)
    const guess = columns.find((c) => c.key === key)
    const where =
      line === null ? `${fault.file}:${fault.line ?? 1}` : guess === undefined ? `row ${line}` : `${columnLetter(guess.at)}${line}`
    return { cell: where, column: guess?.head ?? fault.path, value: '', message: fault.message, hint: fault.hint }
  })
}

/** The row of the sheet that an entry of the file comes from; null: it stands elsewhere. */
function lineOf(fault: Fault, file: string, text: string, { points, sources }: RegisterDraft): number | null {
  if (fault.file !== file || fault.line === null) return null
  const written = text.split('\n')[fault.line - 1] ?? ''
  const point = points.find(({ entry }) => written.includes(`id: ${String(entry['id'])},`))
  return point?.line ?? sources.find(({ id }) => written.includes(`id: ${id},`))?.line ?? null
}
