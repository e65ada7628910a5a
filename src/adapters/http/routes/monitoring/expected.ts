import { Type } from 'typebox'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, PointId, Share, strict, Time } from '../../schemas.ts'
import { spanOfQuery } from '../../times.ts'

const Step = Type.Union([Type.Literal('15m'), Type.Literal('1h')])
const Value = nullable(Type.Number())

export const ExpectedSchema = Type.Object({
  point: PointId,
  quantity: Type.String(),
  unit: Type.String(),
  step: Step,
  zone: Type.String(),
  from: Time,
  to: Time,
  share: Type.Number({ description: 'share of like values that the band is made for' }),
  inside: nullable(
    Type.Object(
      { share: Share, values: Type.Integer() },
      { description: 'how much of the last four weeks lay in the band, each day predicted from the days before it' },
    ),
  ),
  peak: nullable(Type.Object({ time: Time, expected: Type.Number(), high: Type.Number() }, { description: 'greatest expected value' })),
  values: Type.Array(Type.Object({ time: Time, end: Time, value: Value, expected: Value, low: Value, high: Value })),
})

const Id = Type.Object({ id: PointId }, strict)
const Query = Type.Object({ from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), step: Type.Optional(Step) }, strict)

export const expectedRoutes: Route = (app, { monitoring, status, clock, heavy }) => {
  app.get(
    '/api/v1/points/:id/expected',
    {
      config: permit('monitoring.expected'),
      schema: {
        summary: 'A point against its typical band: what like days had at that time of the clock, up to seven days ahead',
        description:
          'At most 9,000 values. Default: the last 24 hours in steps of an hour. Amounts of registers are those of the step, gauges have their mean.',
        tags: ['points'],
        params: Id,
        querystring: Query,
        response: answers(ExpectedSchema),
      },
    },
    async (request) => {
      const context = contextOf(request, clock)
      const { params, query } = request
      const span = spanOfQuery(query, status.timezone(), clock.now())
      const answer = (): ReturnType<typeof monitoring.expected> =>
        monitoring.expected(context, { point: params.id, ...span, step: query.step ?? '1h' })
      return resultOf(await heavy.run(context.principal.key, answer))
    },
  )
}
