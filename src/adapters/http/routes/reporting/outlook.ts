import { type Static, Type } from 'typebox'
import type { Outlook } from '../../../../figures/api.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict } from '../../schemas.ts'
import { unwrap } from './entry-schemas.ts'
import { PERIOD, reader } from './reports.ts'
import { figureName } from './statement-views.ts'

const OutlookSchema = Type.Object({
  year: Type.String(),
  months: Type.Integer(),
  over: Type.Integer({ description: 'months that are over' }),
  figures: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      boundary: Type.String(),
      unit: Type.String(),
      digits: Type.Integer(),
      cost_of: nullable(Type.String({ description: 'the figure whose cost this is' })),
      target: nullable(Type.Number({ description: 'what targets allow in the year' })),
      known: nullable(Type.Number({ description: 'of the months that are over' })),
      forecast: nullable(Type.Number({ description: 'of the whole year; null where nothing tells it' })),
      low: nullable(Type.Number({ description: 'lower end of the 90 % band; null before two months are over' })),
      high: nullable(Type.Number()),
      method: nullable(
        Type.String({ description: 'shape: the year before at the level of this one; before: the year before; mean: the mean month' }),
      ),
    }),
  ),
})

function view({ figures, ...rest }: Outlook, nameOf: (id: string) => string): Static<typeof OutlookSchema> {
  const rows = figures.map(({ forecast, costOf, ...figure }) => ({
    ...figure,
    name: nameOf(figure.id),
    cost_of: costOf,
    known: forecast?.known ?? null,
    forecast: forecast?.value ?? null,
    low: forecast?.low ?? null,
    high: forecast?.high ?? null,
    method: forecast?.method ?? null,
  }))
  return { ...rest, figures: rows }
}

export const outlookRoutes: Route = (app, { reporting, clock, heavy }) => {
  app.get(
    '/api/v1/outlook',
    {
      config: permit('reporting.outlook'),
      schema: {
        summary: 'A year with its end: amounts beside their cost and target, and where they come out with a 90 % band',
        tags: ['figures'],
        querystring: Type.Object({ period: PERIOD, lang: reader.lang }, strict),
        response: answers(OutlookSchema),
      },
    },
    (request) => {
      const context = contextOf(request, clock)
      const { period, lang = 'en' } = request.query
      return heavy.run(context.principal.key, async () =>
        view(unwrap(await reporting.outlook(context, period)), (id) => figureName(id, lang)),
      )
    },
  )
}
