import { Type } from 'typebox'
import { type Language, LANGUAGES } from '../../../../figures/messages/language.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, PointId, strict, Time } from '../../schemas.ts'
import { unwrap } from './entry-schemas.ts'

const frozen = {
  hash: Type.String({ description: 'SHA-256 of the data that it was learned from' }),
  full_output: Type.Number({ description: 'W at full output before control' }),
  frozen_at: Time,
}
const Baselines = Type.Object({
  measure: Type.String(),
  baselines: Type.Array(
    Type.Object({
      load: Type.String({ description: 'register of the load' }),
      from: Time,
      to: Time,
      frozen: nullable(Type.Object(frozen, { description: 'null: nothing was claimed with it yet' })),
      moved: nullable(Type.Boolean({ description: 'the data that it was learned from are others now' })),
      superseded: Type.Array(Type.Object({ ...frozen, superseded_at: Time, by: Type.String(), reason: Type.String() }), {
        description: 'oldest first',
      }),
    }),
  ),
})
const Params = Type.Object({ measure: Type.String({ maxLength: 200 }) })
const Body = Type.Object(
  {
    reason: Type.String({ minLength: 1, maxLength: 500, description: 'why, in the words of who asks' }),
    load: Type.Optional(PointId),
    lang: Type.Optional(Type.Unsafe<Language>({ type: 'string', enum: [...LANGUAGES], description: 'of sentences; default en' })),
  },
  strict,
)

export const baselineRoutes: Route = (app, { reporting, clock, heavy }) => {
  app.get(
    '/api/v1/savings/:measure/baselines',
    {
      config: permit('reporting.baselines'),
      schema: {
        summary: 'Frozen baselines of a measure, whether their data moved since, and what they superseded',
        tags: ['figures'],
        params: Params,
        response: answers(Baselines),
      },
    },
    (request) => {
      const context = contextOf(request, clock)
      return heavy.run(context.principal.key, async () => unwrap(await reporting.baselines(context, request.params.measure)))
    },
  )
  app.post(
    '/api/v1/savings/:measure/baselines',
    {
      config: permit('reporting.supersedeBaseline'),
      schema: {
        summary: 'Learns frozen baselines again from the data as they are now; the old ones are kept with who and why',
        tags: ['figures'],
        params: Params,
        body: Body,
        response: answers(Baselines),
      },
    },
    (request) => {
      const { reason, load = null, lang: language } = request.body
      const context = { ...contextOf(request, clock), reason }
      return heavy.run(context.principal.key, async () =>
        unwrap(await reporting.supersedeBaseline(context, request.params.measure, { load, language })),
      )
    },
  )
}
