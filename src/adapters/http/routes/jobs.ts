import { Type } from 'typebox'
import type { Route } from '../parts.ts'
import { Problem } from '../problems.ts'
import { answers, nullable, PointId, strict } from '../schemas.ts'
import { timeOf } from '../times.ts'

const Job = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  done: Type.Number(),
  total: nullable(Type.Number()),
  unit: Type.String(),
  detail: Type.String(),
})
export const ProgressSchema = Type.Object({ jobs: Type.Array(Job) })

/** One message of the journal holds no more readings than this. */
const ROWS = 1000
const IMPORT_BYTES = 1024 * 1024
const ImportBody = Type.Object(
  {
    point: PointId,
    rows: Type.Array(
      Type.Tuple([
        Type.Integer({ minimum: -62_135_596_800_000, maximum: 253_402_300_799_999, description: 'epoch milliseconds' }),
        Type.Number(),
      ]),
      {
        minItems: 1,
        maxItems: ROWS,
        description: 'time and value in the unit of the point',
      },
    ),
  },
  strict,
)
const DrainedBody = Type.Object({ seq: Type.Integer({ minimum: 0 }), rolled: Type.Optional(Type.Boolean()) }, strict)
const SpanBody = Type.Object({ from: Type.Optional(nullable(Type.String())), to: Type.Optional(nullable(Type.String())) }, strict)
const RebuildBody = Type.Object({ verify: Type.Optional(Type.Boolean()) }, strict)
const Rebuilt = Type.Object({ points: Type.Integer(), buckets: Type.Integer(), different: Type.Integer() })

export const jobRoutes: Route = (app, { api, heavy }) => {
  const tags = ['data']
  app.get(
    '/api/v1/progress',
    {
      config: { permission: 'read' },
      schema: { summary: 'Long work that runs or has just ended', tags: ['operation'], response: answers(ProgressSchema) },
    },
    async () => ({ jobs: api.progress() }),
  )
  app.post(
    '/api/v1/import',
    {
      config: { permission: 'prepare' },
      bodyLimit: IMPORT_BYTES,
      schema: {
        summary: 'Readings of one point; `seq` is what /drained waits for',
        tags,
        body: ImportBody,
        response: answers(Type.Object({ accepted: Type.Integer(), seq: Type.Integer() })),
      },
    },
    ({ body: { point, rows } }) => api.importRows(point, rows),
  )
  app.post(
    '/api/v1/drained',
    {
      config: { permission: 'prepare' },
      schema: {
        summary: 'Answers when everything accepted up to `seq` is stored, and rolled up if asked',
        tags,
        body: DrainedBody,
        response: answers(Type.Object({ drained: Type.Boolean() })),
      },
    },
    async ({ body }) => {
      await api.drained(body.seq, body.rolled ?? false)
      return { drained: true }
    },
  )
  app.post(
    '/api/v1/rollup',
    {
      config: { permission: 'admin' },
      schema: { summary: 'Compute what is due, or a span again from raw readings', tags, body: SpanBody, response: answers(Rebuilt) },
    },
    ({ body, principal }) => {
      const zone = api.campus().timezone
      const from = typeof body.from === 'string' ? timeOf('body/from', body.from, zone) : null
      const to = typeof body.to === 'string' ? timeOf('body/to', body.to, zone) : null
      if ((from === null) !== (to === null)) throw new Problem('invalid-request', 'from and to go together')
      return heavy.run(principal?.key ?? '', () => api.rollup(from, to))
    },
  )
  app.post(
    '/api/v1/rebuild',
    {
      config: { permission: 'admin' },
      schema: {
        summary: 'Every bucket again from raw readings; with verify only compared',
        tags,
        body: RebuildBody,
        response: answers(Rebuilt),
      },
    },
    ({ body, principal }) => heavy.run(principal?.key ?? '', () => api.rebuild(body.verify ?? false)),
  )
}
