import { Type } from 'typebox'
import { IMPORT_OPTION_NAMES } from '../../../../app/administration/imports/option-names.ts'
import { Problem } from '../../problems.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, PointId, strict } from '../../schemas.ts'
import { ImportId } from './import-schemas.ts'

/** Larger files go by the command, which reads them itself. */
const FILE_BYTES = 32 * 1024 * 1024
const OCTETS = 'application/octet-stream'

const option = Type.Union([Type.String({ maxLength: 500 }), Type.Array(Type.String({ maxLength: 500 }), { maxItems: 200 })])
const Query = Type.Object(
  {
    file: Type.String({ maxLength: 255, description: 'name of the file' }),
    point: Type.Optional(PointId),
    preview: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')], { description: 'read it, and store nothing' })),
    ...Object.fromEntries(IMPORT_OPTION_NAMES.map((name) => [name, Type.Optional(option)])),
  },
  strict,
)

const Fault = { line: Type.Integer(), column: Type.String(), value: Type.String(), reason: Type.String() }
const Report = Type.Object({
  exit: Type.Integer({ minimum: 0, maximum: 2, description: '0 all rows can be stored, 1 some are refused, 2 nothing is stored' }),
  import: nullable(ImportId),
  accepted: Type.Integer(),
  refused: Type.Integer(),
  no_value: Type.Integer(),
  duplicates: Type.Integer(),
  estimated: Type.Integer(),
  points: Type.Array(
    Type.Object({
      point: PointId,
      unit: Type.String(),
      column: Type.String(),
      accepted: Type.Integer(),
      duplicates: Type.Integer(),
      estimated: Type.Integer(),
      from: nullable(Type.String()),
      to: nullable(Type.String()),
    }),
  ),
  detected: Type.Array(Type.Object({ option: Type.String(), value: Type.String(), because: Type.String() })),
  notes: Type.Array(Type.String()),
  refusals: Type.Array(Type.Object(Fault)),
  failures: Type.Array(Type.Object({ ...Fault, kind: Type.String(), options: Type.Array(Type.String()) })),
  preview: Type.Optional(
    Type.Array(
      Type.Object({
        line: Type.Integer(),
        point: PointId,
        written: Type.String(),
        time: Type.String(),
        value: Type.Number(),
        unit: Type.String(),
        estimated: Type.Boolean(),
      }),
    ),
  ),
})

/** In a scope of its own: only this route takes bytes. */
export const importFileRoutes: Route = (app, { administration, clock, heavy }) => {
  void app.register(async (scope) => {
    scope.addContentTypeParser(OCTETS, { parseAs: 'buffer', bodyLimit: FILE_BYTES }, (_request, body, done) => done(null, body))
    scope.post(
      '/api/v1/imports/file',
      {
        config: permit('administration.importFile'),
        bodyLimit: FILE_BYTES,
        schema: {
          summary: 'Read a file of readings and store its rows behind the answer, or only look at it; options as of the command',
          tags: ['data'],
          consumes: [OCTETS],
          querystring: Query,
          response: answers(Report),
        },
      },
      (request) => {
        const context = contextOf(request, clock)
        const { file, point = null, preview = 'false', ...options } = request.query as Readonly<Record<string, string>> & { file: string }
        const { body } = request
        if (!(body instanceof Uint8Array) || body.length === 0) throw new Problem('invalid-request', 'the body is the file, as bytes')
        return heavy.run(context.principal.key, async () => {
          const given = { name: file, bytes: body, options, point, preview: preview === 'true' }
          return resultOf(await administration.importFile(context, given))
        })
      },
    )
  })
}
