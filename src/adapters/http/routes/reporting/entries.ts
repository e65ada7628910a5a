import { Type } from 'typebox'
import type { EntryView } from '../../../../figures/api.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'
import { Day, Id, Reason, Text, unwrap, Withdrawn } from './entry-schemas.ts'

const EntrySchema = Type.Object({
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
  profile: Type.Optional(Type.String({ description: 'of an instrument: the point whose hours tell when its energy was made' })),
  conversion_number: Type.Optional(Type.Number({ description: 'of a bill of gas: what its m3 are multiplied with' })),
  conditions: Type.Optional(Type.String({ description: 'of a bill of gas: temperature and pressure of its m3' })),
  author: Type.String(),
  recorded_at: Time,
  counts: Type.Boolean({ description: 'false: a later entry replaced it, or it was withdrawn' }),
  withdrawn: nullable(Withdrawn),
})
/** Entries of one request, and what they may weigh. */
const MOST_ENTRIES = 2000
const ENTRIES_BYTES = 2 * 1024 * 1024

const EntryBody = Type.Object(
  {
    key: Text(100),
    site: Type.Optional(nullable(Type.String({ maxLength: 200, description: 'a site; of a target a boundary; absent for the base year' }))),
    value: Type.Number(),
    from: Text(10),
    to: Type.Optional(nullable(Type.String({ maxLength: 10, description: 'the day after the last day; an amount needs it' }))),
    note: Type.Optional(nullable(Text(2000))),
    reference: Type.Optional(nullable(Type.String({ maxLength: 200, description: 'invoice number or document' }))),
    attachment: Type.Optional(nullable(Text(1000))),
    factor: Type.Optional(nullable(Type.Number({ description: 'of an instrument: tCO2e/MWh that it conveys' }))),
    vintage: Type.Optional(nullable(Text(7))),
    profile: Type.Optional(nullable(Text(200))),
    conversion_number: Type.Optional(nullable(Type.Number({ description: 'of a bill of gas: what its m3 are multiplied with' }))),
    conditions: Type.Optional(nullable(Type.String({ maxLength: 100, description: 'of a bill of gas: 0 Cel, 101.325 kPa' }))),
  },
  strict,
)

/** The routes under one name. `facts` is the former name of entries: the same routes with its keys in the answers. */
interface EntryNames {
  readonly path: string
  readonly one: string
  readonly many: string
  readonly schema: { readonly tags: readonly string[]; readonly deprecated?: true }
}

const ENTRIES: EntryNames = { path: '/api/v1/entries', one: 'entry', many: 'entries', schema: { tags: ['entries'] } }
const FACTS: EntryNames = { path: '/api/v1/facts', one: 'fact', many: 'facts', schema: { tags: ['entries'], deprecated: true } }

const renameEntry = ({ one }: EntryNames, { entry, ...rest }: { readonly entry: EntryView }) => ({ [one]: entry, ...rest })

export const entryRoutes: Route = (app, parts) => {
  for (const names of [ENTRIES, FACTS]) {
    listRoute(names)(app, parts)
    addRoute(names)(app, parts)
    withdrawRoute(names)(app, parts)
  }
}

const listRoute =
  ({ path, many, schema }: EntryNames): Route =>
  (app, { reporting, clock }) => {
    const summary = 'Entries: head count, area, waste, bills, targets, as they were recorded'
    const response = answers(Type.Object({ [many]: Type.Array(EntrySchema) }))
    app.get(path, { config: permit('reporting.entries'), schema: { ...schema, summary, response } }, async (request) => ({
      [many]: await reporting.entries(contextOf(request, clock)),
    }))
  }

const addRoute =
  (names: EntryNames): Route =>
  (app, { reporting, clock }) => {
    const { path, one, many, schema } = names
    const Recorded = Type.Object({ [one]: EntrySchema, warnings: Type.Array(Type.String()) })
    app.post(
      path,
      {
        config: permit('reporting.addEntry'),
        bodyLimit: ENTRIES_BYTES,
        schema: {
          ...schema,
          summary: 'A new entry, or several at once: all or none; nothing is overwritten',
          body: Type.Union([EntryBody, Type.Array(EntryBody, { minItems: 1, maxItems: MOST_ENTRIES })]),
          response: answers(Type.Union([Recorded, Type.Object({ [many]: Type.Array(Recorded) })])),
        },
      },
      async (request) => {
        const { body } = request
        const context = contextOf(request, clock)
        if (!Array.isArray(body)) return renameEntry(names, unwrap(await reporting.addEntry(context, body)))
        const { entries } = unwrap(await reporting.addEntries(context, body))
        return { [many]: entries.map((recorded) => renameEntry(names, recorded)) }
      },
    )
  }

const withdrawRoute =
  (names: EntryNames): Route =>
  (app, { reporting, clock }) => {
    app.post(
      `${names.path}/:id/withdraw`,
      {
        config: permit('reporting.withdrawEntry'),
        schema: {
          ...names.schema,
          summary: 'Takes an entry out; it stays in the list with who and why, and what it had replaced counts again',
          params: Id,
          body: Reason,
          response: answers(Type.Object({ [names.one]: EntrySchema })),
        },
      },
      async (request) => {
        const context = { ...contextOf(request, clock), reason: request.body.reason }
        return renameEntry(names, unwrap(await reporting.withdrawEntry(context, request.params.id)))
      },
    )
  }
