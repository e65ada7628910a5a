import { Type } from 'typebox'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, SuggestionSchema, Time } from '../../schemas.ts'

const DiscoverySchema = Type.Object({
  source: Type.String(),
  device: Type.String(),
  field: Type.String(),
  count: Type.Integer(),
  first_seen: Time,
  last_seen: Time,
  last_value: Type.String(),
  suggestion: nullable(SuggestionSchema),
})

const OverlookedSchema = Type.Object({
  template: Type.String(),
  count: Type.Integer(),
  first_seen: Time,
  last_seen: Time,
  sample: Type.Object({ topic: Type.String(), payload: Type.String(), base64: nullable(Type.String()), bytes: Type.Integer() }),
})

export const DiscoveriesSchema = Type.Object({ discoveries: Type.Array(DiscoverySchema), topics: Type.Array(OverlookedSchema) })

export const discoveryRoutes: Route = (app, { monitoring, clock }) => {
  app.get(
    '/api/v1/discoveries',
    {
      config: permit('monitoring.discoveries'),
      schema: {
        summary: 'Fields that devices send and no point asks for, and topics that no source listens to',
        tags: ['quality'],
        response: answers(DiscoveriesSchema),
      },
    },
    async (request) => {
      const context = contextOf(request, clock)
      return { discoveries: await monitoring.discoveries(context), topics: await monitoring.overlooked(context) }
    },
  )
}
