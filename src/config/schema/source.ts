/** One entry of `sources:`: the mapping vocabulary. */

import { type Static, Type } from 'typebox'
import { amount, closed, duration, identifier, kind, moment, positive, quantity, text, unit, zone } from './words.ts'

const optional = Type.Optional

/** `scalar` as YAML types it: `where: { n: 1 }` is a number, `1.0.8.0` a text. */
const exact = (description: string) =>
  Type.Union([Type.String(), Type.Number(), Type.Boolean()], { description, errorMessage: 'a text, a number or true / false' })

const RULE_KEYS = {
  quantity: optional(quantity),
  unit: optional(unit),
  kind: optional(
    Type.Unsafe<string>({
      enum: [...((kind as { enum?: readonly string[] }).enum ?? []), 'unusable'],
      description: 'as for points; unusable: an event, never a reading',
    }),
  ),
  scale: optional(amount('value x scale + offset, before the unit is converted')),
  offset: optional(amount('added after scale')),
  map: optional(
    Type.Record(Type.String(), Type.Union([Type.Number(), Type.Boolean()], { errorMessage: 'a number or true / false' }), {
      description: 'text or number in the message -> value',
    }),
  ),
  min: optional(amount('below is bad')),
  max: optional(amount('above is bad')),
  null_values: optional(Type.Array(Type.Union([Type.String(), Type.Number()]), { description: 'values that mean: no value' })),
  as: optional(text('name of the channel; default: the path')),
  phase: optional(text('A, B, C, N or total')),
  medium: optional(text('what flows')),
  rollover: optional(positive('register modulus in the unit of the message')),
  regex: optional(text('takes the value out of a text: named group v, or the first group')),
  ignore: optional(Type.Boolean({ description: 'no reading is made of this field' })),
  diagnostic: optional(Type.Boolean({ description: 'about the device, not about what it measures' })),
  comment: optional(text('a note for people')),
  time: optional(
    Type.Object(
      { group: text('named group of regex'), format: text('pattern such as yyMMddHHmmss'), tz: optional(zone('zone of that time')) },
      closed,
    ),
  ),
  decimal: optional(
    Type.Unsafe<'.' | ','>({
      enum: ['.', ','],
      description: 'decimal separator of numbers in texts; default .',
      errorMessage: '"." or ","',
    }),
  ),
  thousands: optional(
    Type.Unsafe<string>({
      enum: ['.', ',', ' ', "'"],
      description: 'separator of groups of three digits in texts; default none',
      errorMessage: '".", ",", a blank or an apostrophe',
    }),
  ),
  sum: optional(
    Type.Array(Type.Object({ path: text('field path'), scale: optional(amount('factor of this field; default 1')) }, closed), {
      minItems: 1,
      description: 'the value is the sum of these fields x scale; the key of the rule is then the name of the channel',
    }),
  ),
}

export const RULE = Type.Object(RULE_KEYS, closed)

const STEP = Type.Object(
  {
    as: Type.Unsafe<'json'>({ enum: ['utf8', 'base64', 'hex', 'gzip', 'json'], description: 'how to decode' }),
    path: optional(text('decode this field in place, not the whole message')),
  },
  closed,
)

const TIME = Type.Union(
  [
    Type.Literal('receive'),
    Type.Object(
      {
        path: text('where the message carries its time'),
        unit: optional(text('s, ms, us, ns, iso or a pattern such as yyyyMMddHHmmss; left out: by form and magnitude')),
        tz: optional(zone('zone of times without offset')),
      },
      closed,
    ),
  ],
  { description: '`receive`, or where a message carries its time' },
)

const HISTORY = Type.Union(
  [
    Type.Boolean(),
    text('path of older items'),
    Type.Object({ path: text('path of older items'), time: optional(text('path of the time within an item')) }, closed),
  ],
  { description: 'older values in the same message' },
)

const RECOGNITION = Type.Array(
  Type.Object(
    {
      topic: optional(text('topic template')),
      has: optional(Type.Array(text('path'), { description: 'paths that the JSON payload has; of an array, its first item' })),
      where: optional(Type.Record(Type.String(), exact('value'), { description: 'values that the JSON payload has at paths' })),
      payload: optional(text('regular expression of the payload as text')),
    },
    closed,
  ),
  { description: 'of a preset: forms of messages that are its own without a source; default: its topic' },
)

