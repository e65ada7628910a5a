import { percentText } from '../../kernel/index.ts'
import type { How } from '../../figures/inputs/calculation.ts'
import type { Explanation } from '../../figures/document/explanation.ts'
import { ask, withApi } from '../support/api.ts'
import { type Command, UsageError } from '../support/command.ts'
import { languageOf, parse, periodOf, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = { ...SERVICE_FLAGS, boundary: { type: 'string' }, lang: { type: 'string' } } as const

type Leaf = Exclude<How, { op: 'sum' | 'product' | 'quotient' }>

function leaf(how: Leaf): string {
  switch (how.op) {
    case 'meter':
      return `${how.value} ${how.unit}  ${how.point} ${how.span}`
    case 'entry':
      return `${how.value} x ${how.share}  ${how.entry}`
    case 'factor':
      return `${how.value}  ${how.factor}`
    case 'price':
      return `${how.value} ${how.unit}  ${how.tariff} ${how.name}${how.about === undefined ? '' : ` of ${how.about}`}`
    case 'load':
      return `${how.value} kWh  ${how.energy} ${how.span} without the measure`
    case 'constant':
    case 'given':
      return `${how.value}  ${how.what}`
  }
}

/** The tree, a line each; what is added, multiplied or divided stands below, further in. */
function calculationLines(how: How, depth: number): string[] {
  const pad = '  '.repeat(depth)
  if (how.op === 'sum' || how.op === 'product')
    return [`${pad}${how.op} of`, ...how.of.flatMap((part) => calculationLines(part, depth + 1))]
  if (how.op === 'quotient')
    return [...calculationLines(how.over, depth + 1), `${pad}divided by`, ...calculationLines(how.under, depth + 1)]
  return [`${pad}${leaf(how)}`]
}

/** A table under its titles; nothing when it is empty. */
function part(titles: readonly string[], rows: readonly string[][]): string[] {
  return rows.length === 0
    ? []
    : [
        table(
          titles.map((title) => ({ title })),
          rows,
        ),
      ]
}

type Meter = Explanation['meters'][number]

const edgeText = (at: Meter['first']): string => (at === null ? '-' : `${at.index} at ${at.time}`)

/** What computed points are computed of, a row each. */
function termsPart(meters: readonly Meter[]): string[] {
  const rows = meters
    .flatMap((m) => m.of ?? [])
    .map((t) => [t.in, String(t.times), t.point, t.total === null ? '-' : String(t.total), t.unit, edgeText(t.first), edgeText(t.last)])
  const titles = ['computed point', 'times', 'of', 'total', 'unit', 'first reading', 'last reading']
  return [...part(titles, rows), ...(rows.length > 0 ? [''] : [])]
}

/** Values that others replaced at the same time. */
function replacedPart(meters: readonly Meter[]): string[] {
  const rows = meters.flatMap((m) => (m.replaced ?? []).map((r) => [r.point, r.time, String(r.old), String(r.new), m.unit]))
  return [...part(['meter', 'value of', 'replaced', 'by', 'unit'], rows), ...(rows.length > 0 ? [''] : [])]
}

function metersPart({ meters }: Explanation): string[] {
  const rows = meters.map((m) => {
    const amounts = [m.edge_split, m.restarts].map((amount) => (amount === null ? '-' : String(amount)))
    return [
      m.point,
      String(m.total),
      m.unit,
      percentText(m.coverage),
      percentText(m.estimated),
      edgeText(m.first),
      edgeText(m.last),
      ...amounts,
    ]
  })
  const titles = ['meter', 'total', 'unit', 'coverage', 'estimated', 'first reading', 'last reading', 'edges', 'restarts']
  const note =
    'total = last - first + edges + restarts; edges: interpolated between the readings around the beginning and the end; restarts: resets, swaps, rollovers'
  return [...part(titles, rows), ...(rows.length > 0 ? [note, ''] : []), ...termsPart(meters), ...replacedPart(meters)]
}

/** The claims behind a saving: each line can be computed again by hand. */
function loadsPart({ loads }: Explanation): string[] {
  const titles = ['measure', 'load', 'month', 'W', 'W from', 'baseline h', 'counterfactual kWh', 'metered kWh', 'saving kWh', 'coverage']
  const rows = loads.map((l) => {
    const amounts = [l.baseline_hours, l.counterfactual, l.metered, l.saving].map(String)
    return [l.measure, l.energy, l.month, String(l.watts), l.watts_from, ...amounts, percentText(l.coverage)]
  })
  const note = 'counterfactual = W x baseline h / 1000; saving = counterfactual - metered; W from: a month, or rated'
  return [...part(titles, rows), ...(rows.length > 0 ? [note, ''] : [])]
}

function factorsPart({ factors }: Explanation): string[] {
  const rows = factors.map((r) => {
    const source = `${r.publisher}: ${r.document}${r.conditions === undefined ? '' : ` (${r.conditions})`}`
    return [r.id, String(r.value), r.unit, source, r.provisional ? 'stands in' : '']
  })
  return part(['factor', 'value', 'unit', 'source', ''], rows)
}

function entriesPart({ entries }: Explanation): string[] {
  const rows = entries.map((r) => {
    const about = [r.id, r.key, r.site, r.from, r.to ?? '']
    return [...about, String(r.value), r.unit, percentText(r.share), r.author, r.note ?? '']
  })
  return part(['entry', 'key', 'site', 'from', 'to', 'value', 'unit', 'share', 'author', 'note'], rows)
}

/** When a price holds within its row; what is left out does not limit it. */
function whenOf({ months, days, hours }: Explanation['prices'][number]): string {
  const limits = [months === null ? null : `months ${months.join(', ')}`, days?.join(', ') ?? null, hours?.join(', ') ?? null]
  return limits.filter((limit) => limit !== null).join('; ') || 'always'
}

function pricesPart({ prices }: Explanation): string[] {
  const rows = prices.map((p) => {
    const sites = p.sites?.join(', ') ?? 'all'
    return [p.tariff, sites, p.from ?? 'open', p.to ?? 'open', p.name, String(p.value), p.unit, whenOf(p), p.source]
  })
  const note = 'from, to: first month of the row, and first at which it holds no longer; of prices that hold the first of the row counts'
  return [
    ...part(['tariff', 'sites', 'from', 'to', 'price', 'value', 'unit', 'when', 'source'], rows),
    ...(rows.length > 0 ? [note, ''] : []),
  ]
}

function explanationText(e: Explanation): string {
  const f = e.figure
  const lines = [
    `${f.id} of ${e.period} in ${f.boundary}: ${f.value === null ? 'missing' : `${f.value} ${f.unit} (published ${f.published})`}`,
    ...f.missing.map((reason) => `  missing: ${reason}`),
    `formula   ${e.formula}`,
    `coverage  ${f.coverage === null ? 'unknown' : percentText(f.coverage)}`,
    `estimated ${percentText(f.estimated)}${f.estimated > 0 ? ' (interpolated over a gap across an end of the period, split by days, or computed from flow)' : ''}`,
    ...(f.interval90 === null ? [] : [`interval  +- ${f.interval90} ${f.unit} (90 %)`]),
    '',
    ...metersPart(e),
    ...loadsPart(e),
    ...factorsPart(e),
    ...entriesPart(e),
    ...pricesPart(e),
    ...(e.calculation === null ? [] : ['calculation', ...calculationLines(e.calculation, 1), '']),
    ...f.findings.map((r) => `${r.code}: ${r.sentence}`),
    `code ${e.code_version}`,
  ]
  return `${lines.join('\n')}\n`
}

export const explainCommand: Command = {
  name: 'explain',
  summary: 'trace a figure to its meters, registers, factor rows and entries',
  usage:
    'campus explain FIGURE PERIOD [--boundary B] [--lang en|zh-Hans|zh-Hant] [--json] [--config FILE]\n\nPERIOD is as in `campus report`. What it prints is enough to compute the figure by hand.',
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [figure, period] = positionals
    if (figure === undefined || period === undefined) throw new UsageError('which figure of which period? energy.total 2026-03')
    periodOf(period)
    const [boundary, lang] = [text(values, 'boundary'), languageOf(values)]
    const more = `${boundary === null ? '' : `&boundary=${encodeURIComponent(boundary)}`}${lang === null ? '' : `&lang=${lang}`}`
    const e = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) =>
        ask<Explanation>(api, 'GET', `/api/v1/figures/${encodeURIComponent(figure)}/explain?period=${encodeURIComponent(period)}${more}`),
    )
    ctx.stdout(values['json'] ? `${JSON.stringify(e, null, 2)}\n` : explanationText(e))
    return 0
  },
}
