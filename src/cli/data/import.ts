/** `campus import`: a file as people have it to readings of points. */

import { fileURLToPath } from 'node:url'
import { errorText } from '../../kernel/index.ts'
import { exitOf, importFile, type ImportReport, planShipments, profileUrl } from '../../imports/index.ts'
import type { CampusView } from '../../views/types.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, CommandError } from '../support/command.ts'
import { text } from '../support/options.ts'
import { type ImportArguments, readArguments, USAGE } from './import/flags.ts'
import { previewText, printFindings, reportJson, summaryText } from './import/report.ts'
import { runImportVerb } from './import/imports.ts'
import { sendShipments, type StoredImport } from './import/send.ts'
import { loadPoints } from './import/targets.ts'

/** Clocks may be ahead by this much, as in messages. */
const FUTURE_MS = 5 * 60_000

export const importCommand: Command = {
  name: 'import',
  summary: 'import readings from a file: CSV, XLSX, Green Button or NEM12',
  usage: USAGE,
  async run(ctx) {
    const verb = runImportVerb(ctx)
    if (verb !== null) return verb
    const args = readArguments(ctx.args)
    const bytes = readBytes(ctx, args.file)
    return withApi(
      () => ctx.connect(text(args.values, 'config')),
      async (api) => {
        const report = await readReport(ctx, api, { args, bytes })
        const exit = exitOf(report)
        printFindings(ctx, report)
        const { plan, result } = report
        const sent = exit === 2 || args.preview ? null : await sendShipments(ctx, api, { file: args.file, ...plan, ...result })
        printResult(ctx, { report, sent }, args)
        return exit
      },
    )
  },
}

async function readReport(
  ctx: CommandContext,
  api: ApiClient,
  { args, bytes }: { readonly args: ImportArguments; readonly bytes: Uint8Array },
): Promise<ImportReport> {
  const { file, options } = args
  const { timezone: zone } = await ask<CampusView>(api, 'GET', '/api/v1/campus')
  const points = await loadPoints(api, args.points)
  const latest = ctx.now === undefined ? Number.POSITIVE_INFINITY : ctx.now() + FUTURE_MS
  const result = importFile({
    bytes,
    options,
    targets: points.map((p) => p.target),
    profileText: (name) => profileText(ctx, name),
    ...(Number.isFinite(latest) ? { latest } : {}),
  })
  return { file, result, plan: planShipments(result, { points, zone, latest }), zone }
}

function printResult(
  ctx: CommandContext,
  { report, sent }: { readonly report: ImportReport; readonly sent: StoredImport | null },
  { values, preview }: ImportArguments,
): void {
  const id = sent === null ? {} : { id: sent.id, replaced: sent.replaced }
  if (values['json'] === true) ctx.stdout(`${JSON.stringify({ ...id, ...reportJson(report, preview) })}\n`)
  else if (exitOf(report) !== 2) ctx.stdout(`${preview ? `${previewText(report)}\n` : ''}${summaryText(report, preview)}${undoHint(sent)}`)
}

function undoHint(sent: StoredImport | null): string {
  if (sent === null) return ''
  const replaced = sent.replaced === 0 ? '' : `${sent.replaced} of them replaced readings that were there; `
  return `${replaced}\`campus import undo ${sent.id}\` takes this import back\n`
}

function readBytes(ctx: CommandContext, file: string): Uint8Array {
  try {
    return ctx.readBytes?.(file) ?? new TextEncoder().encode(ctx.files.read(file))
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

/** A shipped profile, else a file of the user; null where there is neither. */
function profileText(ctx: CommandContext, name: string): string | null {
  const url = profileUrl(name)
  try {
    return ctx.files.read(url === null ? name : fileURLToPath(url))
  } catch {
    return null
  }
}
