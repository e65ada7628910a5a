import { Type } from 'typebox'
import { type DeadReason, iso, type KeptDeadLetter } from '../../../../domain/index.ts'
import type { DeadLetterSummary } from '../../../../ports/index.ts'
import type { Route } from '../../route-parts.ts'
import { Problem } from '../../problems.ts'
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

export const deadLetterRoutes: Route = (app, { api }) => {
  const tags = ['quality']
  app.get(
    '/api/v1/dead-letters',
    {
      config: { permission: 'read' },
      schema: { summary: 'Messages that were refused, newest first', tags, querystring: ListQuery, response: answers(DeadLettersSchema) },
    },
    async ({ query: { limit = 50, reason, topic, before } }) => {
      const filter = { ...(reason ? { reason: reason as DeadReason } : {}), ...(topic ? { topic } : {}), ...(before ? { before } : {}) }
      const page = await api.deadLetters({ limit, ...filter })
      return { total: page.total, evicted: page.evicted, items: page.items.map(summaryOf) }
    },
  )
  app.get(
    '/api/v1/dead-letters/:id',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'One refused message with its payload',
        tags,
        params: Type.Object({ id: LetterId }, strict),
        response: answers(DeadLetterSchema),
      },
    },
    async ({ params: { id } }) => {
      const letter = await api.deadLetter(id)
      if (letter === null) throw new Problem('unknown-dead-letter', `no dead letter "${id}": it was dropped, replayed, or had to make room`)
      return letterOf(letter)
    },
  )
  app.post(
    '/api/v1/dead-letters/replay',
    {
      config: { permission: 'operate' },
      schema: {
        summary: 'Put messages back to be read again, after a fix',
        tags,
        body: Choice,
        response: answers(Type.Object({ replayed: Type.Integer() })),
      },
    },
    ({ body }) => api.replayDeadLetters(body.ids, body.reason as DeadReason | undefined),
  )
  app.post(
    '/api/v1/dead-letters/drop',
    {
      config: { permission: 'operate' },
      schema: { summary: 'Throw refused messages away', tags, body: Choice, response: answers(Type.Object({ dropped: Type.Integer() })) },
    },
    ({ body }) => api.dropDeadLetters(body.ids, body.reason as DeadReason | undefined),
  )
}
