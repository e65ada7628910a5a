/** The report of a period as files: JSON, CSV, workbook, PDF, and the document that all of them are rendered from. */

import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { canonicalJson } from '../../../../figures/document/canonical-json.ts'
import { hashedText } from '../../../../figures/document/document-hash.ts'
import { renderPage } from '../../../../figures/document/page/page.ts'
import { renderCsv } from '../../../../figures/document/render/csv.ts'
import { renderTemplate, templateOf, TEMPLATES } from '../../../../figures/document/templates/render-template.ts'
import { renderWorkbook, type WorkbookSource } from '../../../../figures/document/workbook/workbook.ts'
import { type Language, textIn } from '../../../../figures/messages/language.ts'
import { csvOfTable } from '../../../../sheets/csv.ts'
import type { SheetTable } from '../../../../sheets/sheet-table.ts'
import { contextOf } from '../../request-context.ts'
import type { Route, RouteParts } from '../../route-parts.ts'
import { answers, strict } from '../../schemas.ts'
import { PERIOD, readInForce, reader, readReport, reportAccess, type ReportWishes, type ServedRequest, tags, versioned } from './reports.ts'

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const TEMPLATE = Type.Optional(
  Type.Unsafe<string>({ type: 'string', enum: TEMPLATES.map((t) => t.id), description: 'form of a framework; default: the report itself' }),
)

/** The report in the form of a framework; null: the report itself is asked for. */
function templated({ document, hash, statement }: WorkbookSource, id: string | undefined, language: Language): SheetTable | null {
  const template = id === undefined ? null : templateOf(id)
  return template === null ? null : renderTemplate(template, { document, hash, revision: statement?.revision ?? null }, language)
}

const attachment = (period: string, ending: string, template = 'report'): string =>
  `attachment; filename="${template}-${period.replace('/', '_')}.${ending}"`

/** The document with what its statement says: hash, who signed it, and the revisions before it. */
async function sourceOf(parts: RouteParts, request: ServedRequest, period: string, wishes: ReportWishes): Promise<WorkbookSource> {
  const { document, statement } = await readInForce(parts, request, period, wishes)
  const hash = createHash('sha256').update(hashedText(document)).digest('hex')
  if (statement === null) return { document, hash, statement, revisions: [] }
  const all = await parts.closing.statements(contextOf(request, parts.clock))
  const revisions = all.filter((s) => s.period === statement.period && s.revision <= statement.revision)
  return { document, hash: statement.hash, statement, revisions: revisions.sort((a, b) => a.revision - b.revision) }
}

/** The report as files, each a rendering of the same document. */
export const reportFileRoutes: Route = (app, parts) => {
  templateRoute(app, parts)
  const params = Type.Object({ period: PERIOD }, strict)
  const filled = (summary: string) => ({ summary, tags, params, querystring: Type.Object({ ...versioned, template: TEMPLATE }, strict) })
  const schema = (summary: string) => ({ summary, tags, params, querystring: Type.Object(versioned, strict) })
  app.get('/api/v1/reports/:period.json', { config: reportAccess, schema: schema('The report of a period as JSON') }, (request) =>
    readReport(parts, request, request.params.period, request.query),
  )
  const csv = filled('The figures of a period as CSV, prior and base year beside, or the form of a framework')
  app.get('/api/v1/reports/:period.csv', { config: reportAccess, schema: csv }, async (request, reply) => {
    const { lang = 'en', template } = request.query
    const source = await sourceOf(parts, request, request.params.period, request.query)
    const { document } = source
    const table = templated(source, template, lang)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', attachment(document.period.id, 'csv', template))
      .send(table === null ? renderCsv(document, lang) : csvOfTable(table))
  })
  const summary = 'The report of a period as a document without language, in the canonical form that the hash of a draft covers'
  const querystring = Type.Object({ boundary: reader.boundary, revision: versioned.revision }, strict)
  app.get(
    '/api/v1/reports/:period/document',
    { config: reportAccess, schema: { summary, tags, params, querystring } },
    async (request, reply) => {
      const { document } = await readInForce(parts, request, request.params.period, request.query)
      return reply.type('application/json; charset=utf-8').send(canonicalJson(document))
    },
  )
  const workbook = filled('The report of a period as a workbook (Office Open XML) of ten sheets, or the form of a framework')
  app.get('/api/v1/reports/:period.xlsx', { config: reportAccess, schema: workbook }, async (request, reply) => {
    const source = await sourceOf(parts, request, request.params.period, request.query)
    const { lang = 'en', template } = request.query
    const table = templated(source, template, lang)
    const bytes = await parts.files.workbook(table === null ? renderWorkbook(source, lang) : [table])
    return reply
      .type(XLSX_TYPE)
      .header('content-disposition', attachment(source.document.period.id, 'xlsx', template))
      .send(Buffer.from(bytes))
  })
  const print = schema('The report of a period as PDF: with charts where the machine of the service has Chromium, as plain tables else')
  app.get('/api/v1/reports/:period.pdf', { config: reportAccess, schema: print }, async (request, reply) => {
    const source = await sourceOf(parts, request, request.params.period, request.query)
    const language = request.query.lang ?? 'en'
    const html = renderPage(source, language, { code: parts.files.code(`sha256:${source.hash}`) })
    const bytes = await parts.files.pdf({ html, sheets: () => renderWorkbook(source, language), language })
    return reply
      .type('application/pdf')
      .header('content-disposition', attachment(source.document.period.id, 'pdf'))
      .send(Buffer.from(bytes))
  })
}

const templateRoute: Route = (app) => {
  const item = Type.Object({ id: Type.String(), name: Type.String(), edition: Type.String() })
  app.get(
    '/api/v1/report-templates',
    {
      config: reportAccess,
      schema: {
        summary: 'Forms of frameworks that a report is written in: the `template` of its CSV and XLSX',
        tags,
        querystring: Type.Object({ lang: reader.lang }, strict),
        response: answers(Type.Object({ templates: Type.Array(item) })),
      },
    },
    async (request) => {
      const { lang = 'en' } = request.query
      return { templates: TEMPLATES.map(({ id, name, edition }) => ({ id, name: textIn(name, lang), edition })) }
    },
  )
}
