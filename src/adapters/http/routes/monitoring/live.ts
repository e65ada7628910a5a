import { Type } from 'typebox'
import type { Route } from '../../route-parts.ts'
import { Problem } from '../../problems.ts'
import { ProblemSchema } from '../../schemas.ts'
import { createStreams } from '../../streams.ts'

const description = [
  '`readings`: {"readings": [{point, time, value, unit, quality}]}, at most one per point and second. `progress`: a job. `alarm`: an alarm that was raised, cleared or acknowledged.',
  'Send Last-Event-ID to resume: about ten minutes are held. A comment comes every 15 s. Readers that do not keep up are dropped.',
].join('\n')

export const liveRoutes: Route = (app, parts) => {
  const streams = createStreams({ ...parts, live: parts.api.live })
  app.get(
    '/api/v1/live',
    {
      config: { permission: 'read' },
      exposeHeadRoute: false,
      schema: {
        summary: 'Live readings as server-sent events',
        description,
        tags: ['campus'],
        produces: ['text/event-stream'],
        response: { 200: Type.String(), '4xx': ProblemSchema },
      },
    },
    (request, reply) => {
      if (request.principal === null) throw new Problem('unauthenticated')
      streams.open(request, reply, request.principal)
    },
  )
}
