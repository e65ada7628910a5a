import { Type } from 'typebox'
import { Problem } from '../problems.ts'
import type { Route } from '../parts.ts'
import { answers, nullable, Share, strict, Time } from '../schemas.ts'

const Remark = Type.Object({ code: Type.String(), sentence: Type.String() })
const FigureSchema = Type.Object({
  id: Type.String(),
  boundary: Type.String(),
  value: nullable(Type.Number({ description: 'unrounded; null when it is missing' })),
  unit: Type.String(),
  published: nullable(Type.String({ description: 'rounded half up, as it is published' })),
  coverage: Share,
  estimated: Share,
  interval90: nullable(Type.Number()),
  method: Type.String(),
  factors: Type.Array(Type.String()),
  findings: Type.Array(Remark),
  missing: Type.Array(Type.String({ description: 'why there is no value' })),
})
export const ReportSchema = Type.Object({
  period: Type.String(),
  revision: Type.Integer(),
  zone: Type.String(),
  from: Time,
  to: Time,
  factor_set: Type.String(),
  boundary: nullable(Type.String()),
  figures: Type.Array(FigureSchema),
})
export const ExplanationSchema = Type.Object({
  figure: FigureSchema,
  period: Type.String(),
  zone: Type.String(),
  formula: Type.String(),
  meters: Type.Array(Type.Object({ point: Type.String(), unit: Type.String(), total: Type.Number(), coverage: Share })),
  loads: Type.Array(
    Type.Object({
      measure: Type.String(),
      energy: Type.String(),
      power: Type.String(),
      month: Type.String(),
      watts: Type.Number({ description: 'W at full output' }),
      watts_from: Type.String({ description: 'the month it was measured in, or rated' }),
      baseline_hours: Type.Number(),
      counterfactual: Type.Number({ description: 'kWh = watts x baseline_hours / 1000' }),
      metered: Type.Number({ description: 'kWh' }),
      saving: Type.Number({ description: 'kWh = counterfactual - metered' }),
      coverage: Share,
    }),
  ),
  factors: Type.Array(Type.Object({ id: Type.String(), value: Type.Number(), unit: Type.String() })),
  facts: Type.Array(Type.Object({ id: Type.String(), key: Type.String(), value: Type.Number() })),
  code_version: Type.String(),
})

const PERIOD = Type.String({ pattern: '^\\d{4}(-(Q[1-4]|\\d\\d))?$', description: '2026, 2026-Q1 or 2026-03' })
const Boundary = Type.Optional(
  Type.String({ maxLength: 200, description: 'all, offices, shops, a site, site/building; default: each figure its own' }),
)
const tags = ['figures']

function known<T extends object>(said: T | { readonly unknown: string }): T {
  if ('unknown' in said) throw new Problem('invalid-request', said.unknown)
  return said
}

/** A cell that a spreadsheet must not take for a formula. */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const COLUMNS = [
  'id',
  'boundary',
  'value',
  'unit',
  'published',
  'coverage',
  'estimated',
  'interval90',
  'method',
  'factors',
  'findings',
  'missing',
]

export const reportRoutes: Route = (app, { accounts, heavy }) => {
  const config = { permission: 'read' } as const
  app.get(
    '/api/v1/figures',
    {
      config,
      schema: {
        summary: 'Every figure of a period',
        tags,
        querystring: Type.Object({ period: PERIOD, boundary: Boundary }, strict),
        response: answers(ReportSchema),
      },
    },
    ({ query, principal }) =>
      heavy.run(principal?.key ?? '', async () => known(await accounts.report(query.period, query.boundary ?? null))),
  )
  app.get(
    '/api/v1/figures/:id/explain',
    {
      config,
      schema: {
        summary: 'A figure down to meters, registers, factor rows and entries',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 60 }) }, strict),
        querystring: Type.Object({ period: PERIOD, boundary: Boundary }, strict),
        response: answers(ExplanationSchema),
      },
    },
    ({ params, query, principal }) =>
      heavy.run(principal?.key ?? '', async () => known(await accounts.explain(params.id, query.period, query.boundary ?? null))),
  )
  const file = (suffix: string, summary: string) => ({
    config,
    schema: { summary, tags, params: Type.Object({ period: PERIOD }, strict), querystring: Type.Object({ boundary: Boundary }, strict) },
    url: `/api/v1/reports/:period.${suffix}`,
  })
  const json = file('json', 'The report of a period as JSON')
  app.get(json.url, { config: json.config, schema: json.schema }, ({ params, query, principal }) =>
    heavy.run(principal?.key ?? '', async () => known(await accounts.report(params.period, query.boundary ?? null))),
  )
  const csv = file('csv', 'The report of a period as CSV')
  app.get(csv.url, { config: csv.config, schema: csv.schema }, async ({ params, query, principal }, reply) => {
    const report = await heavy.run(principal?.key ?? '', async () => known(await accounts.report(params.period, query.boundary ?? null)))
    const rows = report.figures.map((f) =>
      [f.id, f.boundary, f.value, f.unit, f.published, f.coverage, f.estimated, f.interval90, f.method].concat(
        f.factors.join(' '),
        f.findings.map((r) => r.sentence).join('; '),
        f.missing.join('; '),
      ),
    )
    const text = [COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="report-${report.period}.csv"`)
      .send(`\uFEFF${text}\r\n`)
  })
}
