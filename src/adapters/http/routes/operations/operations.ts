import { Type } from 'typebox'
import { PERIOD_FORMS, PERIOD_PATTERN } from '../../../../domain/index.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, Share, strict, Time } from '../../schemas.ts'

const CHANNELS = ['webhook', 'mail', 'dingtalk', 'wecom', 'feishu', 'slack', 'teams'] as const

const Missing = Type.Object({ id: Type.String(), boundary: Type.String(), reasons: Type.Array(Type.String()) })
const DraftSchema = Type.Object({
  period: Type.String({ examples: ['2026-03', '2026-Q1', '2026'] }),
  state: Type.Union([Type.Literal('draft'), Type.Literal('waiting')], {
    description: 'waiting: it is due, and why says what it waits for',
  }),
  revision: nullable(Type.Integer()),
  created: nullable(Time),
  hash: nullable(Type.String({ description: 'SHA-256 of the report document in canonical JSON, hex' })),
  coverage: nullable(Share),
  coverage_low: Type.Boolean(),
  figures: nullable(Type.Object({ valued: Type.Integer(), all: Type.Integer() })),
  missing: Type.Array(Missing),
  why: nullable(Type.String()),
})
export const DraftsSchema = Type.Object({
  reports: Type.Array(DraftSchema, { description: 'newest period first' }),
  next: Type.Object({ period: Type.String(), at: Time }, { description: 'the next one that is made by itself' }),
  coverage_below: Share,
})
const Loss = { messages: Type.Integer({ minimum: 0 }), first: nullable(Time), last: nullable(Time) }
export const LossesSchema = Type.Object({
  broker: nullable(
    Type.Object(
      { ...Loss, counter: Type.Integer({ description: 'its own count since it started' }) },
      { description: 'thrown away by the broker since it was first seen; null where it does not say' },
    ),
  ),
  devices: Type.Array(
    Type.Object({
      source: Type.String(),
      device: Type.String(),
      ...Loss,
      spans: Type.Array(Type.Object({ messages: Type.Integer({ minimum: 1 }), from: Time, to: Time }), {
        description: 'between which messages that came',
      }),
    }),
    { description: 'missing by the seq of the devices since the start' },
  ),
})
export const NoticesSchema = Type.Object({
  notices: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      title: Type.String(),
      channel: Type.Union(CHANNELS.map((channel) => Type.Literal(channel))),
      state: Type.Union([Type.Literal('waiting'), Type.Literal('delivered'), Type.Literal('lost')]),
      attempts: Type.Integer(),
      queued: Time,
      tried: nullable(Time),
      next: nullable(Time),
      reason: nullable(Type.String()),
    }),
  ),
})

const Period = Type.Object({ period: Type.String({ pattern: PERIOD_PATTERN, description: PERIOD_FORMS }) }, strict)

const tags = ['operation']

const draftRoutes: Route = (app, { operations, clock, heavy }) => {
  app.get(
    '/api/v1/reports',
    {
      config: permit('operations.drafts'),
      schema: { summary: 'Draft reports, made by themselves when a period is over', tags: ['figures'], response: answers(DraftsSchema) },
    },
    (request) => operations.drafts(contextOf(request, clock)),
  )
  app.post(
    '/api/v1/reports/:period/draft',
    {
      config: permit('operations.makeDraft'),
      schema: {
        summary: 'The draft of a period that is over, as it comes to now; the same figures are the same revision',
        tags: ['figures'],
        params: Period,
        response: answers(DraftSchema),
      },
    },
    (request) => {
      const context = contextOf(request, clock)
      return heavy.run(context.principal.key, async () => resultOf(await operations.makeDraft(context, request.params.period)))
    },
  )
}

export const operationsRoutes: Route = (app, parts) => {
  const { monitoring, operations, clock } = parts
  draftRoutes(app, parts)
  app.get(
    '/api/v1/losses',
    {
      config: permit('monitoring.losses'),
      schema: {
        summary: 'Messages that never reached us, by the count of the broker and by the seq of devices',
        tags,
        response: answers(LossesSchema),
      },
    },
    (request) => monitoring.losses(contextOf(request, clock)),
  )
  app.get(
    '/api/v1/notices',
    {
      config: permit('operations.notices'),
      schema: { summary: 'What was sent to whom, and what became of it; the last hundred', tags, response: answers(NoticesSchema) },
    },
    async (request) => ({ notices: await operations.notices(contextOf(request, clock)) }),
  )
}
