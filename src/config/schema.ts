/** The campus file as one schema: it drives validation and the JSON Schema that editors use. */

import { type Static, Type } from 'typebox'
import { FACTOR_SETS, type FactorSet } from '../domain/index.ts'
import { ARCHIVE_BOUNDS, LIMIT_BOUNDS } from './defaults.ts'
import { ACCESS } from './schema/access.ts'
import { ACCOUNTING } from './schema/accounting.ts'
import { BACKUP } from './schema/backup.ts'
import { ALARM_RULE, FAULT_RULE, MAINTENANCE } from './schema/alarm.ts'
import { ACTUATOR, CONTROL, CONTROL_POLICY } from './schema/control.ts'
import { HOME_ASSISTANT } from './schema/home-assistant.ts'
import { NOTIFY } from './schema/notify.ts'
import { CHANGE, POINT, POINT_KEYS } from './schema/point.ts'
import { CALENDAR, MEASURE } from './schema/saving.ts'
import { SOURCE } from './schema/source.ts'
import { closed, duration, identifier, moment, names, size, text, whole, zone } from './schema/words.ts'
import type { JsonSchema } from './yaml/read.ts'

const optional = Type.Optional

const CAMPUS = Type.Object(
  {
    id: identifier('short id of the campus; names topics and databases'),
    name: optional(names('name for people')),
    timezone: zone('IANA zone: days, months and years begin at its midnights'),
    location: optional(
      Type.Object(
        {
          latitude: Type.Number({ minimum: -90, maximum: 90, errorMessage: 'a latitude from -90 to 90' }),
          longitude: Type.Number({ minimum: -180, maximum: 180, errorMessage: 'a longitude from -180 to 180' }),
        },
        closed,
      ),
    ),
    calendar: optional(
      Type.Union([text('holiday calendar'), Type.Array(text('holiday calendar'), { minItems: 1 })], {
        errorMessage: 'CN, one of calendars, an iCalendar file (.ics), or a list of them',
        description: 'holiday calendar: CN, one of calendars, an iCalendar file (.ics) beside this file, or a list: later ones override',
      }),
    ),
    fiscal_year: optional(
      Type.Object(
        { starts: whole(1, 12, 'month in which it begins: 04 for April') },
        { ...closed, description: 'what FY2026 means: the fiscal year that begins in 2026; default: the calendar year' },
      ),
    ),
  },
  closed,
)

const connection = (form: string) => ({
  url: optional(text(form)),
  username: optional(text('user name; the password comes from the environment')),
})

const BROKER = Type.Union(
  [
    text('embedded, or mqtt(s)://host:port'),
    Type.Object(
      {
        ...connection('embedded, or mqtt(s)://host:port'),
        url: optional(
          Type.Union(
            [text('embedded, or mqtt(s)://host:port'), Type.Array(text('mqtt(s)://host:port of one node of the broker'), { minItems: 1 })],
            {
              description: 'embedded, or mqtt(s)://host:port; a list names the nodes of one broker: the next is tried at once',
            },
          ),
        ),
        host: optional(text('where the embedded broker listens')),
        port: optional(whole(0, 65_535, 'where the embedded broker listens; 0 = any free port')),
        passwords: optional(text('password file of the embedded broker, written by `campus broker-config`: each user has its own topics')),
        tls: optional(
          Type.Object(
            {
              cert: text('certificate of the embedded broker with its chain, a PEM file'),
              key: text('its private key, a PEM file'),
              client_ca: optional(text('authority of client certificates, a PEM file: clients without one are refused')),
            },
            { ...closed, description: 'the embedded broker speaks TLS' },
          ),
        ),
        client_id: optional(text('MQTT client id of this service; default: the user name, else campus-<id>')),
        anonymous: optional(
          Type.Boolean({ description: 'the embedded broker takes connections of other machines without a password; default false' }),
        ),
      },
      closed,
    ),
  ],
  { description: 'where messages come from; default: embedded' },
)

const STORE = Type.Union(
  [
    text('duckdb:<folder>, influx(s)://host:port/db or clickhouse(s)://host:port/db'),
    Type.Object(connection('duckdb:<folder>, influx(s)://host:port/db or clickhouse(s)://host:port/db'), closed),
  ],
  {
    description: 'where readings and buckets are kept; default: duckdb in the data folder',
  },
)

const JOURNAL = Type.Object(
  {
    durability: optional(
      Type.Unsafe<'always'>({ enum: ['always', 'interval', 'os'], description: 'when a message is forced onto the disk' }),
    ),
    interval: optional(duration('for durability: interval')),
    segment_bytes: optional(size('size of one segment file')),
    max_bytes: optional(size('at this size messages are no longer acknowledged')),
    min_free_disk: optional(size('the same when less than this is free')),
  },
  { ...closed, description: 'messages are kept here until they are stored' },
)

const ARCHIVE = Type.Object(
  {
    days: optional(whole(...ARCHIVE_BOUNDS.days, 'how long; default 90, 0 = not at all')),
    max_bytes: optional(size('the oldest make room above this size; default 8 GiB')),
  },
  { ...closed, description: 'raw messages that are stored are kept here, packed: `campus replay` decodes them again' },
)

const LIMITS = Type.Object(
  {
    payload_bytes: optional(size('largest message')),
    depth: optional(whole(...LIMIT_BOUNDS.depth, 'deepest nesting of JSON')),
    readings_per_message: optional(whole(...LIMIT_BOUNDS.readingsPerMessage, 'most readings in one message')),
    messages_per_second: optional(whole(...LIMIT_BOUNDS.messagesPerSecond, 'most messages of one client')),
  },
  { ...closed, description: 'what a single client may send' },
)

