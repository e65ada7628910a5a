import type { Report } from '../../figures/document/render/report.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import type { Language } from '../../figures/messages/language.ts'
import { PERIOD_FORMS } from '../../domain/time/period-names.ts'
import { ask, withApi } from '../support/api.ts'
import { type Command, CommandError, type CommandContext, UsageError } from '../support/command.ts'
import { listDrafts } from './drafts.ts'
import { languageOf, parse, periodOf, SERVICE_FLAGS, text, type OptionValues } from '../support/options.ts'
import { renderReportTable } from './report-table.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  boundary: { type: 'string' },
  format: { type: 'string' },
  template: { type: 'string' },
  out: { type: 'string' },
  lang: { type: 'string' },
  revision: { type: 'string' },
  list: { type: 'boolean' },
} as const

const FORMATS: readonly string[] = ['table', 'json', 'csv', 'xlsx', 'pdf']
/** Files that are no text: they are written, never printed. */
const BINARY: readonly string[] = ['xlsx', 'pdf']

/** Where a report is: the document for a table, which is rendered here, else the file. */
function addressOf(values: OptionValues, period: string, format: string): string {
  const path = format === 'table' ? '/document' : `.${format}`
  const names = format === 'table' ? (['boundary', 'revision'] as const) : (['boundary', 'revision', 'lang', 'template'] as const)
  const query = names.flatMap((name) => {
    const value = text(values, name)
    return value === null ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  return `/api/v1/reports/${encodeURIComponent(period)}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

/** CSV comes as text; JSON is indented for people. */
function print(answer: Report | ReportDocument | string, language: Language): string {
  if (typeof answer === 'string') return answer
  return 'format' in answer ? renderReportTable(answer, language) : `${JSON.stringify(answer, null, 2)}\n`
}

export const reportCommand: Command = {
  name: 'report',
  summary: 'print the figures of a period: a month, a quarter, a year or a fiscal year',
  usage: [
    'campus report PERIOD [--boundary B] [--format table|json|csv|xlsx|pdf] [--lang en|zh-Hans|zh-Hant] [--revision N] [--out FILE] [--config FILE]',
    'campus report PERIOD --template NAME [--format csv|xlsx] [--out FILE] ...',
    'campus report --list [--json] [--config FILE]',
    '',
    `PERIOD is ${PERIOD_FORMS}:`,
    'a year, half, quarter, month, ISO week, the fiscal year that begins in 2026 (campus: fiscal_year), or months, both included.',
    'B is all, offices, shops, data-centre, a site, or site/building; without it each figure stands at its own',
    'boundary. A figure that cannot be computed is missing, with the reason; it is never 0. The table has the year before and the base year beside,',
    'energy by carrier, what is complete and what is not, targets, the disclosure index, and what to look at before it is signed.',
    'Of a closed period the report is the statement in force, or with --revision N an earlier one, byte for byte.',
    'xlsx and pdf are written to --out FILE; a PDF has charts where the machine has Chromium, tables alone else.',
    'NAME is a form of a framework: hkex, gri, ghg-protocol, esrs, portfolio-manager, public-institutions.',
    '--list: the drafts, each made when its period was over.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    if (values['list'] === true) return listDrafts(ctx, values)
    const period = periodOf(positionals[0])
    const template = text(values, 'template')
    const format = text(values, 'format') ?? (template !== null ? 'csv' : values['json'] ? 'json' : 'table')
    if (template !== null && format !== 'csv' && format !== 'xlsx') throw new UsageError('--template is written as --format csv or xlsx')
    const language = languageOf(values) ?? 'en'
    if (!FORMATS.includes(format)) throw new UsageError(`--format: "${format}" is not one of ${FORMATS.join(', ')}`)
    const out = text(values, 'out')
    if (BINARY.includes(format) && out === null)
      throw new UsageError(`--format ${format} needs --out FILE, such as --out report-${period.replace('/', '_')}.${format}`)
    const revision = text(values, 'revision')
    if (revision !== null && !/^[1-9]\d{0,4}$/.test(revision))
      throw new UsageError(`--revision: "${revision}" is no revision; write 1, 2 ...`)
    const address = addressOf(values, period, format)
    const answer = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<Report | ReportDocument | string | Uint8Array>(api, 'GET', address),
    )
    if (answer instanceof Uint8Array) {
      writeFile(ctx, out ?? '', answer)
      return 0
    }
    const printed = print(answer, language)
    if (out === null) ctx.stdout(printed)
    else ctx.files.write(out, printed)
    return 0
  },
}

function writeFile({ writeBytes }: Pick<CommandContext, 'writeBytes'>, path: string, bytes: Uint8Array): void {
  if (writeBytes === undefined) throw new CommandError('files cannot be written here')
  writeBytes(path, bytes)
}
