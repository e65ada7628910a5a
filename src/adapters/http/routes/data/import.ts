import { Type } from 'typebox'
import { contextOf } from '../../request-context.ts'
import { resultOf } from '../../refusals.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, PointId, strict } from '../../schemas.ts'
import { ImportId } from './import-schemas.ts'

/** One message of the journal holds no more readings than this. */
const ROWS = 1000
const IMPORT_BYTES = 1024 * 1024
const epochMs = (description: string) => Type.Integer({ minimum: -62_135_596_800_000, maximum: 253_402_300_799_999, description })
const ImportBody = Type.Object(
  {
    point: PointId,
    rows: Type.Array(Type.Tuple([epochMs('epoch milliseconds'), Type.Number()]), {
      minItems: 1,
      maxItems: ROWS,
      description: 'time and value in the unit of the point',
    }),
    estimated: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0, maximum: ROWS - 1 }), {
        maxItems: ROWS,
        description: 'positions in `rows`, from 0, of values that are estimates',
      }),
    ),
    import: Type.Optional(ImportId),
    accept_since: Type.Optional(epochMs('oldest time that is believed, epoch milliseconds; default 2000-01-01')),
  },
  strict,
)
const DrainedBody = Type.Object({ seq: Type.Integer({ minimum: 0 }), rolled: Type.Optional(Type.Boolean()) }, strict)

export const importRoutes: Route = (app, { administration, clock }) => {
  const tags = ['data']
  app.post(
    '/api/v1/import',
    {
      config: permit('administration.importRows'),
      bodyLimit: IMPORT_BYTES,
      schema: {
        summary:
          'Readings of one point; `seq` is what /drained waits for. A row that cannot be stored refuses all of them, each with its place',
        tags,
        body: ImportBody,
        response: answers(Type.Object({ accepted: Type.Integer(), seq: Type.Integer(), import: ImportId })),
      },
    },
    async (request) => {
      const { accept_since: acceptSince, ...rows } = request.body
      const given = { ...rows, ...(acceptSince === undefined ? {} : { acceptSince }) }
      return resultOf(await administration.importRows(contextOf(request, clock), given))
    },
  )
  app.post(
    '/api/v1/drained',
    {
      config: permit('administration.awaitStored'),
      schema: {
        summary:
          'Waits until everything accepted up to `seq` is stored, and rolled up if asked; `drained` false after ten seconds: ask again',
        tags,
        body: DrainedBody,
        response: answers(Type.Object({ drained: Type.Boolean() })),
      },
    },
    async (request) => {
      const { seq, rolled = false } = request.body
      return { drained: await administration.awaitStored(contextOf(request, clock), { seq, rolledUp: rolled }) }
    },
  )
}
