import { formatIn, instant, isZone } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { CampusView } from '../../views/types.ts'
import type { PointView } from '../../views/points/point-types.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, CommandError, UsageError } from '../support/command.ts'
import { type CsvFault, type CsvRows, readCsv } from './csv.ts'
import { parse, required, SERVICE_FLAGS, text } from '../support/options.ts'
import { progressBar } from '../support/progress-bar.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  point: { type: 'string' },
  csv: { type: 'string' },
  time: { type: 'string' },
  value: { type: 'string' },
  zone: { type: 'string' },
} as const
const ROWS_PER_REQUEST = 1000
const FAULTS_SHOWN = 20
/** Clocks may be ahead by this much, as in messages. */
const FUTURE_MS = 5 * 60_000

async function sendRows(ctx: CommandContext, api: ApiClient, point: string, rows: CsvRows['rows']): Promise<void> {
  const bar = progressBar(ctx, point, rows.length)
  let seq = 0
  for (let i = 0; i < rows.length; i += ROWS_PER_REQUEST) {
    const part = rows.slice(i, i + ROWS_PER_REQUEST)
    seq = (await ask<{ seq: number }>(api, 'POST', '/api/v1/import', { point, rows: part })).seq
    bar.update(Math.min(rows.length, i + ROWS_PER_REQUEST))
  }
  bar.stop()
  ctx.stderr('storing and rolling up ...\n')
  await ask(api, 'POST', '/api/v1/drained', { seq, rolled: true })
}

function printFaults(ctx: CommandContext, file: string, faults: readonly CsvFault[]): void {
  for (const f of faults.slice(0, FAULTS_SHOWN)) ctx.stderr(`${file}:${f.line}: ${f.field} "${f.value}": ${f.message}\n`)
  if (faults.length > FAULTS_SHOWN) ctx.stderr(`${file}: and ${faults.length - FAULTS_SHOWN} more rows like these\n`)
}

function summarize(
  { point, zone }: { point: PointView; zone: string },
  read: CsvRows,
): { point: string; unit: string; accepted: number; refused: number; from: string | null; to: string | null } {
  const times = read.rows.map(([t]) => t)
  const at = (ms: number): string | null => (Number.isFinite(ms) ? formatIn(zone, instant(ms)) : null)
  const least = times.reduce((a, b) => Math.min(a, b), Infinity)
  const most = times.reduce((a, b) => Math.max(a, b), -Infinity)
  return { point: point.id, unit: point.unit, accepted: read.rows.length, refused: read.faults.length, from: at(least), to: at(most) }
}

export const importCommand: Command = {
  name: 'import',
  summary: 'backfill one point from a CSV file: the same validation and rollups as live data',
  usage: [
    'campus import --point ID --csv FILE [--time COLUMN] [--value COLUMN] [--zone TZ] [--config FILE] [--json]',
    '',
    'Values are in the unit of the point. Times are RFC 3339, Unix seconds or milliseconds, or local times of --zone.',
    'A row that cannot be used is named with its line; the others are imported. Exit 1 when there were such rows.',
    'A FILE that is gzipped is unpacked. Importing the same rows again changes nothing.',
  ].join('\n'),
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const id = required(values, 'point')
    const zone = text(values, 'zone')
    if (zone !== null && !isZone(zone)) throw new UsageError(`--zone: "${zone}" is no zone; write Asia/Shanghai or Europe/Berlin`)
    const file = required(values, 'csv')
    const read = readCsv(readFile(ctx, file), {
      file,
      time: text(values, 'time'),
      value: text(values, 'value'),
      zone,
      ...(ctx.now === undefined ? {} : { latest: ctx.now() + FUTURE_MS }),
    })
    return withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        const { timezone } = await ask<CampusView>(api, 'GET', '/api/v1/campus')
        const point = await ask<PointView>(api, 'GET', `/api/v1/points/${encodeURIComponent(id)}`)
        for (const note of read.notes) ctx.stderr(`${file}: ${note}\n`)
        if (read.rows.length > 0) await sendRows(ctx, api, id, read.rows)
        printFaults(ctx, file, read.faults)
        const imported = summarize({ point, zone: timezone }, read)
        if (values['json']) ctx.stdout(`${JSON.stringify(imported)}\n`)
        else
          ctx.stdout(
            `${imported.accepted} readings of ${imported.point} (${imported.unit}) imported, ${imported.from ?? '-'} to ${imported.to ?? '-'}; ${imported.refused} rows refused\n`,
          )
        return read.faults.length > 0 || read.rows.length === 0 ? 1 : 0
      },
    )
  },
}

function readFile(ctx: CommandContext, file: string): string {
  try {
    return ctx.files.read(file)
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}
