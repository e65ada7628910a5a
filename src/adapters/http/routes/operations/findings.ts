import { Type } from 'typebox'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'

const Status = Type.Union([Type.Literal('open'), Type.Literal('planned'), Type.Literal('done'), Type.Literal('dismissed')])
const Verified = Type.Object({
  days: Type.Integer({ description: 'days since it was done, at most 28' }),
  before: Type.Number({ description: 'mean of a day' }),
  after: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
  verdict: Type.Union([Type.Literal('better'), Type.Literal('not-better'), Type.Literal('early')]),
})
const FindingRowSchema = Type.Object({
  id: Type.String({ examples: ['lights-nobody:park/block-a/2/east'] }),
  rule: Type.String(),
  subject: Type.String(),
  site: Type.String(),
  resource: Type.Union([Type.Literal('electricity'), Type.Literal('heat'), Type.Literal('water'), Type.Literal('none')]),
  unit: nullable(Type.Union([Type.Literal('kWh'), Type.Literal('m3')])),
  amount: Type.Number(),
  low: Type.Number({ description: 'lower edge of the 90 % band' }),
  high: Type.Number(),
  money: nullable(Type.Number()),
  currency: nullable(Type.String()),
  co2_kg: nullable(Type.Number()),
  minutes: Type.Number(),
  days: Type.Array(Type.String()),
  points: Type.Array(Type.String()),
  evidence: Type.String({ description: 'address on the page' }),
  status: Status,
  status_since: nullable(Time),
  owner: nullable(Type.String()),
  comments: Type.Array(Type.Object({ by: Type.String(), at: Time, text: Type.String() })),
  verified: nullable(Verified),
})
export const FindingsSchema = Type.Object({
  from: Type.String(),
  to: Type.String(),
  computed: Type.Array(Type.String()),
  findings: Type.Array(FindingRowSchema),
  total: Type.Integer(),
  silent: Type.Array(Type.Object({ rule: Type.String(), missing: Type.Array(Type.String()) }), {
    description: 'rules that are not judged, with what they lack',
  }),
})
export const ChangedFindingSchema = Type.Object({ finding: FindingRowSchema })

const Query = Type.Object(
  {
    to: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    all: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
  },
  strict,
)
const FindingId = Type.Object({ id: Type.String({ maxLength: 400 }) }, strict)
const Text = Type.String({ minLength: 1, maxLength: 1000 })
const Change = Type.Union([
  Type.Object({ status: Status, note: Type.Optional(nullable(Type.String({ maxLength: 1000 }))) }, strict),
  Type.Object({ owner: nullable(Type.String({ minLength: 1, maxLength: 200 })) }, strict),
  Type.Object({ comment: Text }, strict),
])

const tags = ['operation']

export const findingRoutes: Route = (app, { operations, clock }) => {
  app.get(
    '/api/v1/findings',
    {
      config: permit('operations.findings'),
      schema: {
        summary: 'What was wasted in a week, biggest first: kWh, money and what to do; ten, or all',
        tags,
        querystring: Query,
        response: answers(FindingsSchema),
      },
    },
    async (request) => {
      const { to = null, all } = request.query
      return resultOf(await operations.findings(contextOf(request, clock), { to, all: all === 'true' }))
    },
  )
  app.post(
    '/api/v1/findings/:id',
    {
      config: permit('operations.actOnFinding'),
      schema: {
        summary: 'Status, owner or comment of a finding; what is done is held against the four weeks before',
        tags,
        params: FindingId,
        body: Change,
        response: answers(ChangedFindingSchema),
      },
    },
    async (request) => {
      const { params, body } = request
      const wish = 'status' in body ? { status: body.status, note: body.note ?? null } : body
      return { finding: resultOf(await operations.actOnFinding(contextOf(request, clock), params.id, wish)) }
    },
  )
}
