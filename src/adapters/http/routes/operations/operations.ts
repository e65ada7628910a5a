import { Type } from 'typebox'
import { Problem } from '../../problems.ts'
import type { Route } from '../../route-parts.ts'
import { answers, nullable, Share, strict, Time } from '../../schemas.ts'

const Missing = Type.Object({ id: Type.String(), boundary: Type.String(), reasons: Type.Array(Type.String()) })
const DraftSchema = Type.Object({
  period: Type.String({ examples: ['2026-03', '2026-Q1', '2026'] }),
  state: Type.Union([Type.Literal('draft'), Type.Literal('waiting')], {
    description: 'waiting: it is due, and why says what it waits for',
  }),
  revision: nullable(Type.Integer()),
  created: nullable(Time),
  hash: nullable(Type.String({ description: 'SHA-256 of the report as JSON, hex' })),
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
const AlarmSchema = Type.Object({
  id: Type.String({ examples: ['alarm-7'] }),
  code: Type.String(),
  subject: Type.String({ description: 'what it is about: a year, a period; empty when there is only one' }),
  severity: Type.Union([Type.Literal('warning'), Type.Literal('alarm')]),
  sentence: Type.String(),
  evidence: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  state: Type.Union([Type.Literal('open'), Type.Literal('cleared')], { description: 'open until its cause is gone' }),
  raised: Time,
  cleared: nullable(Time),
  acknowledged: nullable(Type.Object({ by: Type.String(), at: Time, note: nullable(Type.String()) })),
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
export const AlarmsSchema = Type.Object({ alarms: Type.Array(AlarmSchema) })
export const AcknowledgedSchema = Type.Object({ alarm: AlarmSchema })
export const NoticesSchema = Type.Object({
  notices: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      title: Type.String(),
      channel: Type.Union([Type.Literal('webhook'), Type.Literal('mail')]),
      state: Type.Union([Type.Literal('waiting'), Type.Literal('delivered'), Type.Literal('lost')]),
      attempts: Type.Integer(),
      queued: Time,
      tried: nullable(Time),
      next: nullable(Time),
      reason: nullable(Type.String()),
    }),
  ),
})

const Period = Type.Object(
  { period: Type.String({ pattern: '^\\d{4}(-(Q[1-4]|\\d\\d))?$', description: '2026, 2026-Q1 or 2026-03' }) },
  strict,
)
const AlarmId = Type.Object({ id: Type.String({ pattern: '^alarm-\\d{1,9}$' }) }, strict)
const Note = Type.Object({ note: Type.Optional(nullable(Type.String({ maxLength: 1000 }))) }, strict)
const State = Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('cleared')]))

const read = { permission: 'read' } as const
const tags = ['operation']

const draftRoutes: Route = (app, { api, heavy }) => {
  app.get(
    '/api/v1/reports',
    {
      config: read,
      schema: { summary: 'Draft reports, made by themselves when a period is over', tags: ['figures'], response: answers(DraftsSchema) },
    },
    () => api.drafts(),
  )
  app.post(
    '/api/v1/reports/:period/draft',
    {
      config: { permission: 'prepare' },
      schema: {
        summary: 'The draft of a period that is over, as it comes to now; the same figures are the same revision',
        tags: ['figures'],
        params: Period,
        response: answers(DraftSchema),
      },
    },
    ({ params, principal }) =>
      heavy.run(principal?.key ?? '', async () => {
        const made = await api.makeDraft(params.period)
        if ('refused' in made) throw new Problem('refused', made.refused)
        return made
      }),
  )
}

export const deskRoutes: Route = (app, parts) => {
  const { api } = parts
  draftRoutes(app, parts)
  app.get(
    '/api/v1/losses',
    {
      config: read,
      schema: {
        summary: 'Messages that never reached us, by the count of the broker and by the seq of devices',
        tags,
        response: answers(LossesSchema),
      },
    },
    () => api.losses(),
  )
  app.get(
    '/api/v1/alarms',
    {
      config: read,
      schema: {
        summary: 'What somebody has to look at, newest first; all that ever were are kept',
        tags,
        querystring: Type.Object({ state: State }, strict),
        response: answers(AlarmsSchema),
      },
    },
    async ({ query }) => ({ alarms: (await api.alarms()).filter((a) => query.state === undefined || a.state === query.state) }),
  )
  app.post(
    '/api/v1/alarms/:id/acknowledge',
    {
      config: { permission: 'operate' },
      schema: {
        summary: 'Somebody has seen it; the first who says so stays',
        tags,
        params: AlarmId,
        body: Note,
        response: answers(AcknowledgedSchema),
      },
    },
    async ({ params: { id }, body, principal }) => {
      const alarm = await api.acknowledgeAlarm(id, principal?.key ?? '', body.note ?? null)
      if (alarm === null) throw new Problem('unknown-alarm', `no alarm "${id}"; \`campus alarms\` lists them`)
      return { alarm }
    },
  )
  app.get(
    '/api/v1/notices',
    {
      config: read,
      schema: { summary: 'What was sent to whom, and what became of it; the last hundred', tags, response: answers(NoticesSchema) },
    },
    async () => ({ notices: await api.notices() }),
  )
}
