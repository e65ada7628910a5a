import { Type } from 'typebox'
import { MOST_POINTS } from '../../../../views/usage/chosen-types.ts'
import { USAGE_GROUPINGS, USAGE_MEASURES, USAGE_STEPS } from '../../../../views/usage/usage-types.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, PointId, Share, strict, Time } from '../../schemas.ts'
import { spanOfQuery } from '../../times.ts'

const Measure = Type.Union(USAGE_MEASURES.map((m) => Type.Literal(m)))
const Grouping = Type.Union(USAGE_GROUPINGS.map((g) => Type.Literal(g)))
const StepSchema = Type.Union(USAGE_STEPS.map((s) => Type.Literal(s)))
const Values = Type.Array(nullable(Type.Number()))

const Series = Type.Object({
  key: Type.String(),
  points: Type.Array(PointId),
  total: nullable(Type.Number()),
  coverage: nullable(Share),
  bridged: Share,
  estimated: Share,
  values: Values,
  measured: Type.Array(Share),
})

export const UsageSchema = Type.Object({
  medium: Type.String(),
  unit: Type.String({ description: 'kWh, m3, kgCO2 or a currency' }),
  measure: Measure,
  zone: Type.String(),
  step: StepSchema,
  place: nullable(Type.String()),
  by: Grouping,
  edges: Type.Array(Time, { description: 'one more than there are values' }),
  total: Series,
  groups: Type.Array(Series),
  rest: nullable(Series),
  unpriced: Type.Array(Type.String(), { description: 'sites with amounts that no price or factor holds for' }),
})

export const ChosenSchema = Type.Object({
  zone: Type.String(),
  step: StepSchema,
  edges: Type.Array(Time, { description: 'one more than there are values' }),
  series: Type.Array(
    Type.Object({
      point: PointId,
      quantity: Type.String(),
      unit: Type.String(),
      kind: Type.String(),
      values: Values,
      measured: Type.Array(Share),
      inferred: Type.Array(Share),
    }),
  ),
})

const Times = { from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), step: Type.Optional(StepSchema) }
const UsageQuerySchema = Type.Object(
  {
    ...Times,
    medium: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'as points name it: electricity, tap-water, gas' })),
    place: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9_.:/-]{1,200}$', description: 'a site, or site/building; default: the whole campus' }),
    ),
    by: Type.Optional(Grouping),
    measure: Type.Optional(Measure),
  },
  strict,
)
const ChosenQuerySchema = Type.Object(
  {
    ...Times,
    points: Type.String({
      description: `ids of up to ${MOST_POINTS} points, separated by commas`,
      pattern: '^[A-Za-z0-9_.:/-]{1,200}(,[A-Za-z0-9_.:/-]{1,200}){0,19}$',
    }),
  },
  strict,
)

export const usageRoutes: Route = (app, { monitoring, status, clock, heavy }) => {
  app.get(
    '/api/v1/usage',
    {
      config: permit('monitoring.usage'),
      schema: {
        summary: 'What a medium used over time, by place or use, in amounts, money or CO2',
        description:
          'Amounts of meters at the top of their tree, so that nothing counts twice; `rest` is what no group explains. Money is the price of the energy at each hour, without demand and fixed charges. At most 9,000 spans.',
        tags: ['campus'],
        querystring: UsageQuerySchema,
        response: answers(UsageSchema),
      },
    },
    async (request) => {
      const context = contextOf(request, clock)
      const { medium = 'electricity', place = null, by = 'none', measure = 'amount', step = '1h', ...times } = request.query
      const span = spanOfQuery(times, status.timezone(), clock.now())
      return resultOf(
        await heavy.run(context.principal.key, () => monitoring.usage(context, { medium, place, by, measure, step, ...span })),
      )
    },
  )
  app.get(
    '/api/v1/series',
    {
      config: permit('monitoring.chosen'),
      schema: {
        summary: 'Several points over the same spans',
        description: 'Amounts of registers, means of gauges. At most 200,000 values.',
        tags: ['points'],
        querystring: ChosenQuerySchema,
        response: answers(ChosenSchema),
      },
    },
    async (request) => {
      const context = contextOf(request, clock)
      const { points, step = '1h', ...times } = request.query
      const span = spanOfQuery(times, status.timezone(), clock.now())
      const ask = (): ReturnType<typeof monitoring.chosen> =>
        monitoring.chosen(context, { points: [...new Set(points.split(','))], step, ...span })
      return resultOf(await heavy.run(context.principal.key, ask))
    },
  )
}
