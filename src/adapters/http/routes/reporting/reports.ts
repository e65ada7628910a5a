import { Type } from 'typebox'
import { reportCsv } from '../../../../figures/document/report-csv.ts'
import { LANGUAGES, type Language } from '../../../../figures/messages/language.ts'
import type { Route } from '../../route-parts.ts'
import { Problem } from '../../problems.ts'
import { answers, strict } from '../../schemas.ts'
import { ExplanationSchema, ReportSchema } from './report-schemas.ts'

const PERIOD = Type.String({ pattern: '^\\d{4}(-(Q[1-4]|\\d\\d))?$', description: '2026, 2026-Q1 or 2026-03' })
const wishes = {
  boundary: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'all, offices, shops, data-centre, a site, site/building; default: each figure its own',
    }),
  ),
  lang: Type.Optional(Type.Unsafe<Language>({ type: 'string', enum: [...LANGUAGES], description: 'of names and sentences; default en' })),
}
const tags = ['figures']

function known<T extends object>(said: T | { readonly unknown: string }): T {
  if ('unknown' in said) throw new Problem('invalid-request', said.unknown)
  return said
}

export const reportRoutes: Route = (app, { accounts, heavy }) => {
  const config = { permission: 'read' } as const
  app.get(
    '/api/v1/figures',
    {
      config,
      schema: {
        summary: 'Every figure of a period',
        tags,
        querystring: Type.Object({ period: PERIOD, ...wishes }, strict),
        response: answers(ReportSchema),
      },
    },
    ({ query: { period, boundary, lang }, principal }) =>
      heavy.run(principal?.key ?? '', async () => known(await accounts.report(period, boundary ?? null, lang))),
  )
  app.get(
    '/api/v1/figures/:id/explain',
    {
      config,
      schema: {
        summary: 'A figure down to meters, registers, factor rows and entries',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 60 }) }, strict),
        querystring: Type.Object({ period: PERIOD, ...wishes }, strict),
        response: answers(ExplanationSchema),
      },
    },
    ({ params, query: { period, boundary, lang }, principal }) =>
      heavy.run(principal?.key ?? '', async () => known(await accounts.explain(params.id, period, boundary ?? null, lang))),
  )
  const file = (suffix: string, summary: string) => ({
    config,
    schema: { summary, tags, params: Type.Object({ period: PERIOD }, strict), querystring: Type.Object(wishes, strict) },
    url: `/api/v1/reports/:period.${suffix}`,
  })
  const json = file('json', 'The report of a period as JSON')
  app.get(json.url, { config: json.config, schema: json.schema }, ({ params, query, principal }) =>
    heavy.run(principal?.key ?? '', async () => known(await accounts.report(params.period, query.boundary ?? null, query.lang))),
  )
  const csv = file('csv', 'The figures of a period as CSV, prior and base year beside')
  app.get(csv.url, { config: csv.config, schema: csv.schema }, async ({ params, query, principal }, reply) => {
    const report = await heavy.run(principal?.key ?? '', async () =>
      known(await accounts.report(params.period, query.boundary ?? null, query.lang)),
    )
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="report-${report.period}.csv"`)
      .send(reportCsv(report))
  })
}
