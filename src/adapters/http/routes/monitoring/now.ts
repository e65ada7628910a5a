import { Type } from 'typebox'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, Share, strict, Time } from '../../schemas.ts'

const Medium = Type.Union([Type.Literal('electricity'), Type.Literal('tap-water'), Type.Literal('reclaimed-water')])
const Sum = Type.Object({
  key: Type.String(),
  value: nullable(Type.Number()),
  unit: Type.String(),
  fresh: Type.Integer({ description: 'points that spoke lately' }),
  points: Type.Integer({ description: 'points the sum should stand on' }),
})
const Amount = Type.Object({ value: nullable(Type.Number()), unit: Type.String(), coverage: nullable(Share) })

export const NowSchema = Type.Object({
  time: Time,
  zone: Type.String(),
  media: Type.Array(
    Type.Object({
      medium: Medium,
      total: Sum,
      by_building: Type.Array(Sum),
      by_use: Type.Array(Sum),
      today: Amount,
      yesterday_same_time: Amount,
    }),
  ),
  points: Type.Object({ total: Type.Integer(), fresh: Type.Integer(), stale: Type.Integer(), silent: Type.Integer() }),
  coverage_today: nullable(Share),
})

export const CurveSchema = Type.Object({
  medium: Medium,
  unit: Type.String(),
  zone: Type.String(),
  day: Type.String(),
  step: Type.Literal('15m'),
  values: Type.Array(Type.Object({ time: Time, value: nullable(Type.Number()), coverage: Share })),
})

const CurveQuery = Type.Object(
  {
    medium: Type.Optional(Medium),
    day: Type.Optional(Type.String({ format: 'date', description: 'local day, 2026-03-02; default: today' })),
  },
  strict,
)

export const nowRoutes: Route = (app, { monitoring, heavy, clock }) => {
  app.get(
    '/api/v1/now',
    {
      config: permit('monitoring.now'),
      schema: { summary: 'Power and water now and today, by building and use', tags: ['campus'], response: answers(NowSchema) },
    },
    (request) => monitoring.now(contextOf(request, clock)),
  )
  app.get(
    '/api/v1/curve',
    {
      config: permit('monitoring.curve'),
      schema: { summary: 'The load curve of a local day', tags: ['campus'], querystring: CurveQuery, response: answers(CurveSchema) },
    },
    (request) => {
      const context = contextOf(request, clock)
      const { medium = 'electricity', day = null } = request.query
      return heavy.run(context.principal.key, () => monitoring.curve(context, { medium, day }))
    },
  )
}
