import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { PERIOD_FORMS, PERIOD_PATTERN } from '../../../../domain/index.ts'
import type { PeriodQuery } from '../../../../figures/api.ts'
import { canonicalJson } from '../../../../figures/document/canonical-json.ts'
import { renderCsv } from '../../../../figures/document/render/csv.ts'
import { type Report, renderReport } from '../../../../figures/document/render/report.ts'
import type { ReportDocument } from '../../../../figures/document/report-document.ts'
import { LANGUAGES, type Language } from '../../../../figures/messages/language.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route, type RouteParts } from '../../route-parts.ts'
import { answers, strict } from '../../schemas.ts'
import { unwrap } from './entry-schemas.ts'
import { ExplanationSchema, ReportSchema } from './report-schemas.ts'

const PERIOD = Type.String({ pattern: PERIOD_PATTERN, description: PERIOD_FORMS })
const reader = {
  boundary: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'all, offices, shops, data-centre, a site, site/building; default: each figure its own',
    }),
  ),
  lang: Type.Optional(Type.Unsafe<Language>({ type: 'string', enum: [...LANGUAGES], description: 'of names and sentences; default en' })),
}
const tags = ['figures']

export const reportRoutes: Route = (app, parts) => {
  figureRoutes(app, parts)
  fileRoutes(app, parts)
}

const config = permit('reporting.document')

type ServedRequest = Pick<FastifyRequest, 'principal' | 'id'>

/** The document of a period; counts among the heavy requests of the principal. */
function readDocument({ reporting, clock, heavy }: RouteParts, request: ServedRequest, query: PeriodQuery): Promise<ReportDocument> {
  const context = contextOf(request, clock)
  return heavy.run(context.principal.key, async () => unwrap(await reporting.document(context, query)))
}

interface ReportWishes {
  readonly boundary?: string
  readonly lang?: Language
}

async function readReport(parts: RouteParts, request: ServedRequest, period: string, wishes: ReportWishes): Promise<Report> {
  return renderReport(await readDocument(parts, request, { period, boundary: wishes.boundary ?? null }), wishes.lang ?? 'en')
}

const figureRoutes: Route = (app, parts) => {
  const { reporting, clock, heavy } = parts
  app.get(
    '/api/v1/figures',
    {
      config,
      schema: {
        summary: 'Every figure of a period',
        tags,
        querystring: Type.Object({ period: PERIOD, ...reader }, strict),
        response: answers(ReportSchema),
      },
    },
    (request) => readReport(parts, request, request.query.period, request.query),
  )
  app.get(
    '/api/v1/figures/:id/explain',
    {
      config: permit('reporting.explain'),
      schema: {
        summary: 'A figure down to meters, registers, factor rows and entries',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 60 }) }, strict),
        querystring: Type.Object({ period: PERIOD, ...reader }, strict),
        response: answers(ExplanationSchema),
      },
    },
    (request) => {
      const { period, boundary = null, lang: language } = request.query
      const context = contextOf(request, clock)
      return heavy.run(context.principal.key, async () =>
        unwrap(await reporting.explain(context, request.params.id, { period, boundary, language })),
      )
    },
  )
}

/** The report as files, each a rendering of the same document. */
const fileRoutes: Route = (app, parts) => {
  const params = Type.Object({ period: PERIOD }, strict)
  const schema = (summary: string) => ({ summary, tags, params, querystring: Type.Object(reader, strict) })
  app.get('/api/v1/reports/:period.json', { config, schema: schema('The report of a period as JSON') }, (request) =>
    readReport(parts, request, request.params.period, request.query),
  )
  const csv = schema('The figures of a period as CSV, prior and base year beside')
  app.get('/api/v1/reports/:period.csv', { config, schema: csv }, async (request, reply) => {
    const { boundary = null, lang = 'en' } = request.query
    const document = await readDocument(parts, request, { period: request.params.period, boundary })
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="report-${document.period.id.replace('/', '_')}.csv"`)
      .send(renderCsv(document, lang))
  })
  const summary = 'The report of a period as a document without language, in the canonical form that the hash of a draft covers'
  const querystring = Type.Object({ boundary: reader.boundary }, strict)
  app.get('/api/v1/reports/:period/document', { config, schema: { summary, tags, params, querystring } }, async (request, reply) => {
    const { boundary = null } = request.query
    const document = await readDocument(parts, request, { period: request.params.period, boundary })
    return reply.type('application/json; charset=utf-8').send(canonicalJson(document))
  })
}
