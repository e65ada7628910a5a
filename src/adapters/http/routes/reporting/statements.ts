import { Type } from 'typebox'
import { PERIOD_FORMS, PERIOD_PATTERN, RESTATEMENT_CAUSES } from '../../../../domain/index.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'
import { reader } from './reports.ts'
import { StatementSchema } from './report-schemas.ts'
import { closedView, pendingView, statementView } from './statement-views.ts'

const PERIOD = Type.String({ pattern: PERIOD_PATTERN, description: PERIOD_FORMS })
export const REASON = Type.String({ minLength: 1, maxLength: 1000 })
const REVISION = Type.Integer({ minimum: 1, maximum: 100_000 })
const tags = ['statements']

const ClosedSchema = Type.Object({
  ...StatementSchema.properties,
  key: Type.String({ description: 'fingerprint of the key that signed the evidence: SHA-256 of the public key, hex' }),
})

export const PendingSchema = Type.Object({
  period: Type.String(),
  revision: Type.Integer({ description: 'in force' }),
  pending: Type.Array(
    Type.Object({
      id: Type.String({ description: 'the same for figures that are accepted together' }),
      figure: Type.String(),
      name: Type.String({ description: 'of the figure, in the language of the request' }),
      boundary: Type.String(),
      unit: Type.String(),
      old: nullable(Type.Number()),
      new: nullable(Type.Number()),
      published: Type.Boolean({ description: 'whether the published digits change' }),
      cause: Type.String(),
      causes: Type.Array(Type.Union(RESTATEMENT_CAUSES.map((cause) => Type.Literal(cause)))),
      points: Type.Array(Type.String()),
      entries: Type.Array(Type.String()),
      factors: Type.Array(Type.String()),
    }),
  ),
  rejected: nullable(
    Type.Object({ by: Type.String(), at: Time, reason: Type.String() }, { description: 'who leaves the closed figures as they are' }),
  ),
})

export const statementRoutes: Route = (app, { closing, clock, heavy }) => {
  app.get(
    '/api/v1/statements',
    {
      config: permit('closing.statements'),
      schema: {
        summary: 'Closed periods, every revision, newest first',
        tags,
        response: answers(Type.Object({ statements: Type.Array(StatementSchema) })),
      },
    },
    async (request) => ({ statements: (await closing.statements(contextOf(request, clock))).map(statementView) }),
  )
  app.post(
    '/api/v1/statements',
    {
      config: permit('closing.close'),
      schema: {
        summary: 'Close a period: its report, inputs and evidence are kept as revision 1',
        tags,
        body: Type.Object({ period: PERIOD, force: Type.Optional(Type.Boolean()), reason: Type.Optional(REASON) }, strict),
        response: answers(ClosedSchema),
      },
    },
    (request) => {
      const { period, force = false, reason } = request.body
      const context = { ...contextOf(request, clock), ...(reason === undefined ? {} : { reason }) }
      return heavy.run(context.principal.key, async () => closedView(resultOf(await closing.close(context, { period, force }))))
    },
  )
  app.get(
    '/api/v1/statements/:period/evidence',
    {
      config: permit('closing.evidence'),
      schema: {
        summary: 'The evidence file of a closed period, a ZIP archive that `campus verify` checks',
        tags,
        params: Type.Object({ period: PERIOD }, strict),
        querystring: Type.Object({ revision: Type.Optional(REVISION) }, strict),
      },
    },
    async (request, reply) => {
      const { revision = null } = request.query
      const { file, bytes } = resultOf(await closing.evidence(contextOf(request, clock), request.params.period, revision))
      return reply.type('application/zip').header('content-disposition', `attachment; filename="evidence-${file}"`).send(Buffer.from(bytes))
    },
  )
  restatementRoutes(app, { closing, clock, heavy })
}

function restatementRoutes(
  app: Parameters<Route>[0],
  { closing, clock, heavy }: Pick<Parameters<Route>[1], 'closing' | 'clock' | 'heavy'>,
): void {
  app.get(
    '/api/v1/restatements',
    {
      config: permit('closing.pending'),
      schema: {
        summary: 'What would change a closed period today: old, new, cause and the meters behind it',
        tags,
        querystring: Type.Object({ period: PERIOD, lang: reader.lang }, strict),
        response: answers(PendingSchema),
      },
    },
    (request) => {
      const context = contextOf(request, clock)
      const { period, lang = 'en' } = request.query
      return heavy.run(context.principal.key, async () => pendingView(resultOf(await closing.pending(context, period)), lang))
    },
  )
  app.post(
    '/api/v1/restatements',
    {
      config: permit('closing.accept'),
      schema: {
        summary: 'Accept what is pending: the next revision of the statement, with the reason',
        tags,
        body: Type.Object({ id: Type.String({ maxLength: 100 }), reason: REASON }, strict),
        response: answers(ClosedSchema),
      },
    },
    (request) => {
      const { id, reason } = request.body
      const context = { ...contextOf(request, clock), reason }
      return heavy.run(context.principal.key, async () => closedView(resultOf(await closing.accept(context, id))))
    },
  )
}
