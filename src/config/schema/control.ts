/** Entries of `actuators:` and `policies:`, and the section `control:`. */

import { type Static, Type } from 'typebox'
import {
  ACTUATOR_KINDS,
  type ActuatorKind,
  type DayType,
  DAY_TYPES,
  FAIL_SAFES,
  type FailSafeMechanism,
  POLICY_CLASSES,
  POLICY_KINDS,
  type PolicyClass,
  type PolicyKind,
} from '../../domain/index.ts'
import { amount, closed, duration, identifier, pointId, text, whole, word } from './words.ts'

const optional = Type.Optional

/** Intervals in which demand is metered. */
const MEANS = ['15m', '30m', '1h'] as const

export const ACTUATOR = Type.Object(
  {
    id: pointId('unique id of the actuator, of the form of a point id'),
    command: Type.Object(
      {
        source: identifier('a source of this file: its convention says topic and payload'),
        device: text('device that carries the command out'),
        channel: text(
          'switch, level (%), setpoint (Cel) or mode; `switch.2` where a device has several; or the name that its make gives it: POWER1, light:0.brightness, a metric',
        ),
        kind: optional(
          Type.Unsafe<ActuatorKind>({ enum: ACTUATOR_KINDS, description: 'what the channel takes, where its name does not say it' }),
        ),
      },
      { ...closed, description: 'where a command goes' },
    ),
    confirm: optional(pointId('point whose reading confirms a command')),
    confirm_within: optional(duration('time for that reading; then one more attempt, then the command expires; default 30s')),
    fail_safe: Type.Object(
      {
        by: Type.Unsafe<FailSafeMechanism>({ enum: FAIL_SAFES, description: 'what ends a commanded state when the service is gone' }),
        after: optional(duration('time after the last command at which it acts')),
      },
      { ...closed, description: 'what the device does by itself when the service is gone' },
    ),
    live: optional(Type.Boolean({ description: 'true: commands are sent; default false: proposals are logged, nothing is sent' })),
    min_on: optional(duration('least time on before a command switches off; default 0s')),
    min_off: optional(duration('least time off before a command switches on; default 0s')),
    use: optional(word('what it drives: lighting, sockets, hvac, basin-heater; default: the use of its confirming point')),
  },
  closed,
)

const VALUE = Type.Union([Type.String(), Type.Number(), Type.Boolean()], {
  errorMessage: 'on, off, a number or the word of a mode',
  description: 'on, off, a level in %, a set-point in Cel or the word of a mode',
})

const WINDOWS = Type.Record(Type.String(), VALUE, {
  description: 'windows by wall clock: { "07:30-19:00": "on" }; one over midnight belongs to the day on which it begins',
})

const PLAN = Type.Object(
  { workday: optional(WINDOWS), weekend: optional(WINDOWS), holiday: optional(WINDOWS) },
  { ...closed, description: 'a holiday left out goes by the weekend; make-up days are workdays' },
)

const STALE = Type.Object(
  { after: duration('age of the newest reading from which on it is stale'), value: optional(VALUE) },
  { ...closed, description: 'what the policy wants once its readings are stale; without value: nothing, the next policy decides' },
)

const DAY = Type.Unsafe<DayType>({ enum: DAY_TYPES, description: 'type of a day by the calendar of the campus' })

export const CONTROL_POLICY = Type.Object(
  {
    id: identifier('unique id of the policy'),
    kind: Type.Unsafe<PolicyKind>({ enum: POLICY_KINDS, description: 'the one task of the policy' }),
    class: optional(
      Type.Unsafe<PolicyClass>({
        enum: POLICY_CLASSES,
        description: 'safety decides before people, people before optimisation; default optimisation',
      }),
    ),
    actuators: Type.Array(text('id of an actuator, or a pattern such as lab/*; * stays within one part'), {
      minItems: 1,
      description: 'what it acts on',
    }),
    season: optional(text('a season of `seasons`: the policy is in force only then')),
    days: optional(
      Type.Union([DAY, Type.Array(DAY, { minItems: 1 })], {
        errorMessage: `one of ${DAY_TYPES.join(', ')}, or a list of them`,
        description: 'the policy is in force only on days of these types',
      }),
    ),
    price: optional(
      Type.Union([text('name of a price'), Type.Array(text('name of a price'), { minItems: 1 })], {
        errorMessage: 'the name of a price of `tariffs`, or a list of them',
        description: 'prices of the electricity tariff: the policy is in force only while one of them holds',
      }),
    ),
    site: optional(text('site whose tariff counts; default: that of the first actuator')),
    value: optional(VALUE),
    else: optional(VALUE),
    bookings: optional(
      Type.Union([text('an iCalendar file'), Type.Array(text('an iCalendar file'), { minItems: 1 })], {
        errorMessage: 'the path of an iCalendar file, or a list of them',
        description: 'bookings: iCalendar files (.ics) beside this file',
      }),
    ),
    room: optional(text('only bookings whose LOCATION is this text')),
    before: optional(duration('time before each booking from which on the value holds; default 0s')),
    occupancy: optional(text('presence: a point, or a pattern whose * stand for the same texts as those of `actuators`')),
    hold_off: optional(duration('time after the last presence for which the value is kept; default 10m')),
    schedule: optional(PLAN),
    slots: optional(
      Type.Record(Type.String(), VALUE, { description: 'value from a clock time until the next one: { "06:30": 100, "22:00": 15 }' }),
    ),
    from: optional(text('sunset, sunrise, with an offset such as sunset-10m, or a clock time such as "18:00"')),
    to: optional(text('as `from`')),
    point: optional(text('what is compared with the limit: a point, or a pattern as for `occupancy`')),
    below: optional(amount('limit in the canonical unit of the point')),
    above: optional(amount('limit in the canonical unit of the point')),
    mean: optional(
      Type.Unsafe<(typeof MEANS)[number]>({
        enum: MEANS,
        description: 'the mean of the running interval of the clock is compared, as demand is metered; left out: the newest reading',
      }),
    ),
    hysteresis: optional(
      Type.Number({ minimum: 0, errorMessage: 'a number of 0 or more', description: 'how far back beyond the limit ends it' }),
    ),
    illuminance: optional(text('daylight: a point in lx, or a pattern as for `occupancy`')),
    stale: optional(STALE),
  },
  closed,
)

export const CONTROL = Type.Object(
  {
    commands_per_minute: optional(whole(1, 6000, 'most commands within any minute; default 60')),
    stagger: optional(duration('least time between two commands; default 50ms')),
    manual_hold: optional(duration('longest time for which a switch at the wall is respected; default 12h')),
    never: optional(
      Type.Array(text('an id, or a pattern in which * stands for any text'), { description: 'actuators that are never commanded' }),
    ),
  },
  { ...closed, description: 'limits of control' },
)

export type ActuatorEntry = Static<typeof ACTUATOR>
export type PolicyEntry = Static<typeof CONTROL_POLICY>
