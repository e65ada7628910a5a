import { Type } from 'typebox'
import { STEPS } from '../../../../domain/index.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, FindingSchema, NamesSchema, nullable, PointId, QualitySchema, Share, strict, Time } from '../../schemas.ts'
import { spanOfQuery } from '../../times.ts'

const Last = Type.Object({ time: Time, value: Type.Number(), quality: QualitySchema, age_s: Type.Number(), stale: Type.Boolean() })
const Device = Type.Object({
  source: Type.String(),
  device: Type.String(),
  field: Type.String(),
  from: nullable(Time),
  to: nullable(Time),
  serial: nullable(Type.String()),
  multiplier: Type.Number({ description: 'CT x PT ratio that values of the meter are multiplied by' }),
})
const CoverageSchema = Type.Object({ measured: Share, bridged: Share, estimated: Share, missing: Share })
const Place = Type.Object({
  site: Type.String(),
  building: nullable(Type.String()),
  floor: nullable(Type.String()),
  zone: nullable(Type.String()),
})

export const PointSchema = Type.Object({
  id: PointId,
  name: NamesSchema,
  place: Place,
  use: nullable(Type.String()),
  medium: nullable(Type.String()),
  role: nullable(Type.String()),
  parent: nullable(Type.String()),
  status: Type.Union([Type.Literal('live'), Type.Literal('commissioning')]),
  quantity: Type.String(),
  unit: Type.String(),
  kind: Type.String(),
  interval_s: nullable(Type.Number({ description: 'expected time between readings, or the length of an amount' })),
  file_unit: Type.String({ description: 'unit of values in files that name none' }),
  interval_months: nullable(Type.Integer({ description: 'length of an amount of calendar months' })),
  stamp: nullable(
    Type.Union([Type.Literal('begin'), Type.Literal('end')], { description: 'the end of their interval that amounts are stamped with' }),
  ),
  last: nullable(Last),
  coverage: nullable(Share),
  coverage_detail: nullable(CoverageSchema),
  stale_after_s: Type.Number({ description: 'older than this the last value is stale' }),
  devices: Type.Array(Device),
  of: Type.Optional(
    Type.Array(Type.Object({ point: PointId, times: Type.Number() }), {
      description: 'the terms of a computed point; left out for one that is read',
    }),
  ),
  findings: Type.Array(FindingSchema),
})

const BucketStep = Type.Union(STEPS.map((s) => Type.Literal(s)))
const Step = Type.Union([Type.Literal('raw'), ...STEPS.map((s) => Type.Literal(s))])

const Value = Type.Object({
  time: Time,
  end: Time,
  value: nullable(Type.Number()),
  coverage: Share,
  bridged: Share,
  estimated: Share,
  missing: Share,
  min: nullable(Type.Number()),
  max: nullable(Type.Number()),
  n: Type.Integer(),
  quality: Type.Optional(QualitySchema),
  findings: Type.Array(Type.String()),
})

export const SeriesSchema = Type.Object({
  point: PointId,
  quantity: Type.String(),
  unit: Type.String(),
  kind: Type.String(),
  step: Step,
  zone: Type.String(),
  from: Time,
  to: Time,
  values: Type.Array(Value),
  findings: Type.Array(FindingSchema),
})

const BucketRowSchema = Type.Object({
  start: Time,
  end: Time,
  n: Type.Integer(),
  total: Type.Number(),
  min: nullable(Type.Number()),
  max: nullable(Type.Number()),
  measured_ms: Type.Number(),
  coarse_ms: Type.Number(),
  bridged_ms: Type.Number(),
  estimated_ms: Type.Number(),
  closing: nullable(Type.Object({ time: Time, value: Type.Number() })),
  findings: Type.Array(Type.String()),
  version: Type.Integer(),
})

export const BucketsSchema = Type.Object({
  point: PointId,
  quantity: Type.String(),
  unit: Type.String(),
  base_unit: Type.String(),
  base_per_unit: Type.Number(),
  step: BucketStep,
  from: Time,
  to: Time,
  buckets: Type.Array(BucketRowSchema),
})

export const PointsSchema = Type.Object({ points: Type.Array(PointSchema) })
const Id = Type.Object({ id: PointId }, strict)
const SeriesQuery = Type.Object({ from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), step: Type.Optional(Step) }, strict)

const BucketQuery = Type.Object(
  { from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), step: Type.Optional(BucketStep) },
  strict,
)

export const pointRoutes: Route = (app, { monitoring, status, clock, heavy }) => {
  app.get(
    '/api/v1/points',
    {
      config: permit('monitoring.points'),
      schema: { summary: 'Every point with its last value, age, quality and coverage', tags: ['points'], response: answers(PointsSchema) },
    },
    async (request) => ({ points: await monitoring.points(contextOf(request, clock)) }),
  )
  app.get(
    '/api/v1/points/:id',
    { config: permit('monitoring.point'), schema: { summary: 'One point', tags: ['points'], params: Id, response: answers(PointSchema) } },
    async (request) => resultOf(await monitoring.point(contextOf(request, clock), request.params.id)),
  )
  app.get(
    '/api/v1/points/:id/series',
    {
      config: permit('monitoring.series'),
      schema: {
        summary: 'Readings or buckets of a point',
        description:
          'At most 5,000 values. Default: the last 24 hours in steps of 15 minutes. Spans without data are in the answer, with value null.',
        tags: ['points'],
        params: Id,
        querystring: SeriesQuery,
        response: answers(SeriesSchema),
      },
    },
    async (request) => {
      const context = contextOf(request, clock)
      const { params, query } = request
      const span = spanOfQuery(query, status.timezone(), clock.now())
      const answer = (): ReturnType<typeof monitoring.series> =>
        monitoring.series(context, { point: params.id, ...span, step: query.step ?? '15m' })
      return resultOf(await heavy.run(context.principal.key, answer))
    },
  )
  app.get(
    '/api/v1/points/:id/buckets',
    {
      config: permit('monitoring.buckets'),
      schema: {
        summary: 'Buckets of a point as they stand: exact totals, coverage, the closing reading',
        description: 'At most a year of quarter hours. Spans of which nothing is known have no row. Default: the last 24 hours.',
        tags: ['points'],
        params: Id,
        querystring: BucketQuery,
        response: answers(BucketsSchema),
      },
    },
    async (request) => {
      const context = contextOf(request, clock)
      const { params, query } = request
      const span = spanOfQuery(query, status.timezone(), clock.now())
      const answer = (): ReturnType<typeof monitoring.buckets> =>
        monitoring.buckets(context, { point: params.id, ...span, step: query.step ?? '15m' })
      return resultOf(await heavy.run(context.principal.key, answer))
    },
  )
}
