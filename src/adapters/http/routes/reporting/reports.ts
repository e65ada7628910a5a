import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { PERIOD_FORMS, PERIOD_PATTERN } from '../../../../domain/index.ts'
import type { ReportInForce } from '../../../../app/closing/api.ts'
import { type Report, renderReport } from '../../../../figures/document/render/report.ts'
import { LANGUAGES, type Language } from '../../../../figures/messages/language.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route, type RouteParts } from '../../route-parts.ts'
import { answers, strict } from '../../schemas.ts'
import { unwrap } from './entry-schemas.ts'
import { ExplanationSchema, ReportSchema } from './report-schemas.ts'
import { printedStatement } from './statement-views.ts'

export const PERIOD = Type.String({ pattern: PERIOD_PATTERN, description: PERIOD_FORMS })
export const reader = {
  boundary: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'all, offices, shops, data-centre, a site, site/building; default: each figure its own',
    }),
  ),
  lang: Type.Optional(Type.Unsafe<Language>({ type: 'string', enum: [...LANGUAGES], description: 'of names and sentences; default en' })),
}
/** Of a report as a whole. */
export const versioned = {
  ...reader,
  revision: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: 'of a closed period; default: the one in force' })),
}
export const tags = ['figures']

export const reportRoutes: Route = (app, parts) => {
  figureRoutes(app, parts)
}

export const reportAccess = permit('closing.report')

/** `statement`: null while the period is open. */
type ReportAnswer = Report & { readonly statement: ReturnType<typeof printedStatement> | null }

export type ServedRequest = Pick<FastifyRequest, 'principal' | 'id' | 'ip'>

export interface ReportWishes {
  readonly boundary?: string
  readonly revision?: number
  readonly lang?: Language
}

/** The report of a period as it is in force; counts among the heavy requests of the principal. */
export function readInForce(
  { closing, clock, heavy }: RouteParts,
  request: ServedRequest,
  period: string,
  wishes: ReportWishes,
): Promise<ReportInForce> {
  const context = contextOf(request, clock)
  const { boundary = null, revision = null } = wishes
  return heavy.run(context.principal.key, async () => unwrap(await closing.report(context, { period, boundary, revision })))
}

export async function readReport(parts: RouteParts, request: ServedRequest, period: string, wishes: ReportWishes): Promise<ReportAnswer> {
  const { document, statement } = await readInForce(parts, request, period, wishes)
  const report = renderReport(document, wishes.lang ?? 'en', statement?.revision)
  return { ...report, statement: statement === null ? null : printedStatement(statement) }
}

const figureRoutes: Route = (app, parts) => {
  const { reporting, clock, heavy } = parts
  app.get(
    '/api/v1/figures',
    {
      config: reportAccess,
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
