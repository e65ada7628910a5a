import { Type } from 'typebox'
import { nullable, Time } from '../../schemas.ts'

const Value = Type.Union([Type.String(), Type.Number()], {
  description: 'on, off, a level in %, a set-point in Cel, or the word of a mode',
})
/** A sentence in the language of the query, and what it says for programs. */
const reason = {
  reason: Type.String(),
  reason_code: Type.String({ description: 'the reason as a word' }),
  reason_values: Type.Record(Type.String(), Type.Unknown(), {
    description: 'values of the sentence; a value may be a reason itself (code, values) or a list of them; durations are ms',
  }),
}
const Suppressed = Type.Array(Type.Object({ policy: Type.String(), value: Value, ...reason }), {
  description: 'proposals that the decision outweighed, in the order of the policies',
})

const Unit = nullable(Type.Union([Type.Literal('%'), Type.Literal('Cel')], { description: 'of numbers; null: values are words' }))

export const OverrideSchema = Type.Object({
  id: Type.String(),
  actuator: Type.String(),
  value: Value,
  at: Time,
  until: Time,
  reason: Type.String(),
  principal: Type.String(),
})

const ActuatorSchema = Type.Object({
  id: Type.String(),
  kind: Type.String({ description: 'switch, level, setpoint or mode' }),
  unit: Unit,
  live: Type.Boolean({ description: 'false: proposals are logged, nothing is sent' }),
  never: Type.Boolean(),
  wanted: nullable(Value),
  policy: nullable(Type.String()),
  ...reason,
  suppressed: Suppressed,
  actual: nullable(Value),
  command: nullable(
    Type.Object({
      id: Type.String(),
      value: Value,
      state: Type.String({ description: 'proposed, sent, confirmed, refused or expired' }),
      sent_at: nullable(Time),
    }),
  ),
  waiting: nullable(Type.String({ description: 'why the wanted value is not sent' })),
  waiting_code: nullable(Type.String({ description: 'the same as a word' })),
  manual_until: nullable(Time),
  override: nullable(OverrideSchema),
  fail_safe: Type.Object({ by: Type.String(), after_s: nullable(Type.Number()) }),
})

const Stopped = nullable(Type.Object({ at: Time, by: Type.String(), reason: Type.String() }))
export const StopSchema = Type.Object({ stopped: Stopped })
export const ActuatorsSchema = Type.Object({ actuators: Type.Array(ActuatorSchema), stopped: Stopped })
export const PoliciesSchema = Type.Object({
  policies: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      class: Type.String(),
      actuators: Type.Array(Type.String()),
      season: nullable(Type.String()),
      days: nullable(Type.Array(Type.String())),
    }),
  ),
})
export const OverridesSchema = Type.Object({ overrides: Type.Array(OverrideSchema) })
export const PreviewSchema = Type.Object({
  timeline: Type.Array(
    Type.Object({
      actuator: Type.String(),
      unit: Unit,
      from: Time,
      to: Time,
      value: nullable(Value),
      policy: nullable(Type.String()),
      ...reason,
    }),
    { description: 'closed-open spans without gaps for each actuator; `by presence` where people decide' },
  ),
})
export const LogSchema = Type.Object({
  entries: Type.Array(
    Type.Object({
      at: Time,
      actuator: Type.String({ description: '* for all' }),
      unit: Unit,
      kind: Type.String(),
      value: nullable(Value),
      policy: nullable(Type.String()),
      ...reason,
      principal: Type.String(),
      suppressed: Suppressed,
    }),
    { description: 'oldest first' },
  ),
})
