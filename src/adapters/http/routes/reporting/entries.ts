import { Type } from 'typebox'
import type { Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'
import { answered, Day, Id, Reason, Text, Withdrawn } from './entry-schemas.ts'

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
  factor: Type.Optional(Type.Number({ description: 'of an instrument, tCO2e/MWh' })),
  vintage: Type.Optional(Type.String({ description: 'of an instrument: the year its energy was made in' })),
  author: Type.String(),
  recorded_at: Time,
  counts: Type.Boolean({ description: 'false: a later entry replaced it, or it was withdrawn' }),
  withdrawn: nullable(Withdrawn),
})
export const FactsSchema = Type.Object({ facts: Type.Array(FactSchema) })
export const FactMadeSchema = Type.Object({ fact: FactSchema, warnings: Type.Array(Type.String()) })
const FactsMadeSchema = Type.Object({ facts: Type.Array(FactMadeSchema) })

/** Entries of one request, and what they may weigh. */
const MOST_ENTRIES = 2000
const ENTRIES_BYTES = 2 * 1024 * 1024

const FactBody = Type.Object(
  {
    key: Text(100),
    site: Type.Optional(nullable(Type.String({ maxLength: 200, description: 'a site; of a target a boundary; the base year needs none' }))),
    value: Type.Number(),
    from: Text(10),
    to: Type.Optional(nullable(Type.String({ maxLength: 10, description: 'the day after the last day; an amount needs it' }))),
    note: Type.Optional(nullable(Text(2000))),
    reference: Type.Optional(nullable(Type.String({ maxLength: 200, description: 'invoice number or document' }))),
    attachment: Type.Optional(nullable(Text(1000))),
    factor: Type.Optional(nullable(Type.Number({ description: 'of an instrument: tCO2e/MWh that it conveys' }))),
    vintage: Type.Optional(nullable(Text(7))),
  },
  strict,
)

export const factRoutes: Route = (app, { accounts }) => {
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
      bodyLimit: ENTRIES_BYTES,
      schema: {
        summary: 'A new entry, or several at once: all or none; nothing is overwritten',
        tags,
        body: Type.Union([FactBody, Type.Array(FactBody, { minItems: 1, maxItems: MOST_ENTRIES })]),
        response: answers(Type.Union([FactMadeSchema, FactsMadeSchema])),
      },
    },
    async ({ body, principal }) => {
      const author = principal?.key ?? ''
      return Array.isArray(body) ? answered(await accounts.addFacts(body, author)) : answered(await accounts.addFact(body, author))
    },
  )
  app.post(
    '/api/v1/facts/:id/withdraw',
    {
      config: { permission: 'prepare' },
      schema: {
        summary: 'Takes an entry out; it stays in the list with who and why, and what it had replaced counts again',
        tags,
        params: Id,
        body: Reason,
        response: answers(Type.Object({ fact: FactSchema })),
      },
    },
    async ({ params, body, principal }) => answered(await accounts.withdrawFact(params.id, body.reason, principal?.key ?? '')),
  )
}
