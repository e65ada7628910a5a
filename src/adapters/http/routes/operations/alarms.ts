import { Type } from 'typebox'
import { ALARM_PHASES } from '../../../../domain/index.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'
import { timeOf } from '../../times.ts'

const Severity = Type.Union([Type.Literal('warning'), Type.Literal('alarm')])

const AlarmSchema = Type.Object({
  id: Type.String({ examples: ['alarm-7'] }),
  code: Type.String(),
  subject: Type.String({ description: 'what it is about: a year, a period, a point, a device; empty when there is only one' }),
  severity: Severity,
  sentence: Type.String(),
  evidence: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  state: Type.Union([Type.Literal('open'), Type.Literal('cleared')], { description: 'open until its cause is gone' }),
  phase: Type.Union(
    ALARM_PHASES.map((phase) => Type.Literal(phase)),
    { description: 'pending: its hold-off runs' },
  ),
  rule: nullable(Type.String({ description: 'null: a fault of the service' })),
  since: nullable(Time),
  points: Type.Array(Type.String()),
  raised: Time,
  cleared: nullable(Time),
  acknowledged: nullable(Type.Object({ by: Type.String(), at: Time, note: nullable(Type.String()) })),
  owner: nullable(Type.String()),
  comments: Type.Array(Type.Object({ by: Type.String(), at: Time, text: Type.String() })),
  muted: nullable(Type.Object({ by: Type.String(), until: Time, reason: nullable(Type.String()) })),
  escalated: nullable(Time),
  folded_into: nullable(Type.String({ description: 'the alarm that took it over' })),
})
export const AlarmsSchema = Type.Object({ alarms: Type.Array(AlarmSchema) })
export const AcknowledgedSchema = Type.Object({ alarm: AlarmSchema })

const AlarmRuleSchema = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  text: Type.String(),
  points: nullable(Type.Array(Type.String(), { description: 'ids or patterns' })),
  limits: Type.Array(
    Type.Object({
      name: Type.String(),
      value: nullable(Type.Number()),
      min: Type.Number(),
      max: Type.Number(),
      unit: Type.String(),
      text: Type.String(),
    }),
  ),
  for_s: Type.Number({ description: 'hold-off' }),
  escalate_after_s: nullable(Type.Number()),
  severity: Severity,
  enabled: Type.Boolean(),
  shipped: Type.Boolean(),
  judged: nullable(Time),
  changed: nullable(Type.Object({ by: Type.String(), at: Time, reason: Type.String() })),
})
export const AlarmRulesSchema = Type.Object({
  rules: Type.Array(AlarmRuleSchema),
  maintenance: Type.Array(Type.Object({ points: Type.Array(Type.String()), from: Time, to: Time, reason: Type.String() })),
})
export const ChangedAlarmRuleSchema = Type.Object({ rule: AlarmRuleSchema })

const AlarmId = Type.Object({ id: Type.String({ pattern: '^alarm-\\d{1,9}$' }) }, strict)
const Text = Type.String({ minLength: 1, maxLength: 1000 })
const Note = Type.Object({ note: Type.Optional(nullable(Type.String({ maxLength: 1000 }))) }, strict)
const State = Type.Optional(
  Type.Union([Type.Literal('open'), Type.Literal('cleared'), ...ALARM_PHASES.map((phase) => Type.Literal(phase))]),
)
const Comment = Type.Object({ text: Text }, strict)
const Owner = Type.Object({ owner: nullable(Type.String({ minLength: 1, maxLength: 200 })) }, strict)
const Mute = Type.Object({ until: nullable(Type.String()), reason: Type.Optional(nullable(Type.String({ maxLength: 1000 }))) }, strict)
const RuleId = Type.Object({ id: Type.String({ maxLength: 100 }) }, strict)
const RuleChange = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    limits: Type.Optional(Type.Record(Type.String(), Type.Number())),
    reason: Text,
  },
  strict,
)

const tags = ['operation']

export const alarmRoutes: Route = (app, parts) => {
  const { operations, clock } = parts
  app.get(
    '/api/v1/alarms',
    {
      config: permit('operations.alarms'),
      schema: {
        summary: 'What somebody has to look at, newest first; all that ever were are kept',
        tags,
        querystring: Type.Object({ state: State }, strict),
        response: answers(AlarmsSchema),
      },
    },
    async (request) => ({ alarms: await operations.alarms(contextOf(request, clock), request.query.state ?? null) }),
  )
  app.post(
    '/api/v1/alarms/:id/acknowledge',
    {
      config: permit('operations.acknowledgeAlarm'),
      schema: {
        summary: 'Acknowledge an alarm; the first acknowledgement stays',
        tags,
        params: AlarmId,
        body: Note,
        response: answers(AcknowledgedSchema),
      },
    },
    async (request) => {
      const { params, body } = request
      return { alarm: resultOf(await operations.acknowledgeAlarm(contextOf(request, clock), params.id, body.note ?? null)) }
    },
  )
  actionRoutes(app, parts)
  ruleRoutes(app, parts)
}

const actionRoutes: Route = (app, { operations, clock, status }) => {
  const config = permit('operations.actOnAlarm')
  const response = answers(AcknowledgedSchema)
  app.post(
    '/api/v1/alarms/:id/comment',
    { config, schema: { summary: 'Comment on an alarm', tags, params: AlarmId, body: Comment, response } },
    async (request) => {
      const wish = { comment: request.body.text }
      return { alarm: resultOf(await operations.actOnAlarm(contextOf(request, clock), request.params.id, wish)) }
    },
  )
  app.post(
    '/api/v1/alarms/:id/owner',
    { config, schema: { summary: 'Name who looks after an alarm; null: nobody', tags, params: AlarmId, body: Owner, response } },
    async (request) => {
      const wish = { owner: request.body.owner }
      return { alarm: resultOf(await operations.actOnAlarm(contextOf(request, clock), request.params.id, wish)) }
    },
  )
  app.post(
    '/api/v1/alarms/:id/mute',
    {
      config,
      schema: { summary: 'Send no notices about an alarm until a time; null ends that', tags, params: AlarmId, body: Mute, response },
    },
    async (request) => {
      const { until, reason = null } = request.body
      const mute = until === null ? null : { until: timeOf('body/until', until, status.timezone()), reason }
      return { alarm: resultOf(await operations.actOnAlarm(contextOf(request, clock), request.params.id, { mute })) }
    },
  )
}

const ruleRoutes: Route = (app, { operations, clock }) => {
  app.get(
    '/api/v1/alarm-rules',
    {
      config: permit('operations.alarmRules'),
      schema: { summary: 'Alarm rules in force with their limits, and maintenance windows', tags, response: answers(AlarmRulesSchema) },
    },
    (request) => operations.alarmRules(contextOf(request, clock)),
  )
  app.post(
    '/api/v1/alarm-rules/:id',
    {
      config: permit('operations.changeAlarmRule'),
      schema: {
        summary: 'Switch an alarm rule on or off, or change its limits; the campus file stays as it is',
        tags,
        params: RuleId,
        body: RuleChange,
        response: answers(ChangedAlarmRuleSchema),
      },
    },
    async (request) => {
      const { enabled = null, limits = {}, reason } = request.body
      const context = { ...contextOf(request, clock), reason }
      return { rule: resultOf(await operations.changeAlarmRule(context, request.params.id, { enabled, limits })) }
    },
  )
}
