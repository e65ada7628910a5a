import { Type } from 'typebox'
import type { Route } from '../parts.ts'
import { Problem } from '../problems.ts'
import { answers, nullable, strict, Time } from '../schemas.ts'

const Day = Type.String({ description: 'local day, YYYY-MM-DD', examples: ['2026-03-01'] })
const Text = (maxLength: number) => Type.String({ maxLength })
const FactSchema = Type.Object({
  id: Type.String(),
  key: Type.String(),
  site: Type.String(),
  from: Day,
  to: nullable(Day),
  value: Type.Number(),
  unit: Type.String(),
  note: nullable(Type.String()),
  reference: nullable(Type.String()),
  attachment: nullable(Type.String()),
  author: Type.String(),
  recorded_at: Time,
  counts: Type.Boolean({ description: 'false: a later entry replaced it' }),
})
export const FactsSchema = Type.Object({ facts: Type.Array(FactSchema) })
export const FactMadeSchema = Type.Object({ fact: FactSchema, warnings: Type.Array(Type.String()) })
const FactBody = Type.Object(
  {
    key: Text(100),
    site: Text(200),
    value: Type.Number(),
    from: Text(10),
    to: Type.Optional(nullable(Type.String({ maxLength: 10, description: 'the day after the last day; an amount needs it' }))),
    note: Type.Optional(nullable(Text(2000))),
    reference: Type.Optional(nullable(Type.String({ maxLength: 200, description: 'invoice number or document' }))),
    attachment: Type.Optional(nullable(Text(1000))),
  },
  strict,
)

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
  verified: Type.Boolean(),
  recorded_at: nullable(Time),
})
export const FactorsSchema = Type.Object({ set: Type.String(), factors: Type.Array(FactorSchema) })
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
}
const Moved = Type.Object({
  id: Type.String(),
  boundary: Type.String(),
  unit: Type.String(),
  before: nullable(Type.Number()),
  after: nullable(Type.Number()),
})

type Refusable<T> = T | { readonly faults: readonly { readonly path: string; readonly message: string }[] } | { readonly unknown: string }

/** An answer, or the problem that it is. */
function answered<T extends object>(said: Refusable<T>): T {
  if ('faults' in said)
    throw new Problem('invalid-request', undefined, { errors: said.faults.map((f) => ({ ...f, path: `body/${f.path}` })) })
  if ('unknown' in said) throw new Problem('invalid-request', said.unknown)
  return said
}

export const accountRoutes: Route = (app, { accounts }) => {
  const tags = ['accounts']
  app.get(
    '/api/v1/facts',
    {
      config: { permission: 'read' },
      schema: { summary: 'Entries: head count, area, waste, bills, targets, as they were recorded', tags, response: answers(FactsSchema) },
    },
    async () => ({ facts: await accounts.facts() }),
  )
  app.post(
    '/api/v1/facts',
    {
      config: { permission: 'prepare' },
      schema: { summary: 'A new entry; nothing is overwritten', tags, body: FactBody, response: answers(FactMadeSchema) },
    },
    async ({ body, principal }) => answered(await accounts.addFact(body, principal?.key ?? '')),
  )
  app.get(
    '/api/v1/factors',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'Factor rows of a set, with where they come from',
        tags,
        querystring: Type.Object({ set: Type.Optional(Text(40)) }, strict),
        response: answers(FactorsSchema),
      },
    },
    async ({ query }) => answered(await accounts.factors(query.set ?? null)),
  )
  app.post(
    '/api/v1/factors',
    {
      config: { permission: 'prepare' },
      schema: {
        summary: 'A factor row of one’s own; it comes before the shipped ones',
        tags,
        body: Type.Object(factorKeys, strict),
        response: answers(Type.Object({ factor: FactorSchema })),
      },
    },
    async ({ body, principal }) => answered(await accounts.addFactor(body, principal?.key ?? '')),
  )
  app.post(
    '/api/v1/factors/preview',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'Which figures of a period a row would move; nothing is written',
        tags,
        body: Type.Object({ ...factorKeys, period: Text(7) }, strict),
        response: answers(Type.Object({ moved: Type.Array(Moved) })),
      },
    },
    async ({ body: { period, ...entry } }) => answered(await accounts.previewFactor(entry, period)),
  )
}
