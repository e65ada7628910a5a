import { Type } from 'typebox'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, NamesSchema, nullable } from '../../schemas.ts'

const Floor = Type.Object({ id: Type.String(), zones: Type.Array(Type.String()) })
const Building = Type.Object({ id: Type.String(), floors: Type.Array(Floor) })
const Site = Type.Object({ id: Type.String(), kind: Type.String(), name: NamesSchema, buildings: Type.Array(Building) })
const Source = Type.Object({ id: Type.String(), preset: Type.String(), topic: nullable(Type.String()) })

export const CampusSchema = Type.Object({
  id: Type.String(),
  name: NamesSchema,
  timezone: Type.String({ description: 'IANA zone; days and months are local to it' }),
  fiscal_start: Type.Integer({ minimum: 1, maximum: 12, description: 'month in which fiscal years begin' }),
  simulated: Type.Boolean({ description: 'its devices are simulated: no number is of a real campus' }),
  location: nullable(Type.Object({ latitude: Type.Number(), longitude: Type.Number() })),
  sites: Type.Array(Site),
  sources: Type.Array(Source),
})

export const campusRoutes: Route = (app, { monitoring, clock }) => {
  app.get(
    '/api/v1/campus',
    {
      config: permit('monitoring.campus'),
      schema: { summary: 'The tree of sites, buildings, floors and zones', tags: ['campus'], response: answers(CampusSchema) },
    },
    (request) => monitoring.campus(contextOf(request, clock)),
  )
}