const NULLS = Type.Array(Type.Union([Type.String(), Type.Number()]), { description: 'values that mean: no value' })
const WHERE = Type.Record(Type.String(), exact('value'), { description: 'only messages with these values at these paths' })
const HAS = Type.Array(text('path'), { description: 'only messages that have these paths' })

const AVAILABILITY = Type.Object(
  {
    path: optional(text('where the word stands; default: the whole message')),
    online: optional(text('word of a device that is connected')),
    offline: optional(text('word of a device that is not; "": an empty message')),
  },
  { ...closed, description: 'the message says whether its device is connected' },
)

const STATUS = Type.Object(
  { path: text('where the text stands'), ok: optional(text('the text when all is well')) },
  { ...closed, description: 'a text by which the device tells how it is' },
)

const MESSAGE_KEYS = {
  topic: optional(text('topic template: {x} is one level, {x+} one or more')),
  preset: optional(text('a built-in convention: native; mapping (default) reads by the rules given here')),
  format: optional(text('json (default), csv, ...')),
  decode: optional(Type.Array(STEP, { description: 'what to undo, in order, before the message is read' })),
  where: optional(WHERE),
  has: optional(HAS),
  body: optional(text('path of the object whose fields are read')),
  errors: optional(text('path of an object of channels and error codes')),
  prefix: optional(text('template before the name of every channel, such as {service_id}.')),
  null_values: optional(NULLS),
  availability: optional(AVAILABILITY),
  status: optional(STATUS),
  ignore: optional(text('why nothing is read from these messages')),
  device: optional(text('device template: {x} is a topic level, {path} a payload value, {key:path} the name of the only key there')),
  each: optional(text('path of an array of items')),
  name: optional(text("path of an item's name")),
  value: optional(text("path of an item's value")),
  unit: optional(text("path of an item's unit")),
  columns: optional(
    Type.Array(Type.Union([text('channel'), RULE, Type.Null()], { errorMessage: 'a channel name, a rule or null' }), {
      description: 'positional data: a channel or a rule with `as` for each column, null to skip',
    }),
  ),
  index_names: optional(Type.Array(text('name'), { description: 'names of the positions of an array' })),
  time: optional(TIME),
  seq: optional(
    Type.Object(
      { path: text('where the message carries the number of its frame') },
      { ...closed, description: 'the same number again from a device within 10 minutes is a second copy: no reading' },
    ),
  ),
  accept_within: optional(
    duration('a time of a live message that is older than this before the newest trusted time of its device is not believed'),
  ),
  accept_since: optional(moment('the oldest time that is believed; default 2000-01-01')),
  history: optional(HISTORY),
  device_profile: optional(text('only devices of this profile')),
  model: optional(text('only devices of this model')),
  timezone: optional(zone('zone of times without offset; default: the campus zone')),
  points: optional(Type.Record(Type.String(), RULE, { description: 'field path -> how it becomes a reading' })),
}

const FORM = Type.Object({ ...MESSAGE_KEYS, comment: optional(text('a note for people')) }, closed)

export const MAPPING_KEYS = {
  ...MESSAGE_KEYS,
  recognise: optional(RECOGNITION),
  forms: optional(
    Type.Array(FORM, { description: 'messages of several forms: the first that fits reads a message, and adds to the keys of the source' }),
  ),
  models: optional(
    Type.Record(Type.String(), Type.Record(Type.String(), RULE), { description: 'points of a model of device, which `model` picks' }),
  ),
}

export const SOURCE = Type.Object(
  { id: identifier('unique id of the source'), ...MAPPING_KEYS, comment: optional(text('a note for people')) },
  closed,
)

/** A mapping alone, as `campus decode --mapping` reads it. */
export const MAPPING = Type.Object(MAPPING_KEYS, closed)

export type SourceEntry = Static<typeof SOURCE>
export type RuleEntry = Static<typeof RULE>
