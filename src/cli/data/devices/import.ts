/** `campus devices import`: columns shown, faults named by cell, points previewed, the register's file written. */

import {
  columnLetter,
  importRegister,
  includeRegister,
  type RegisterFile,
  type RegisterResult,
  type SheetFault,
} from '../../../devices/index.ts'
import { readTable } from '../../../imports/index.ts'
import { errorText } from '../../../kernel/index.ts'
import { type CommandContext, CommandError } from '../../support/command.ts'
import { table } from '../../support/table.ts'
import { loadRegister } from './campus-files.ts'

export interface DevicesImport {
  readonly file: string
  readonly config: string | null
  /** Sheet of a workbook; null: the first that is named so or has rows. */
  readonly sheet: string | null
  readonly preview: boolean
  readonly json: boolean
}

export function importDevices(ctx: CommandContext, request: DevicesImport): number {
  const files = loadRegister(ctx, request.config)
  const input = { ...files.input, text: includeRegister(files) }
  const result = importRegister({ ...files, input, table: tableOf(ctx, request) })
  if (request.json) ctx.stdout(`${JSON.stringify(jsonOf(result, files.file))}\n`)
  else report(ctx, result)
  if (result.text === null) return 2
  if (request.preview) ctx.stderr('--preview: nothing is written\n')
  else write(ctx, files, result.text)
  return 0
}

function tableOf(ctx: CommandContext, { file, sheet }: DevicesImport) {
  let bytes: Uint8Array
  try {
    bytes = ctx.readBytes?.(file) ?? new TextEncoder().encode(ctx.files.read(file))
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
  const read = readTable(bytes, { sheet: sheet ?? '1' })
  if (read.ok) return read.value
  throw new CommandError(`"${file}" cannot be read as a sheet: ${read.failures.map((f) => f.reason).join('; ')}`, 2)
}

function jsonOf({ columns, draft, faults, text }: RegisterResult, file: string) {
  return {
    ok: text !== null,
    file,
    columns: columns.map((c) => ({ column: columnLetter(c.at), head: c.head, taken_as: c.key })),
    faults,
    sources: draft.sources.map(({ id, preset, topic }) => ({ id, preset, topic })),
    points: draft.points.map(({ line, entry }) => ({ row: line, ...entry })),
  }
}

function report(ctx: CommandContext, { columns, draft, faults, text }: RegisterResult): void {
  const shown = columns.filter((c) => c.head !== '')
  const guesses = shown.map((c) =>
    `${columnLetter(c.at)} "${c.head}" ${c.key === null ? 'is not read' : c.key === c.head ? '' : `is ${c.key}`}`.trimEnd(),
  )
  if (shown.length > 0) ctx.stderr(`columns: ${guesses.join(', ')}\n`)
  if (faults.length > 0)
    ctx.stderr(`${faults.map(faultLine).join('\n')}\n${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}: nothing is written\n`)
  if (text === null) return
  const rows = draft.points.map(({ line, entry }) => {
    const from = (entry['from'] as readonly Record<string, unknown>[] | undefined)?.[0] ?? {}
    return [
      String(line),
      ...['id', 'quantity'].map((key) => String(entry[key] ?? '')),
      ...['source', 'device', 'field'].map((key) => String(from[key] ?? '')),
    ]
  })
  ctx.stdout(
    table(
      [
        { title: 'row', right: true },
        { title: 'point' },
        { title: 'quantity' },
        { title: 'source' },
        { title: 'device' },
        { title: 'field' },
      ],
      rows,
    ),
  )
}

function faultLine({ cell, column, value, message, hint }: SheetFault): string {
  const named = value === '' || message.includes(value) ? '' : ` "${value}"`
  return `${cell}${column === '' ? '' : ` (${column})`}${named}: ${message}${hint === null ? '' : `; ${hint}`}`
}

function write(ctx: CommandContext, files: RegisterFile, text: string): void {
  const { file, include, input } = files
  if (include !== null && 'entry' in include)
    throw new CommandError(`the campus file includes no folder; add ${include.entry} to its list \`include:\` and import again`, 2)
  ctx.files.write(file, text)
  if (include !== null) ctx.files.write(input.file, includeRegister(files))
  ctx.stderr(
    `${file} is written${include === null ? '' : `, and ${input.file} includes it now`}; a running service takes it over within seconds\n`,
  )
}
