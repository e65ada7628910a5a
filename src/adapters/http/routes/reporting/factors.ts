import { Type } from 'typebox'
import { type Language, LANGUAGES } from '../../../../figures/messages/language.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'
import { Day, Id, Reason, Text, unwrap, Withdrawn } from './entry-schemas.ts'

const FactorSchema = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  set: Type.String(),
  region: nullable(Type.String()),
  value: Type.Number(),
  unit: Type.String(),
  from: nullable(Day),
  to: nullable(Day),
  publisher: Type.String(),
  document: Type.String(),
  note: Type.String(),
  conditions: Type.Optional(Type.String({ description: 'of a calorific value per m3: temperature and pressure' })),
  page: Type.Optional(Type.String({ description: 'table or page of the document' })),
  published: Type.Optional(Type.String({ description: 'date of the document, or a part of it' })),
  accessed: Type.Optional(Type.String({ description: 'the day on which the number was read' })),
  gases: Type.Optional(Type.String({ description: 'of a grid factor: CO2 alone, or CO2e' })),
  caution: Type.Optional(Type.String({ description: 'project-baseline, lower-bound: what it must be read with' })),
  verified: Type.Boolean(),
  recorded_at: nullable(Time),
  withdrawn: nullable(Withdrawn),
})
const MissingFactorSchema = Type.Object({
  kind: Type.String(),
  region: nullable(Type.String()),
  from: nullable(Day),
  to: nullable(Day),
  publisher: Type.String(),
  document: Type.String(),
  why: Type.String({ description: 'why there is no row, and where it was looked for' }),
  stand_in: Type.Boolean({ description: 'the latest earlier row stands in' }),
})
export const FactorsSchema = Type.Object({
  set: Type.String(),
  factors: Type.Array(FactorSchema),
  not_found: Type.Array(MissingFactorSchema, { description: 'rows that were looked for and are not shipped' }),
})
const factorKeys = {
  kind: Text(40),
  value: Type.Number(),
  region: Type.Optional(nullable(Text(60))),
  set: Type.Optional(Text(40)),
  from: Type.Optional(nullable(Text(10))),
  to: Type.Optional(nullable(Text(10))),
  publisher: Text(200),
  document: Text(500),
  note: Type.Optional(Text(1000)),
  conditions: Type.Optional(nullable(Text(100))),
}
const Moved = Type.Object({
  id: Type.String(),
  boundary: Type.String(),
  unit: Type.String(),
  before: nullable(Type.Number()),
  after: nullable(Type.Number()),
})

const tags = ['factors']

export const factorRoutes: Route = (app, parts) => {
  const { reporting, clock } = parts
  app.get(
    '/api/v1/factors',
    {
      config: permit('reporting.factors'),
      schema: {
        summary: 'Factor rows of a set, with where they come from',
        tags,
        querystring: Type.Object(
          {
            set: Type.Optional(Text(40)),
            lang: Type.Optional(Type.Unsafe<Language>({ type: 'string', enum: [...LANGUAGES], description: 'of sentences; default en' })),
            all: Type.Optional(
              Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'], description: 'withdrawn rows as well' }),
            ),
          },
          strict,
        ),
        response: answers(FactorsSchema),
      },
    },
    async (request) => {
      const { set = null, all, lang } = request.query
      return unwrap(await reporting.factors(contextOf(request, clock), { set, all: all === 'true', language: lang }))
    },
  )
  app.post(
    '/api/v1/factors',
    {
      config: permit('reporting.addFactor'),
      schema: {
        summary: 'A factor row of one’s own; it comes before the shipped ones',
        tags,
        body: Type.Object(factorKeys, strict),
        response: answers(Type.Object({ factor: FactorSchema })),
      },
    },
    async (request) => unwrap(await reporting.addFactor(contextOf(request, clock), request.body)),
  )
  factorActions(app, parts)
}

/** Withdraws a row, and previews one. */
const factorActions: Route = (app, { reporting, clock }) => {
  app.post(
    '/api/v1/factors/:id/withdraw',
    {
      config: permit('reporting.withdrawFactor'),
      schema: {
        summary: 'Takes a recorded row out; shipped rows stay',
        tags,
        params: Id,
        body: Reason,
        response: answers(Type.Object({ factor: FactorSchema })),
      },
    },
    async (request) => {
      const context = { ...contextOf(request, clock), reason: request.body.reason }
      return unwrap(await reporting.withdrawFactor(context, request.params.id))
    },
  )
  app.post(
    '/api/v1/factors/preview',
    {
      config: permit('reporting.previewFactor'),
      schema: {
        summary: 'Which figures of a period a row would move; nothing is written',
        tags,
        body: Type.Object({ ...factorKeys, period: Text(20) }, strict),
        response: answers(Type.Object({ moved: Type.Array(Moved) })),
      },
    },
    async (request) => {
      const { period, ...draft } = request.body
      return unwrap(await reporting.previewFactor(contextOf(request, clock), draft, period))
    },
  )
}
