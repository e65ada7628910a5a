import { Type } from 'typebox'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { ProblemSchema } from '../../schemas.ts'
import { createStreams } from '../../streams.ts'

const description = [
  '`readings`: {"readings": [{point, time, value, unit, quality}]}, at most one per point and second. `progress`: a job. `alarm`: an alarm that was raised, cleared or acknowledged.',
  'Send Last-Event-ID to resume: about ten minutes are held. A comment comes every 15 s. Readers that do not keep up are dropped.',
].join('\n')

export const liveRoutes: Route = (app, parts) => {
  const streams = createStreams(parts)
  app.get(
    '/api/v1/live',
    {
      config: permit('monitoring.live'),
      exposeHeadRoute: false,
      schema: {
        summary: 'Live readings as server-sent events',
        description,
        tags: ['campus'],
        produces: ['text/event-stream'],
        response: { 200: Type.String(), '4xx': ProblemSchema },
      },
    },
    async (request, reply) => {
      const context = contextOf(request, parts.clock)
      streams.open(request, reply, { principal: context.principal, live: await parts.monitoring.live(context) })
    },
  )
}
