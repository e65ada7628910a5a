import { Type } from 'typebox'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, ProblemSchema, Time } from '../../schemas.ts'

const Alive = Type.Object({ alive: Type.Boolean(), version: Type.String(), started_at: Time })
export const ReadySchema = Type.Object({ ready: Type.Boolean(), reasons: Type.Array(Type.String()), degraded: Type.Array(Type.String()) })

export const healthRoutes: Route = (app, { status, operations, clock }) => {
  app.get(
    '/livez',
    { config: { permission: 'public' }, schema: { summary: 'Whether the process lives', tags: ['operation'], response: answers(Alive) } },
    // Whoever finds us alive finds the broker listening and the file for commands written.
    async () => {
      await status.awaitStart()
      return status.health()
    },
  )
  app.get(
    '/readyz',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Whether readings are taken and kept; 503 with the reasons when not',
        tags: ['operation'],
        response: { 200: ReadySchema, 503: ReadySchema },
      },
    },
    async (_request, reply) => {
      const readiness = status.readiness()
      return reply.code(readiness.ready ? 200 : 503).send(readiness)
    },
  )
  app.get(
    '/metrics',
    {
      config: permit('operations.metrics'),
      schema: {
        summary: 'Prometheus text',
        tags: ['operation'],
        produces: ['text/plain'],
        response: { 200: Type.String(), '4xx': ProblemSchema },
      },
    },
    async (request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await operations.metrics(contextOf(request, clock))),
  )
}
