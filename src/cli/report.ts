import type { Explanation, FigureRow, Report } from '../figures/report.ts'
import { ask, withApi } from './api.ts'
import { type Command, UsageError } from './command.ts'
import { parse, SERVICE_FLAGS, text } from './options.ts'
import { table } from './table.ts'

const FLAGS = { ...SERVICE_FLAGS, boundary: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } } as const
const COLUMNS = [
  { title: 'figure' },
  { title: 'boundary' },
  { title: 'value', right: true },
  { title: 'unit' },
  { title: 'coverage', right: true },
  { title: 'remarks' },
]

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function rowOf(f: FigureRow): string[] {
  const estimated = f.estimated > 0 ? [`${percent(f.estimated)} estimated`] : []
  const said = f.value === null ? f.missing.slice(0, 1) : [...estimated, ...f.findings.slice(0, 2).map((r) => r.sentence)]
  const more = f.findings.length > 2 && f.value !== null ? [`and ${f.findings.length - 2} more`] : []
  const interval = f.interval90 === null ? '' : ` +- ${f.interval90.toPrecision(3)}`
  return [
    f.id,
    f.boundary,
    f.published === null ? 'missing' : `${f.published}${interval}`,
    f.unit,
    f.value === null ? '-' : percent(f.coverage),
    [...said, ...more].join('; '),
  ]
}

function tableOf(report: Report): string {
  return `${report.period}, ${report.zone}, factors "${report.factor_set}"\n\n${table(COLUMNS, report.figures.map(rowOf))}`
}

const query = (boundary: string | null): string => (boundary === null ? '' : `?boundary=${encodeURIComponent(boundary)}`)

export const reportCommand: Command = {
  name: 'report',
  summary: 'the figures of a month, a quarter or a year',
  usage: [
    'campus report PERIOD [--boundary B] [--format table|json|csv] [--out FILE] [--config FILE]',
    '',
    'PERIOD is 2026, 2026-Q1 or 2026-03. B is all, offices, shops, a site, or site/building; without it each figure stands at its own boundary.',
    'A figure that cannot be told is missing, with the reason; it is never 0.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [period] = positionals
    if (period === undefined) throw new UsageError('which period? 2026, 2026-Q1 or 2026-03')
    const format = text(values, 'format') ?? (values['json'] ? 'json' : 'table')
    if (!['table', 'json', 'csv'].includes(format)) throw new UsageError(`--format: "${format}" is not one of table, json, csv`)
    const suffix = format === 'csv' ? 'csv' : 'json'
    const address = `/api/v1/reports/${encodeURIComponent(period)}.${suffix}${query(text(values, 'boundary'))}`
    const answer = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<Report | string>(api, 'GET', address),
    )
    const printed = typeof answer === 'string' ? answer : format === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : tableOf(answer)
    const out = text(values, 'out')
    if (out === null) ctx.stdout(printed)
    else ctx.files.write(out, printed)
    return 0
  },
}

/** The claims behind a saving: each line can be computed again by hand. */
function loadsOf(e: Explanation): string[] {
  if (e.loads.length === 0) return []
  const titles = ['measure', 'load', 'month', 'W', 'W from', 'baseline h', 'counterfactual kWh', 'metered kWh', 'saving kWh', 'coverage']
  const rows = e.loads.map((l) => [
    l.measure,
    l.energy,
    l.month,
    String(l.watts),
    l.watts_from,
    String(l.baseline_hours),
    String(l.counterfactual),
    String(l.metered),
    String(l.saving),
    percent(l.coverage),
  ])
  const columns = titles.map((title) => ({ title }))
  return [table(columns, rows), 'counterfactual = W x baseline h / 1000; saving = counterfactual - metered; W from: a month, or rated', '']
}

function explained(e: Explanation): string {
  const f = e.figure
  const lines = [
    `${f.id} of ${e.period} in ${f.boundary}: ${f.value === null ? 'missing' : `${f.value} ${f.unit} (published ${f.published})`}`,
    ...f.missing.map((reason) => `  missing: ${reason}`),
    `formula   ${e.formula}`,
    `coverage  ${percent(f.coverage)}, estimated ${percent(f.estimated)}`,
    ...(f.interval90 === null ? [] : [`interval  +- ${f.interval90} ${f.unit} (90 %)`]),
    '',
  ]
  const meter = (edge: { time: string; index: number } | null): string => (edge === null ? '-' : `${edge.index} at ${edge.time}`)
  const meters = e.meters.map((m) => [
    m.point,
    String(m.total),
    m.unit,
    percent(m.coverage),
    meter(m.first),
    meter(m.last),
    String(m.restarts ?? '-'),
  ])
  const titles = ['meter', 'total', 'unit', 'coverage', 'first reading', 'last reading', 'restarts'].map((title) => ({ title }))
  if (meters.length > 0) lines.push(table(titles, meters), 'total = last - first + restarts; restarts are resets, swaps and rollovers', '')
  lines.push(...loadsOf(e))
  const factors = e.factors.map((r) => [r.id, String(r.value), r.unit, `${r.publisher}: ${r.document}`, r.provisional ? 'stands in' : ''])
  if (factors.length > 0)
    lines.push(
      table(
        ['factor', 'value', 'unit', 'source', ''].map((title) => ({ title })),
        factors,
      ),
    )
  const facts = e.facts.map((r) => [
    r.id,
    r.key,
    r.site,
    r.from,
    r.to ?? '',
    String(r.value),
    r.unit,
    percent(r.share),
    r.author,
    r.note ?? '',
  ])
  if (facts.length > 0)
    lines.push(
      table(
        ['entry', 'key', 'site', 'from', 'to', 'value', 'unit', 'share', 'author', 'note'].map((title) => ({ title })),
        facts,
      ),
    )
  lines.push(...f.findings.map((r) => `${r.code}: ${r.sentence}`), `code ${e.code_version}`)
  return `${lines.join('\n')}\n`
}

export const explainCommand: Command = {
  name: 'explain',
  summary: 'a figure down to meters, registers, factor rows and entries',
  usage: 'campus explain FIGURE PERIOD [--boundary B] [--json] [--config FILE]\n\nWhat it prints is enough to compute the figure by hand.',
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [figure, period] = positionals
    if (figure === undefined || period === undefined) throw new UsageError('which figure of which period? energy.total 2026-03')
    const boundary = text(values, 'boundary')
    const more = boundary === null ? '' : `&boundary=${encodeURIComponent(boundary)}`
    const e = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) =>
        ask<Explanation>(api, 'GET', `/api/v1/figures/${encodeURIComponent(figure)}/explain?period=${encodeURIComponent(period)}${more}`),
    )
    ctx.stdout(values['json'] ? `${JSON.stringify(e, null, 2)}\n` : explained(e))
    return 0
  },
}
