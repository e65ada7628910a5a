import { Type } from 'typebox'
import { PERIOD_FORMS, PERIOD_PATTERN } from '../../../../domain/index.ts'
import { LANGUAGES, type Language } from '../../../../figures/messages/language.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, NamesSchema, nullable, Share, strict, Time } from '../../schemas.ts'
import { unwrap } from './entry-schemas.ts'

const kWh = (description: string) => nullable(Type.Number({ description: `kWh; ${description}` }))
const Finding = Type.Object({ code: Type.String(), sentence: Type.String() })
const Month = Type.String({ examples: ['2026-03'] })
const amounts = {
  saving: kWh('counterfactual - metered, with its sign; null when nothing is claimed'),
  counterfactual: kWh('what the baseline would have used'),
  metered: kWh('what the meters counted in the same time'),
  avoided_hours: nullable(Type.Number({ description: 'hours at full output that control avoided' })),
  interval90: kWh('half-width of the 90 % interval; null where findings say why'),
  meter_only: kWh('half-width of meter and power alone where the baseline is unproved: no 90 % interval'),
  coverage: Share,
}
const Power = Type.Object({
  watts: Type.Number({ description: 'W at full output' }),
  source: Type.Union([Type.Literal('measured'), Type.Literal('rated')]),
  window: nullable(Type.String({ description: 'the month in whose last 28 days it was measured' })),
  hours: Type.Integer({ description: 'hours of which it is the median' }),
  scatter: nullable(Type.Number({ description: 'their standard deviation, W' })),
  running: Type.Integer({ description: 'steady hours in which the load ran, at full output or below it' }),
})
const LoadMonth = Type.Object({
  month: Month,
  from: Time,
  to: Time,
  ...amounts,
  baseline_hours: nullable(Type.Number({ description: 'hours at full output of the baseline in the time that is known' })),
  power: nullable(Power),
  reason_code: nullable(Type.String({ description: 'why nothing is claimed, as a word for programs' })),
  reason: nullable(Type.String({ description: 'why nothing is claimed' })),
})
const Load = Type.Object({
  energy: Type.String(),
  power: Type.String(),
  baseline_hash: nullable(Type.String({ description: 'SHA-256 of the data that the frozen baseline was learned from' })),
  ...amounts,
  months: Type.Array(LoadMonth),
  findings: Type.Array(Finding),
})
const tonnes = nullable(Type.Number({ description: 'tCO2e avoided, at the grid factor of the site' }))
const measure = {
  id: Type.String(),
  name: NamesSchema,
  system: nullable(Type.String()),
  period: Type.String(),
  unit: Type.Literal('kWh'),
  baseline: Type.String({ description: 'schedule, or the time it was learned from' }),
  control_from: nullable(Type.String({ description: 'first day of control' })),
  ...amounts,
  avoided_tco2e: tonnes,
  loads: Type.Array(Load),
  months: Type.Array(Type.Object({ month: Month, ...amounts })),
  interaction: nullable(
    Type.Object(
      {
        cooling: Type.Number({ description: 'kWh of cooling saved besides' }),
        season: Type.String(),
        cop: Type.Number(),
        share: Share,
      },
      { description: 'what the measure saves of cooling in the season: reported apart, in no sum' },
    ),
  ),
  findings: Type.Array(Finding),
  missing: Type.Array(Type.String({ description: 'why nothing is claimed' })),
}
const Profile = Type.Array(Type.Number({ description: 'mean share of full output, 0..1, of each quarter hour of a local day' }))
const MeasureSchema = Type.Object({
  ...measure,
  zone: Type.String(),
  language: Type.String(),
  cumulative: Type.Array(Type.Object({ month: Month, ...amounts }), {
    description: 'from the begin of the period to the end of each month',
  }),
  profile: nullable(
    Type.Object({ workday: Profile, weekend: Profile, holiday: Profile }, { description: 'what the loads did before control' }),
  ),
})
export const SavingsSchema = Type.Object({
  period: Type.String(),
  zone: Type.String(),
  from: Time,
  to: Time,
  boundary: nullable(Type.String({ description: 'null: every load' })),
  unit: Type.Literal('kWh'),
  language: Type.String(),
  measures: Type.Array(Type.Object(measure)),
  total: Type.Object({ ...amounts, avoided_tco2e: tonnes }),
  site_checks: Type.Array(
    Type.Object({
      site: Type.String(),
      measures: Type.Array(Type.String()),
      from: nullable(Time),
      to: nullable(Time),
      claimed: kWh('what the measures claim together'),
      claimed_interval90: kWh('half-width of its 90 % interval'),
      building: kWh('what the main meters saved by a model of weather'),
      building_interval90: kWh('half-width of its 90 % interval'),
      verdict: Type.Union([Type.Literal('inside'), Type.Literal('outside'), Type.Literal('unchecked')]),
      reason_code: nullable(Type.String()),
      reason: nullable(Type.String({ description: 'why it is unchecked, or what disagrees' })),
    }),
    { description: 'a row for each site with measures' },
  ),
  missing: Type.Array(Type.String({ description: 'why there is nothing to show' })),
})

const Query = Type.Object(
  {
    period: Type.String({ pattern: PERIOD_PATTERN, description: PERIOD_FORMS }),
    boundary: Type.Optional(
      Type.String({ maxLength: 200, description: 'all, offices, shops, a site, site/building; default: every load' }),
    ),
    lang: Type.Optional(Type.Unsafe<Language>({ type: 'string', enum: [...LANGUAGES], description: 'of sentences; default en' })),
  },
  strict,
)

export const savingsRoutes: Route = (app, { reporting, clock, heavy }) => {
  app.get(
    '/api/v1/savings',
    {
      config: permit('reporting.savings'),
      schema: {
        summary: 'What each measure saved, with its interval',
        tags: ['figures'],
        querystring: Query,
        response: answers(SavingsSchema),
      },
    },
    (request) => {
      const { period, boundary = null, lang: language } = request.query
      const context = contextOf(request, clock)
      return heavy.run(context.principal.key, async () => unwrap(await reporting.savings(context, { period, boundary, language })))
    },
  )
  app.get(
    '/api/v1/savings/:measure',
    {
      config: permit('reporting.measure'),
      schema: {
        summary: 'One measure: baseline, metered, what it saved up to each month with its interval, findings',
        tags: ['figures'],
        params: Type.Object({ measure: Type.String({ maxLength: 200 }) }),
        querystring: Query,
        response: answers(MeasureSchema),
      },
    },
    (request) => {
      const { period, boundary = null, lang: language } = request.query
      const context = contextOf(request, clock)
      return heavy.run(context.principal.key, async () =>
        unwrap(await reporting.measure(context, request.params.measure, { period, boundary, language })),
      )
    },
  )
}
