import { Type } from 'typebox'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, longAnswers, nullable, PointId, strict } from '../../schemas.ts'
import { ImportId, ImportSchema, importView, KeptSchema } from './import-schemas.ts'

/** Points of one import. */
const POINTS = 1000
const OpenBody = Type.Object(
  {
    file: Type.Optional(nullable(Type.String({ maxLength: 255, description: 'name of the file that the rows come from' }))),
    points: Type.Array(PointId, { minItems: 1, maxItems: POINTS }),
  },
  strict,
)
const Params = Type.Object({ id: ImportId })
const Undo = Type.Object({
  import: ImportSchema,
  restored: Type.Integer(),
  removed: Type.Integer(),
  kept: Type.Array(KeptSchema),
  seq: Type.Integer({ description: 'what /drained waits for' }),
})

const tags = ['data']

export const importListRoutes: Route = (app, parts) => {
  const { administration, clock, status } = parts
  app.get(
    '/api/v1/imports',
    {
      config: permit('administration.imports'),
      schema: { summary: 'Imports, oldest first', tags, response: answers(Type.Object({ imports: Type.Array(ImportSchema) })) },
    },
    async (request) => {
      const entries = await administration.imports(contextOf(request, clock))
      return { imports: entries.map((entry) => importView(entry, status.timezone())) }
    },
  )
  app.post(
    '/api/v1/imports',
    {
      config: permit('administration.openImport'),
      schema: { summary: 'Begin an import: its rows can be taken back together', tags, body: OpenBody, response: answers(ImportSchema) },
    },
    async (request) => {
      const { file = null, points } = request.body
      return importView(resultOf(await administration.openImport(contextOf(request, clock), { file, points })), status.timezone())
    },
  )
  closingRoutes(app, parts)
}

const closingRoutes: Route = (app, { administration, clock, status, heavy, longWork }) => {
  app.post(
    '/api/v1/imports/:id/finish',
    {
      config: permit('administration.finishImport'),
      schema: { summary: 'End an import: it takes no more rows', tags, params: Params, response: answers(ImportSchema) },
    },
    async (request) =>
      importView(resultOf(await administration.finishImport(contextOf(request, clock), request.params.id)), status.timezone()),
  )
  app.post(
    '/api/v1/imports/:id/undo',
    {
      config: permit('administration.undoImport'),
      schema: {
        summary: 'Take the rows of an import back: what they replaced comes back, what was stored there since stays',
        tags,
        params: Params,
        response: longAnswers(Undo),
      },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const undo = async (): Promise<object> => {
        const { import: entry, restored, removed, kept, seq } = resultOf(await administration.undoImport(context, request.params.id))
        return { import: importView(entry, status.timezone()), restored, removed, kept: kept.map((k) => ({ ...k })), seq }
      }
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, undo))
    },
  )
}
