import { Type } from 'typebox'
import { type Language, LANGUAGES } from '../../../../figures/messages/language.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, PointId, strict } from '../../schemas.ts'
import { timeOf } from '../../times.ts'
import {
  ActuatorsSchema,
  LogSchema,
  OverrideSchema,
  OverridesSchema,
  PoliciesSchema,
  PreviewSchema,
  StopSchema,
} from './control-schemas.ts'

const tags = ['control']
const Reason = Type.String({ minLength: 1, maxLength: 500, description: 'why, in the words of who asks' })
const OverrideBody = Type.Object(
  {
    actuator: PointId,
    value: Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Number(), Type.Boolean()]),
    until: Type.String({ maxLength: 40, description: 'when it ends, RFC 3339' }),
    reason: Reason,
  },
  strict,
)
const Lang = Type.Optional(Type.Unsafe<Language>({ type: 'string', enum: [...LANGUAGES], description: 'of sentences; default en' }))
const ActuatorsQuery = Type.Object({ lang: Lang }, strict)
const PreviewQuery = Type.Object(
  {
    from: Type.Optional(Type.String({ maxLength: 40, description: 'local date or RFC 3339; default now' })),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 400, description: 'local days; default 7' })),
    actuator: Type.Optional(PointId),
    lang: Lang,
  },
  strict,
)
const LogQuery = Type.Object(
  {
    from: Type.Optional(Type.String({ maxLength: 40 })),
    to: Type.Optional(Type.String({ maxLength: 40 })),
    actuator: Type.Optional(PointId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000, description: 'the newest so many; default 1000' })),
    lang: Lang,
  },
  strict,
)

const readRoutes: Route = (app, { control, clock, status }) => {
  app.get(
    '/api/v1/control/actuators',
    {
      config: permit('control.actuators'),
      schema: { summary: 'What runs, what is wanted, and why', tags, querystring: ActuatorsQuery, response: answers(ActuatorsSchema) },
    },
    (request) => control.actuators(contextOf(request, clock), request.query.lang),
  )
  app.get(
    '/api/v1/control/policies',
    {
      config: permit('control.policies'),
      schema: { summary: 'Policies in the order in which they decide', tags, response: answers(PoliciesSchema) },
    },
    (request) => control.policies(contextOf(request, clock)),
  )
  app.get(
    '/api/v1/control/preview',
    {
      config: permit('control.preview'),
      schema: { summary: 'What will happen, and why', tags, querystring: PreviewQuery, response: answers(PreviewSchema) },
    },
    async (request) => {
      const { from, days = 7, actuator = null, lang: language } = request.query
      const at = from === undefined ? null : timeOf('querystring/from', from, status.timezone())
      return resultOf(await control.preview(contextOf(request, clock), { from: at, days, actuator, language }))
    },
  )
  app.get(
    '/api/v1/control/log',
    {
      config: permit('control.log'),
      schema: { summary: 'Proposals, commands, confirmations, overrides', tags, querystring: LogQuery, response: answers(LogSchema) },
    },
    (request) => {
      const { from, to, actuator = null, limit = 1000, lang: language } = request.query
      const time = (name: string, text: string | undefined): ReturnType<typeof timeOf> | null =>
        text === undefined ? null : timeOf(`querystring/${name}`, text, status.timezone())
      return control.log(contextOf(request, clock), { from: time('from', from), to: time('to', to), actuator, limit, language })
    },
  )
}

const overrideRoutes: Route = (app, { control, clock, status }) => {
  app.get(
    '/api/v1/control/overrides',
    { config: permit('control.overrides'), schema: { summary: 'Overrides in force', tags, response: answers(OverridesSchema) } },
    (request) => control.overrides(contextOf(request, clock)),
  )
  app.post(
    '/api/v1/control/overrides',
    {
      config: permit('control.addOverride'),
      schema: { summary: 'Override an actuator until a time', tags, body: OverrideBody, response: answers(OverrideSchema) },
    },
    async (request) => {
      const { actuator, value, until, reason } = request.body
      const wish = { actuator, value, until: timeOf('body/until', until, status.timezone()) }
      return resultOf(await control.addOverride({ ...contextOf(request, clock), reason }, wish))
    },
  )
  app.delete(
    '/api/v1/control/overrides/:id',
    {
      config: permit('control.endOverride'),
      schema: {
        summary: 'End an override',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 100 }) }, strict),
        response: answers(OverrideSchema),
      },
    },
    async (request) => resultOf(await control.endOverride(contextOf(request, clock), request.params.id)),
  )
}

/** A stop never fails for want of a reason. */
const OptionalReason = Type.Optional(Type.Union([Type.Object({ reason: Type.Optional(Reason) }, strict), Type.Null()]))

const stopRoutes: Route = (app, { control, clock }) => {
  app.post(
    '/api/v1/control/stop-all',
    {
      config: permit('control.stopAll'),
      schema: {
        summary: 'Stop control: nothing is sent until it is resumed',
        tags,
        body: OptionalReason,
        response: answers(StopSchema),
      },
    },
    (request) => control.stopAll({ ...contextOf(request, clock), reason: request.body?.reason ?? 'no reason given' }),
  )
  app.post(
    '/api/v1/control/resume',
    {
      config: permit('control.resume'),
      schema: { summary: 'Let control go on', tags, body: OptionalReason, response: answers(StopSchema) },
    },
    (request) => {
      const reason = request.body?.reason
      return control.resume({ ...contextOf(request, clock), ...(reason === undefined ? {} : { reason }) })
    },
  )
}

export const controlRoutes: Route = (app, parts) => {
  readRoutes(app, parts)
  overrideRoutes(app, parts)
  stopRoutes(app, parts)
}
