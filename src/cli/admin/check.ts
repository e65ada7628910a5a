/** `campus check`: every fault of the campus file at once, or what the service would do with it. */

import { faultText } from '../../config/fault-text.ts'
import { arithmeticOf } from '../../domain/index.ts'
import { checkCampus } from '../../config/load.ts'
import { expandedText } from '../../config/print.ts'
import type { Config, Fault } from '../../config/types.ts'
import { errorText } from '../../kernel/index.ts'
import { subscriptionsOf } from '../../wire/index.ts'
import { type AgainstResult, againstText, checkAgainst } from './check-against.ts'
import { type Command, type CommandContext, CommandError } from '../support/command.ts'
import { conventionsOf } from '../support/conventions.ts'
import { parse, text } from '../support/options.ts'

const FLAGS = { config: { type: 'string' }, print: { type: 'boolean' }, against: { type: 'string' }, json: { type: 'boolean' } } as const

const USAGE = `campus check [--config FILE] [--print] [--against CAPTURE] [--json]

Examines the campus file and everything it includes. It names all faults at once, each with file, line and a hint; exit 2 when there are any.
Without faults: what would be subscribed and stored, and findings: where the meter tree counts twice, each with file, line and what to do; exit 0.

  --print             the campus file with includes merged and templates expanded, as YAML
  --against CAPTURE   recorded messages, one JSON object a line ({"topic": ..., "payload": ...}): which ones no source or point takes
  --json              the same as JSON`

export interface CheckSummary {
  readonly campus: string
  readonly timezone: string
  readonly sites: number
  readonly sources: number
  readonly points: number
  readonly registers: number
  /** Registers with neither `max_rate` nor `connection`. */
  readonly unlimited: readonly string[]
  readonly commissioning: number
  readonly broker: string
  readonly subscribe: readonly string[]
  readonly store: string
  /** Series that would be written: one for each point. */
  readonly series: number
  readonly data: string
  readonly http: string
}

export const checkCommand: Command = {
  name: 'check',
  summary: 'validate the campus file and name all faults, each with line and hint',
  usage: USAGE,
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const file = ctx.campusFile?.(text(values, 'config')) ?? text(values, 'config') ?? 'campus.yaml'
    const checked = checkCampus({
      file,
      text: readFile(ctx, file),
      readInclude: (pattern, from) => ctx.files.glob(pattern, from).map((f) => ({ file: f, text: ctx.files.read(f) })),
      env: ctx.env,
      conventions: conventionsOf(ctx),
      readSecret: (path) => readSecret(ctx, path),
    })
    if (!checked.result.ok) return printFaults(ctx, file, checked.result.faults, values['json'] === true)
    const capture = text(values, 'against')
    const found = capture === null ? null : checkAgainst(checked.result.config, readFile(ctx, capture))
    const print = values['print'] === true ? expandedText(checked.result.config, checked.tree) : null
    printSummary(ctx, checked.result.config, { found, print, json: values['json'] === true, findings: checked.findings })
    return 0
  },
}

function readFile(ctx: CommandContext, file: string): string {
  try {
    return ctx.files.read(file)
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

function readSecret(ctx: CommandContext, path: string): string | null {
  try {
    return ctx.files.read(path)
  } catch {
    return null
  }
}

function printFaults(ctx: CommandContext, file: string, faults: readonly Fault[], json: boolean): number {
  if (json) ctx.stdout(`${JSON.stringify({ ok: false, file, faults })}\n`)
  else ctx.stderr(`${faults.map(faultText).join('\n')}\n${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in ${file}\n`)
  return 2
}

interface CheckOutput {
  readonly found: AgainstResult | null
  readonly print: string | null
  readonly json: boolean
  readonly findings: readonly Fault[]
}

function printSummary(ctx: CommandContext, config: Config, { found, print, json, findings }: CheckOutput): void {
  const summary = summaryOf(config)
  if (json) {
    ctx.stdout(
      `${JSON.stringify({ ok: true, file: config.file, ...summary, findings, ...(print === null ? {} : { expanded: print }), ...(found ? { against: found } : {}) })}\n`,
    )
    return
  }
  if (print !== null) ctx.stdout(print)
  else ctx.stdout(`${summaryText(config, summary)}${findings.map((finding) => `finding  ${faultText(finding)}\n`).join('')}`)
  if (found) ctx.stdout(againstText(found))
}

function summaryOf(config: Config): CheckSummary {
  const { campus } = config
  const { broker, store, http } = config
  return {
    campus: campus.id,
    timezone: campus.timezone,
    sites: campus.sites.length,
    sources: campus.sources.length,
    points: campus.points.length,
    registers: campus.points.filter((p) => arithmeticOf(p.kind) === 'register').length,
    unlimited: campus.points.filter((p) => arithmeticOf(p.kind) === 'register' && p.rules.rateAssumed === true).map((p) => p.id),
    commissioning: campus.points.filter((p) => p.status === 'commissioning').length,
    broker: broker.url === 'embedded' ? `embedded, listening on ${broker.host}:${broker.port}` : broker.url,
    subscribe: subscriptionsOf(campus.sources).map((s) => s.filter),
    store: store.url,
    series: campus.points.length,
    data: config.data.dir,
    http: `http://${http.host}:${http.port}`,
  }
}

/** Registers without a known greatest rate are judged by their own past alone, and until they have one by a default. */
function limitsText({ unlimited }: CheckSummary): (readonly [string, string])[] {
  if (unlimited.length === 0) return []
  const some = unlimited.slice(0, 3).join(', ')
  const more = unlimited.length > 3 ? ` and ${unlimited.length - 3} more` : ''
  return [['without limit', `${some}${more}: give max_rate or connection, then a false step is found at once`]]
}

/** Measures with how many loads their patterns found; no line without measures. */
function measuresText({ campus }: Config): (readonly [string, string])[] {
  const measures = campus.measures.map((m) => `${m.id} (${m.loads.length} load${m.loads.length === 1 ? '' : 's'})`)
  return measures.length === 0 ? [] : [['measures', measures.join(', ')]]
}

function summaryText(config: Config, summary: CheckSummary): string {
  const gauges = summary.points - summary.registers
  const waiting = summary.commissioning === 0 ? '' : `, ${summary.commissioning} of them commissioning`
  const rows: readonly (readonly [string, string])[] = [
    ['file', `${config.file ?? '-'}: no faults`],
    ['campus', `${summary.campus}, ${summary.timezone}, ${summary.sites} site${summary.sites === 1 ? '' : 's'}`],
    ['points', `${summary.points} (${summary.registers} registers, ${gauges} gauges)${waiting}`],
    ...limitsText(summary),
    ...measuresText(config),
    ['sources', config.campus.sources.map((s) => `${s.id} (${s.preset})`).join(', ') || 'none'],
    ['broker', summary.broker],
    ['subscribes to', summary.subscribe.join(', ') || 'nothing'],
    ['writes', `${summary.series} series of readings and their buckets (15 min to year) into ${summary.store}`],
    ['journal', `${summary.data}, up to ${(config.journal.maxBytes / 2 ** 30).toFixed(1)} GiB until stored`],
    ['serves', summary.http],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return `${rows.map(([name, what]) => `${name.padEnd(width)}  ${what}`).join('\n')}\n`
}
