import { Type } from 'typebox'
import { Problem } from '../../problems.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, longAnswers, nullable, ProblemSchema, strict, UnfinishedSchema } from '../../schemas.ts'
import { timeOf } from '../../times.ts'

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

const SpanBody = Type.Object({ from: Type.Optional(nullable(Type.String())), to: Type.Optional(nullable(Type.String())) }, strict)
const RebuildBody = Type.Object({ verify: Type.Optional(Type.Boolean()) }, strict)
const Rebuilt = Type.Object({ points: Type.Integer(), buckets: Type.Integer(), different: Type.Integer() })

const EmptyBody = Type.Object({ from: Type.String(), to: Type.String() }, strict)

const tags = ['data']

export const jobRoutes: Route = (app, parts) => {
  const { operations, clock } = parts
  app.get(
    '/api/v1/progress',
    {
      config: permit('operations.progress'),
      schema: { summary: 'Long work that runs or has just ended', tags: ['operation'], response: answers(ProgressSchema) },
    },
    async (request) => ({ jobs: await operations.progress(contextOf(request, clock)) }),
  )
  workRoutes(app, parts)
  rollupRoutes(app, parts)
  simulationRoutes(app, parts)
}

const workRoutes: Route = (app, { longWork }) => {
  app.get(
    '/api/v1/requests/:id',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'The answer of work that was begun with `Prefer: respond-async`, once it is there; until then 202 again',
        tags: ['operation'],
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
        response: { 202: UnfinishedSchema, '4xx': ProblemSchema, '5xx': ProblemSchema },
      },
    },
    (request, reply) => longWork.later(request, reply, request.params.id),
  )
}

const rollupRoutes: Route = (app, { administration, status, clock, heavy, longWork }) => {
  app.post(
    '/api/v1/rollup',
    {
      config: permit('administration.rollUp'),
      schema: { summary: 'Compute what is due, or a span again from raw readings', tags, body: SpanBody, response: longAnswers(Rebuilt) },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const { body } = request
      const zone = status.timezone()
      const from = typeof body.from === 'string' ? timeOf('body/from', body.from, zone) : null
      const to = typeof body.to === 'string' ? timeOf('body/to', body.to, zone) : null
      if ((from === null) !== (to === null)) throw new Problem('invalid-request', 'from and to go together')
      const span = from === null || to === null ? null : { from, to }
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, () => administration.rollUp(context, span)))
    },
  )
  app.post(
    '/api/v1/rebuild',
    {
      config: permit('administration.rebuild'),
      schema: {
        summary: 'Every bucket again from raw readings; with verify only compared',
        tags,
        body: RebuildBody,
        response: longAnswers(Rebuilt),
      },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const rebuild = (): Promise<object> => administration.rebuild(context, request.body.verify ?? false)
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, rebuild))
    },
  )
}

const simulationRoutes: Route = (app, { administration, status, clock, heavy, longWork }) => {
  app.post(
    '/api/v1/simulation/empty',
    {
      config: permit('administration.clearSimulation'),
      schema: {
        summary: 'Readings and buckets of a span removed, before a simulated campus plays it again; refused where the devices are real',
        tags,
        body: EmptyBody,
        response: longAnswers(Type.Object({ points: Type.Integer() })),
      },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const { body } = request
      const zone = status.timezone()
      const [from, to] = [timeOf('body/from', body.from, zone), timeOf('body/to', body.to, zone)]
      if (to <= from) throw new Problem('invalid-request', 'to must lie after from')
      const clear = async (): Promise<object> => resultOf(await administration.clearSimulation(context, { from, to }))
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, clear))
    },
  )
}
