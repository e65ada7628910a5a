/** `campus devices`: the register of devices as a sheet, out and in. */

import { errorText } from '../../kernel/index.ts'
import { filledColumns, helpSheet, type RegisterRow, registerRows, sheetOf, templateSheet, unitsOf } from '../../devices/index.ts'
import { csvOf } from '../../sheets/csv.ts'
import type { SheetTexts } from '../../sheets/sheet-table.ts'
import { type Command, type CommandContext, CommandError, UsageError } from '../support/command.ts'
import { parse, text } from '../support/options.ts'
import { table } from '../support/table.ts'
import { loadRegister } from './devices/campus-files.ts'
import { importDevices } from './devices/import.ts'

const FLAGS = { config: { type: 'string' }, json: { type: 'boolean' }, preview: { type: 'boolean' }, sheet: { type: 'string' } } as const

const USAGE = `campus devices list [--config FILE] [--json]
campus devices template OUT.xlsx or .csv
campus devices import FILE.xlsx or .csv [--config FILE] [--sheet NAME] [--preview] [--json]
campus devices export FILE.xlsx or .csv [--config FILE]

The devices of the campus as a sheet, one row for each point: make, serial, topic, device, field, place, use, role, quantity, unit, CT ratio,
interval, max rate.

  template   writes a sheet to fill in, with two rows as examples and a second sheet that explains the columns
  import     guesses the columns and shows them, checks every row, and writes sources and points into campus.d/devices.yaml; a running service
             takes them over without a restart. Nothing is written while there are faults: all are named at once, each with its cell
  export     gives the register back as a sheet

  --preview  shows the points that the rows give, and writes nothing

Exit 0 written, 2 faults.`

/** Loads the campus and writes the sheet by the end of its name. */
async function writeSheet(ctx: CommandContext, file: string, sheets: readonly { name: string; rows: SheetTexts }[]): Promise<void> {
  const first = sheets[0]?.rows ?? []
  if (/\.csv$/i.test(file)) ctx.files.write(file, `\ufeff${csvOf(first)}`)
  else if (/\.xlsx$/i.test(file)) writeBytes(ctx, file, await (await import('../../sheets/xlsx.ts')).writeTables(sheets))
  else throw new UsageError(`"${file}" ends neither with .xlsx nor with .csv`)
  ctx.stderr(`${file}: ${first.length - 1} ${first.length === 2 ? 'row' : 'rows'}\n`)
}

function writeBytes(ctx: CommandContext, file: string, bytes: Uint8Array): void {
  if (ctx.writeBytes === undefined) throw new CommandError('this program cannot write workbooks; name a .csv file')
  try {
    ctx.writeBytes(file, bytes)
  } catch (error) {
    throw new CommandError(`cannot write "${file}": ${errorText(error)}`)
  }
}

function rowsOf(ctx: CommandContext, config: string | null): readonly RegisterRow[] {
  const register = loadRegister(ctx, config)
  return registerRows(register.config.campus, unitsOf(register))
}

function list(ctx: CommandContext, config: string | null, json: boolean): void {
  const rows = rowsOf(ctx, config)
  if (json) return ctx.stdout(`${JSON.stringify({ devices: rows })}\n`)
  if (rows.length === 0)
    return ctx.stderr('no point of the campus file is served by a device; `campus devices template` writes a sheet to fill in\n')
  const columns = filledColumns(rows)
  ctx.stdout(
    table(
      columns.map((c) => ({ title: c.title })),
      rows.map((row) => columns.map((c) => row[c.key] ?? '')),
    ),
  )
}

export const devicesCommand: Command = {
  name: 'devices',
  summary: 'list the devices, or write and read them as a sheet',
  usage: USAGE,
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [action = 'list', file] = positionals
    const config = text(values, 'config')
    if (action === 'list') list(ctx, config, values['json'] === true)
    else if (file === undefined) throw new UsageError(`campus devices ${action} needs a file`)
    else if (action === 'template')
      await writeSheet(ctx, file, [
        { name: 'devices', rows: templateSheet() },
        { name: 'columns', rows: helpSheet() },
      ])
    else if (action === 'export') {
      const rows = rowsOf(ctx, config)
      await writeSheet(ctx, file, [{ name: 'devices', rows: sheetOf(rows) }])
    } else if (action === 'import')
      return importDevices(ctx, {
        file,
        config,
        sheet: text(values, 'sheet'),
        preview: values['preview'] === true,
        json: values['json'] === true,
      })
    else throw new UsageError(`"${action}" is not list, template, import or export`)
    return 0
  },
}
