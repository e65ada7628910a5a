import { Type } from 'typebox'
import type { Route } from '../../route-parts.ts'
import { answers, PointId, strict } from '../../schemas.ts'

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

export const importRoutes: Route = (app, { api }) => {
  const tags = ['data']
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
}
