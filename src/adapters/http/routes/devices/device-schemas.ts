/** Shapes of devices and of changes of them. */

import { Type } from 'typebox'
import { NamesSchema, nullable, PointId, QualitySchema, strict, SuggestionSchema, Time } from '../../schemas.ts'

const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description })

const Served = Type.Object({
  id: PointId,
  name: NamesSchema,
  place: Type.Object({
    site: Type.String(),
    building: nullable(Type.String()),
    floor: nullable(Type.String()),
    zone: nullable(Type.String()),
  }),
  field: Type.String(),
  quantity: Type.String(),
  unit: Type.String(),
  arithmetic: Type.Union([Type.Literal('register'), Type.Literal('gauge')]),
  status: Type.Union([Type.Literal('live'), Type.Literal('commissioning')]),
  last: nullable(Type.Object({ time: Time, value: Type.Number(), quality: QualitySchema })),
  stale: Type.Boolean(),
  multiplier: Type.Number({ description: 'CT x PT ratio, with what corrects the unit' }),
  serial: nullable(Type.String()),
})

export const DeviceListSchema = Type.Object({
  devices: Type.Array(
    Type.Object({
      source: Type.String(),
      device: Type.String(),
      make: Type.String(),
      last_seen: nullable(Time),
      online: nullable(Type.Boolean({ description: 'by its last word; null: it says nothing' })),
      signal: nullable(Type.Number()),
      battery: nullable(Type.Number({ description: '%' })),
      points: Type.Array(Served),
      lost: Type.Integer({ description: 'messages that it counts as sent and that did not arrive' }),
    }),
  ),
  waiting: Type.Integer({ description: 'fields without a point, and topics without a source' }),
})

const Field = Type.Object({
  make: Type.String(),
  topic: nullable(Type.String()),
  source: nullable(Type.String()),
  device: Type.String(),
  field: Type.String(),
  last_value: Type.String(),
  count: Type.Integer(),
  last_seen: Time,
  suggestion: nullable(SuggestionSchema),
})

export const DiscoveredSchema = Type.Object({
  fields: Type.Array(Field),
  topics: Type.Array(
    Type.Object({
      template: Type.String(),
      count: Type.Integer(),
      last_seen: Time,
      sample: Type.Object({ topic: Type.String(), payload: Type.String() }),
      make: nullable(Type.String({ description: 'the preset that would read it' })),
      fields: Type.Array(Field),
    }),
  ),
})

const Reading = nullable(Type.Object({ time: Time, value: Type.Number() }))

export const DevicePreviewSchema = Type.Object({
  faults: Type.Array(
    Type.Object({
      cell: Type.String({ examples: ['F7'] }),
      column: Type.String(),
      value: Type.String(),
      message: Type.String(),
      hint: nullable(Type.String()),
    }),
  ),
  columns: Type.Array(Type.Object({ column: Type.String(), head: Type.String(), taken_as: nullable(Type.String()) })),
  points: Type.Array(
    Type.Object({
      row: Type.Integer(),
      id: PointId,
      quantity: Type.String(),
      source: Type.String(),
      device: Type.String(),
      field: Type.String(),
    }),
  ),
  file: Type.String({ description: 'the file that is written', examples: ['campus.d/devices.yaml'] }),
  lines: Type.Array(Type.Object({ change: Type.Union([Type.Literal('added'), Type.Literal('removed')]), text: Type.String() })),
  totals: nullable(
    Type.Object({
      point: PointId,
      unit: Type.String(),
      form: Type.Union([Type.Literal('total'), Type.Literal('mean')]),
      parts: Type.Array(Type.Object({ from: Time, to: Time, old: nullable(Type.Number()), new: nullable(Type.Number()) })),
      messages: Type.Integer({ description: 'messages that are decoded again' }),
      older_readings: Type.Integer({ description: 'readings from before the archive begins, which are converted' }),
    }),
  ),
  readings: nullable(
    Type.Object(
      { before: Reading, after: Reading, unit: Type.String(), display: nullable(Type.Number()) },
      { description: 'as on the meter, to compare with its display' },
    ),
  ),
})

export const ProposalSchema = Type.Object({
  id: Type.String(),
  kind: Type.Union(['rows', 'meter', 'unit', 'live'].map((kind) => Type.Literal(kind))),
  point: nullable(PointId),
  file: nullable(Type.String()),
  rows: Type.Integer(),
  about: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()])),
  by: Type.String(),
  at: Time,
  state: Type.Union(['open', 'applying', 'applied', 'withdrawn'].map((state) => Type.Literal(state))),
  decided_by: nullable(Type.String()),
  decided_at: nullable(Time),
})

const index = (description: string) => Type.Number({ minimum: 0, description })

const PointChange = Type.Object(
  {
    kind: Type.Literal('point'),
    row: Type.Record(Type.String({ pattern: '^[a-z_]{1,30}$' }), Type.String({ minLength: 1, maxLength: 500 }), {
      maxProperties: 30,
      description: 'by the names of the columns of the sheet: make, topic, device, field, point, place, use, quantity, unit ...',
    }),
  },
  strict,
)
const MeterChange = Type.Object(
  {
    kind: Type.Literal('meter'),
    point: PointId,
    at: text(40, 'when it was replaced: RFC 3339, or a local date or time of the campus'),
    last_index: index('of the old meter, canonical unit, as on the meter'),
    first_index: index('of the new meter, likewise'),
    device: Type.Optional(text(200, 'the new meter as its messages name it; left out: as before')),
    serial: Type.Optional(text(100, 'serial number of the new meter')),
    ct_ratio: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'CT x PT ratio of the new meter; left out: as before' })),
  },
  strict,
)
const UnitChange = Type.Object({ kind: Type.Literal('unit'), point: PointId, unit: text(40, 'what the messages are in: Wh') }, strict)
const LiveChange = Type.Object(
  { kind: Type.Literal('live'), point: PointId, display: index('what the display showed, canonical unit') },
  strict,
)

export const DeviceChangeBody = Type.Union([PointChange, MeterChange, UnitChange, LiveChange])
