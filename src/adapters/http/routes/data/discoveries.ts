import { Type } from 'typebox'
import type { Route } from '../../route-parts.ts'
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

export const DiscoveriesSchema = Type.Object({ discoveries: Type.Array(DiscoverySchema) })

export const discoveryRoutes: Route = (app, { api }) => {
  app.get(
    '/api/v1/discoveries',
    {
      config: { permission: 'read' },
      schema: { summary: 'Fields that devices send and no point asks for', tags: ['quality'], response: answers(DiscoveriesSchema) },
    },
    async () => ({ discoveries: await api.discoveries() }),
  )
}
