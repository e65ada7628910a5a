/** Entries of `alarms:` and `maintenance:`. */

import { type Static, Type } from 'typebox'
import { ALARM_KIND_NAMES, type AlarmKind, alarmKindOf } from '../../domain/index.ts'
import { amount, closed, duration, identifier, moment, text } from './words.ts'

const optional = Type.Optional

const POINTS = Type.Union([text('a point id, or a pattern such as lab/*'), Type.Array(text('a point id or a pattern'), { minItems: 1 })], {
  description: 'ids of points, or patterns in which * stands for any text',
})

/** Every limit of every kind once, with its sentence; which kind has which is checked later. */
const LIMITS = Object.fromEntries(
  ALARM_KIND_NAMES.flatMap((kind) => Object.entries(alarmKindOf(kind).limits)).map(([name, limit]) => [name, optional(amount(limit.text))]),
)

export const ALARM_RULE = Type.Object(
  {
    id: identifier('id of the rule; that of a shipped rule changes it, and keys left out stay as they are'),
    kind: optional(
      Type.Unsafe<AlarmKind>({ enum: ALARM_KIND_NAMES, description: 'condition of the rule; a shipped rule has that of its name' }),
    ),
    points: optional(POINTS),
    enabled: optional(Type.Boolean({ description: 'false: the rule is not judged; default true' })),
    for: optional(duration('hold-off: time for which the condition has to hold')),
    severity: optional(Type.Unsafe<'warning' | 'alarm'>({ enum: ['warning', 'alarm'], description: 'alarm: somebody has to act soon' })),
    escalate_after: optional(
      Type.Union([duration('time without an acknowledgement'), Type.Unsafe<'never'>({ enum: ['never'], description: 'never' })], {
        description: 'after it a second notice is sent; default 2h for severity alarm, else never',
      }),
    ),
    ...LIMITS,
  },
  closed,
)

export const MAINTENANCE = Type.Object(
  { points: POINTS, from: moment('beginning'), to: moment('end, exclusive'), reason: text('what is done') },
  closed,
)

export const FAULT_RULE = Type.Object(
  {
    rule: identifier('a fault rule, as `campus findings` and docs/findings.md name it'),
    enabled: optional(Type.Boolean({ description: 'false: the rule is not judged; default true' })),
    settings: optional(
      Type.Record(Type.String(), amount('a number of the rule'), { description: 'numbers of the rule that differ from those that ship' }),
    ),
  },
  closed,
)

export type FaultRuleEntry = Static<typeof FAULT_RULE>
export type AlarmRuleEntry = Static<typeof ALARM_RULE>
export type MaintenanceEntry = Static<typeof MAINTENANCE>