const SITE = Type.Object(
  {
    id: identifier('unique id of the site'),
    kind: Type.Unsafe<'office' | 'shop' | 'data-centre' | 'other'>({
      enum: ['office', 'shop', 'data-centre', 'other'],
      description: 'boundaries of figures go by kind',
    }),
    name: optional(names('name for people')),
    grid: optional(text('electricity grid, e.g. CN-NORTH')),
  },
  closed,
)

const VARIABLE = Type.Union([text('1..6, a..d, 01..12 or one value'), Type.Array(text('a value'), { minItems: 1 })], {
  description: 'a range or a list of values',
})

/** The same keys with any values: texts hold variables until the template is expanded. */
const lenient = (keys: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(keys).map(([key, s]) => [
      key,
      Type.Optional(Type.Unsafe<unknown>({ description: (s as { description?: string }).description ?? key })),
    ]),
  )

const TEMPLATE = Type.Object(
  {
    for: optional(Type.Record(Type.String(), VARIABLE, { description: 'variables and their values' })),
    points: optional(Type.Array(Type.Object(lenient(POINT_KEYS), closed), { description: 'points with {variable} in their texts' })),
    actuators: optional(
      Type.Array(Type.Object(lenient(ACTUATOR.properties), closed), { description: 'actuators with {variable} in their texts' }),
    ),
  },
  { additionalProperties: VARIABLE, description: 'points and actuators for every combination of the variables' },
)

const SEASON = Type.Array(Type.Object({ from: moment('first day'), to: moment('the day after the last') }, closed))
const SEASONS = Type.Record(Type.String(), SEASON, { description: 'named seasons as dated windows' })

/** Lists that an included file may hold; they are appended to those of the campus file. */
export const LISTS = {
  sites: optional(Type.Array(SITE, { description: 'legal or physical parts of the campus' })),
  sources: optional(Type.Array(SOURCE, { description: 'how to read families of devices' })),
  points: optional(Type.Array(POINT, { description: 'what is measured' })),
  templates: optional(Type.Array(TEMPLATE, { description: 'many like points and actuators in few lines' })),
  changes: optional(Type.Array(CHANGE, { description: 'keys of points and sources that stand elsewhere; they come before those there' })),
  calendars: optional(Type.Array(CALENDAR, { description: 'years of holiday calendars; they replace the shipped ones' })),
  measures: optional(Type.Array(MEASURE, { description: 'what was done to save energy, and what it is held against' })),
  actuators: optional(Type.Array(ACTUATOR, { description: 'what control may switch' })),
  policies: optional(Type.Array(CONTROL_POLICY, { description: 'what control does, one task each; inside a class the first decides' })),
  alarms: optional(Type.Array(ALARM_RULE, { description: 'alarm rules, and changes of those that ship' })),
  findings: optional(Type.Array(FAULT_RULE, { description: 'fault rules that are switched off or have other numbers' })),
  maintenance: optional(Type.Array(MAINTENANCE, { description: 'spans in which work on points raises no alarm' })),
}

const INCLUDE = Type.Union([text('campus.d/*.yaml'), Type.Array(text('campus.d/*.yaml'))], {
  description:
    'files with more sites, sources, points, templates, seasons, calendars, measures, actuators, policies, alarms; `data:` at the beginning means the data folder',
})

export const CAMPUS_FILE = Type.Object(
  {
    campus: CAMPUS,
    broker: optional(BROKER),
    store: optional(STORE),
    data: optional(Type.Object({ dir: optional(text('folder of everything the service keeps; default ./data')) }, closed)),
    http: optional(
      Type.Object(
        {
          host: optional(text('address to listen on; default 127.0.0.1')),
          port: optional(whole(0, 65_535, 'default 3000; 0 = any free port')),
          trusted_proxies: optional(
            Type.Union([text('addresses and networks, separated by commas'), Type.Array(text('an address or a network'))], {
              description: 'reverse proxies whose word on client and protocol is believed; default: none',
            }),
          ),
        },
        closed,
      ),
    ),
    journal: optional(JOURNAL),
    archive: optional(ARCHIVE),
    backup: optional(BACKUP),
    limits: optional(LIMITS),
    notify: optional(NOTIFY),
    access: optional(ACCESS),
    factors: optional(
      Type.Object(
        {
          set: optional(
            Type.Unsafe<FactorSet>({ enum: FACTOR_SETS, description: 'set of factor rows; default: average grid, default gas' }),
          ),
        },
        { ...closed, description: 'what energy is priced with' },
      ),
    ),
    ...ACCOUNTING,
    seasons: optional(SEASONS),
    control: optional(CONTROL),
    home_assistant: optional(HOME_ASSISTANT),
    include: optional(INCLUDE),
    ...LISTS,
  },
  closed,
)

export const INCLUDED_FILE = Type.Object({ ...LISTS, seasons: optional(SEASONS) }, closed)

export type CampusFile = Static<typeof CAMPUS_FILE>
export type SiteEntry = Static<typeof SITE>
export type Lists = Pick<CampusFile, 'sites' | 'sources' | 'points' | 'templates'>

/** A TypeBox schema seen as the plain JSON Schema that it is. */
export const plain = (schema: unknown): JsonSchema => schema as JsonSchema
