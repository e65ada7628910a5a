import { type Static, Type } from 'typebox'
import type { DeadLetterChoice } from '../../../../app/administration/api.ts'
import { type DeadReason, iso, type KeptDeadLetter } from '../../../../domain/index.ts'
import type { DeadLetterSummary } from '../../../../ports/index.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, strict, Time } from '../../schemas.ts'

const Summary = { id: Type.String(), at: Time, reason: Type.String(), detail: Type.String(), topic: Type.String(), bytes: Type.Integer() }
export const DeadLettersSchema = Type.Object({
  total: Type.Integer(),
  evicted: Type.Integer({ description: 'oldest ones that had to make room' }),
  items: Type.Array(Type.Object(Summary)),
})
export const DeadLetterSchema = Type.Object({
  ...Summary,
  payload: Type.String(),
  encoding: Type.Union([Type.Literal('utf8'), Type.Literal('base64')]),
  retain: Type.Boolean(),
  received_at: Time,
})

const Reason = Type.String({ pattern: '^[a-z][a-z-]{0,40}$' })
const LetterId = Type.String({ minLength: 1, maxLength: 200 })
const ListQuery = Type.Object(
  {
    reason: Type.Optional(Reason),
    topic: Type.Optional(Type.String({ maxLength: 1000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    before: Type.Optional(LetterId),
  },
  strict,
)
const Choice = Type.Object(
  { ids: Type.Union([Type.Literal('all'), Type.Array(LetterId, { minItems: 1, maxItems: 1000 })]), reason: Type.Optional(Reason) },
  strict,
)

const summaryOf = ({ id, at, reason, detail, topic, bytes }: DeadLetterSummary) => ({ id, at: iso(at), reason, detail, topic, bytes })

const choiceOf = ({ ids, reason }: Static<typeof Choice>): DeadLetterChoice => ({
  ids,
  ...(reason === undefined ? {} : { reason: reason as DeadReason }),
})

/** The payload as text where it is text, so that it can be read and fed to `campus decode`. */
function letterOf({ id, at, reason, detail, message }: KeptDeadLetter) {
  const bytes = Buffer.from(message.payload)
  const text = bytes.toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(bytes)
  const payload = isText
    ? ({ payload: text, encoding: 'utf8' } as const)
    : ({ payload: bytes.toString('base64'), encoding: 'base64' } as const)
  return {
    ...summaryOf({ id, at, reason, detail, topic: message.topic, bytes: bytes.length }),
    ...payload,
    retain: message.retain,
    received_at: iso(message.receivedAt),
  }
}

export const deadLetterRoutes: Route = (app, { administration, clock }) => {
  const tags = ['quality']
  app.get(
    '/api/v1/dead-letters',
    {
      config: permit('administration.deadLetters'),
      schema: { summary: 'Messages that were refused, newest first', tags, querystring: ListQuery, response: answers(DeadLettersSchema) },
    },
    async (request) => {
      const { limit = 50, reason, topic, before } = request.query
      const filter = { ...(reason ? { reason: reason as DeadReason } : {}), ...(topic ? { topic } : {}), ...(before ? { before } : {}) }
      const page = await administration.deadLetters(contextOf(request, clock), { limit, ...filter })
      return { total: page.total, evicted: page.evicted, items: page.items.map(summaryOf) }
    },
  )
  app.get(
    '/api/v1/dead-letters/:id',
    {
      config: permit('administration.deadLetter'),
      schema: {
        summary: 'One refused message with its payload',
        tags,
        params: Type.Object({ id: LetterId }, strict),
        response: answers(DeadLetterSchema),
      },
    },
    async (request) => letterOf(resultOf(await administration.deadLetter(contextOf(request, clock), request.params.id))),
  )
  app.post(
    '/api/v1/dead-letters/replay',
    {
      config: permit('administration.replayDeadLetters'),
      schema: {
        summary: 'Put messages back to be read again, after a fix',
        tags,
        body: Choice,
        response: answers(Type.Object({ replayed: Type.Integer() })),
      },
    },
    (request) => administration.replayDeadLetters(contextOf(request, clock), choiceOf(request.body)),
  )
  app.post(
    '/api/v1/dead-letters/drop',
    {
      config: permit('administration.dropDeadLetters'),
      schema: { summary: 'Throw refused messages away', tags, body: Choice, response: answers(Type.Object({ dropped: Type.Integer() })) },
    },
    (request) => administration.dropDeadLetters(contextOf(request, clock), choiceOf(request.body)),
  )
}
