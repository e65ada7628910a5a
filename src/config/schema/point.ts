/** One entry of `points:`. */

import { type Static, Type } from 'typebox'
import { RULE } from './source.ts'
import {
  amount,
  closed,
  duration,
  identifier,
  interval,
  kind,
  moment,
  names,
  pointId,
  positive,
  quantity,
  text,
  unit,
  word,
} from './words.ts'

const optional = Type.Optional

export const MEDIA = [
  'electricity',
  'tap-water',
  'reclaimed-water',
  'rain-water',
  'hot-water',
  'gas',
  'heat',
  'cooling',
  'air',
  'light',
  'waste',
  'people',
  'none',
] as const

const PLACE = Type.Object(
  {
    site: optional(identifier('id of a site; may be left out when there is one site only')),
    building: optional(text('building, e.g. block-a')),
    floor: optional(text('floor, e.g. 1 or B2')),
    zone: optional(text('room or area, e.g. lobby')),
  },
  { ...closed, description: 'where it is measured' },
)

const VALID = Type.Object(
  { from: optional(moment('first moment at which this row holds')), to: optional(moment('the row holds until here, exclusive')) },
  { ...closed, description: 'when this row holds; left out: always' },
)

export const FROM = Type.Object(
  {
    source: identifier('id of a source'),
    device: text('the device as its source names it'),
    field: text('the field as its source names it: energy.l1, ENERGY.Total'),
    valid: optional(VALID),
    multiplier: optional(positive('CT ratio x PT ratio: what one unit on the meter stands for')),
    first_index: optional(amount("the register's first reading on this device, as on the meter")),
    last_index: optional(amount("the register's last reading on this device, as on the meter")),
    conversion_number: optional(positive('of a gas meter: what its m3 are multiplied with; stands for that of the point')),
    serial: optional(text('serial number of the meter')),
    accuracy_class: optional(text('accuracy class of the meter, e.g. 0.5S')),
  },
  { ...closed, description: 'which device serves the point; a swapped meter is a second row' },
)

const dated = (value: ReturnType<typeof text>) =>
  Type.Union(
    [
      value,
      Type.Array(
        Type.Object({ value, from: optional(moment('holds from here on')), to: optional(moment('holds until here, exclusive')) }, closed),
      ),
    ],
    { description: `${(value as { description?: string }).description ?? ''}; or a dated list of { value, from, to }` },
  )

const TERM = Type.Object(
  {
    point: pointId('id of another point'),
    times: optional(amount('how often it counts: 1 adds it, -1 subtracts it; default 1')),
  },
  { ...closed, description: 'a point that this one is computed of' },
)

const LIMITS = Type.Object(
  { min: optional(amount('smallest possible value')), max: optional(amount('greatest possible value')) },
  { ...closed, description: 'values outside, in the canonical unit, are kept as bad and take part in no sum' },
)

export const POINT_KEYS = {
  id: pointId('unique id; slashes group points: park/block-a/1/lobby/sockets/energy'),
  name: optional(names('name for people')),
  place: optional(PLACE),
  use: optional(word('end use: lighting, sockets, hvac, basin-heater ...; left out for a meter of several uses')),
  medium: optional(Type.Unsafe<(typeof MEDIA)[number]>({ enum: MEDIA, description: 'what flows' })),
  quantity: optional(quantity),
  unit: optional(unit),
  kind: optional(kind),
  from: optional(
    Type.Array(FROM, { description: 'the devices that serve this point, one at a time; none: it is filled by `campus import`' }),
  ),
  of: optional(
    Type.Array(TERM, {
      minItems: 1,
      description: 'a computed point: what these points count or show, added up; it has no devices of its own',
    }),
  ),
  role: optional(dated(word('what figures know the point as: main-meter, tap-inlet, solar-tank ...'))),
  parent: optional(dated(pointId('id of the meter upstream'))),
  status: optional(
    Type.Unsafe<'live' | 'commissioning'>({
      enum: ['live', 'commissioning'],
      description: 'commissioning: stored and shown, kept out of figures',
    }),
  ),
  interval: optional(interval('expected time between readings, e.g. 15m; of an amount its own length, which may be calendar months: 1M')),
  stamp: optional(
    Type.Unsafe<'begin' | 'end'>({
      enum: ['begin', 'end'],
      description: 'which end of its interval the time of an amount stands for; default end',
    }),
  ),
  signed: optional(Type.Boolean({ description: 'amounts may be negative' })),
  stale_after: optional(duration('longer without a reading is a gap; default 3 x interval')),
  stuck_after: optional(
    Type.Union([duration('the same value for longer is a stuck meter'), Type.Literal('never')], {
      errorMessage: 'a duration such as 6h, or never',
      description: 'the same value, other than 0, for longer than this is a finding; default 6h for power, current and flow, else never',
    }),
  ),
  max_rate: optional(
    Type.Union([positive('greatest plausible rate in canonical units per hour'), text('with unit: 400 kW, 30 m3/h')], {
      errorMessage: 'a number above 0 or a rate such as 400 kW',
      description: 'greatest plausible rate: beyond it a step is a spike',
    }),
  ),
  connection: optional(
    text('rated connection, a limit where max_rate is not given: 3x63A (at 230 V a phase) or 100 kW, with a fifth above it'),
  ),
  register_min: optional(amount('least value of a register that wraps below 0, as on the meter')),
  rollover: optional(positive('the register counts up to here and begins at 0 again, as on the meter')),
  resolution: optional(positive('smallest step of the register, as on the meter')),
  on_reset: optional(
    Type.Unsafe<'zero' | 'preset' | 'daily'>({
      enum: ['zero', 'preset', 'daily'],
      description: 'what a register that falls did: restarted at 0, was preset, or begins at 0 once a day',
    }),
  ),
  limits: optional(LIMITS),
  area: optional(positive('collector area in m2, on the irradiance point of a solar system')),
  conversion_number: optional(
    Type.Union(
      [
        positive('of a gas meter: what its m3 are multiplied with to be m3 at `conditions`'),
        Type.Array(
          Type.Object(
            {
              value: positive('the number'),
              from: optional(moment('holds from here on')),
              to: optional(moment('holds until here, exclusive')),
            },
            closed,
          ),
        ),
      ],
      { description: 'of a gas meter: what its m3 are multiplied with to be m3 at `conditions`; or a dated list of { value, from, to }' },
    ),
  ),
  conditions: optional(
    text('of a gas meter: temperature and pressure of its m3, converted ones where there is a conversion number: "0 Cel, 101.325 kPa"'),
  ),
  haystack: optional(Type.Array(text('a tag'), { description: 'Haystack tags for export' })),
  brick: optional(text('Brick class for export')),
  control: optional(Type.Object({}, { additionalProperties: true, description: 'how the point may be controlled; kept as data' })),
  comment: optional(text('a note for people')),
}

export const POINT = Type.Object(POINT_KEYS, closed)

/** Keys of a point or a source that stands elsewhere, of a template too. */
export const CHANGE = Type.Object(
  {
    point: optional(pointId('id of the point')),
    source: optional(identifier('id of the source')),
    from: optional(Type.Array(FROM, { description: 'in place of the rows of the point' })),
    unit: optional(unit),
    status: POINT_KEYS.status,
    points: optional(Type.Record(Type.String(), RULE, { description: 'rules that are added to those of the source' })),
    comment: optional(text('a note for people')),
  },
  closed,
)

export type PointEntry = Static<typeof POINT>
export type ChangeEntry = Static<typeof CHANGE>
export type FromEntry = Static<typeof FROM>
export type TermEntry = Static<typeof TERM>
