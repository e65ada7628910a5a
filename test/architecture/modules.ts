/** The modules of src: what each holds and what it may import. architecture.test.ts enforces the table; docs/architecture.md prints it. */

export interface ModuleRule {
  /** One line for the table of docs/architecture.md. */
  readonly holds: string
  /** Modules of src that it may import besides itself; `*` stands for all. */
  readonly modules: readonly string[]
  /** npm and node: packages; a name that ends in `:` or `/` stands for all that begin with it. */
  readonly packages: readonly string[]
  /** The sentence a wrong import fails with. */
  readonly reason: string
}

const stage = (holds: string): ModuleRule => ({
  holds,
  modules: ['kernel', 'domain', 'ports'],
  packages: [],
  reason: 'a stage imports kernel, domain and ports; never another stage, never a library',
})

/** Stages in the order of the data flow. */
const STAGES: Readonly<Record<string, ModuleRule>> = {
  rollup: stage('buckets from raw readings: counter rules, gauges, coverage, folding, planning; `roller` awaits the ports'),
  savings: stage('baselines, on-power, claims with their uncertainty; `saver`'),
  figures: {
    ...stage('figures of a report: inputs, entries, factors, formulas, document, checks, messages; `service`'),
    modules: ['kernel', 'domain', 'ports', 'sheets'],
  },
  closing: stage('closed periods, corrections, restatements'),
  control: stage('snapshot, policies, arbitration, command state'),
  jobs: stage('which job is due, by watermark; `worker`, `drafter`'),
  expected: stage('typical profile of a point with its band, from the last weeks by day type and outdoor temperature'),
  findings: stage('fault rules on roles as data, their evaluation, what they waste; `finder`'),
  alarms: stage('alarm rules: conditions judged, causes weighed, lifecycle of alarms; `keeper`'),
  notifications: stage('wording and retry schedule of notices; `courier`'),
  access: { ...stage('principals, tokens, sessions, permissions; the policies in one declarative file'), packages: ['node:crypto'] },
  audit: stage('hash-chained audit log'),
  views: stage('read models for the API and the page'),
  portfolio: stage('a group of campuses: segments by share, sums, intensities, league table, its page'),
}

const INNER = ['kernel', 'domain', 'sheets', 'ports', 'config', 'wire', 'imports', 'devices', 'ingest', ...Object.keys(STAGES)]

export const MODULES: Readonly<Record<string, ModuleRule>> = {
  kernel: {
    holds: 'small pure tools that several stages need, one purpose a file',
    modules: [],
    packages: [],
    reason: 'kernel imports nothing',
  },
  domain: {
    holds:
      'types and rules of the field: campus, quantity, time, readings, reporting, operations, identity, commands. The glossary heads its index',
    modules: ['kernel'],
    packages: ['temporal-polyfill', 're2js'],
    reason: 'domain imports kernel, the Temporal polyfill and the engine for expressions of users',
  },
  sheets: {
    holds: 'tables as files: XLSX and CSV, without a cell that a spreadsheet computes',
    modules: [],
    packages: ['write-excel-file/', 'fflate'],
    reason: 'sheets know tables and no domain',
  },
  config: {
    holds: 'campus file and environment to one frozen `Config`, or every fault at once',
    modules: ['kernel', 'domain'],
    packages: ['yaml', 'typebox', 'ical.js', 'node:path'],
    reason: 'configuration is pure: text in, one frozen Config or faults out',
  },
  wire: {
    holds: 'bytes to readings, events and dead letters, and commands to bytes; a folder per convention',
    modules: ['kernel', 'domain'],
    packages: ['secure-json-parse', 'yaml', 'node:zlib', 'node:buffer'],
    reason: 'wire is pure: bytes and domain values',
  },
  imports: {
    holds:
      'files of people to rows of points: CSV, XLSX, NEM12, Green Button; what is certain is detected, the rest is asked; profiles as YAML',
    modules: ['kernel', 'domain', 'wire'],
    packages: ['csv-parse/sync', 'fflate', 'node:buffer', 'saxen', 'yaml'],
    reason: 'imports is pure: bytes and options in, rows and questions out',
  },
  devices: {
    holds: 'the register of devices as a sheet: columns guessed, rows checked, entries of the campus file written',
    modules: ['kernel', 'domain', 'config', 'imports', 'sheets'],
    packages: ['yaml', 'node:path'],
    reason: 'the register is pure: tables and texts in, texts and faults out',
  },
  ports: {
    holds: 'interfaces of what the stages ask of the outside, and the one port error',
    modules: ['domain'],
    packages: [],
    reason: 'ports are types in domain terms',
  },
  ingest: {
    holds: 'limits and journal before the acknowledgement (`ingestor`); decoding, point mapping, batches and commits behind it (`writer`)',
    modules: ['kernel', 'domain', 'wire', 'ports'],
    packages: [],
    reason: 'ingest decodes through wire and reaches the outside through ports',
  },
  ...STAGES,
  app: {
    holds:
      'use cases by who asks: monitoring, history, reporting, closing, devices, control, findings, alarms, audit, operations, administration; each takes a `RequestContext`',
    modules: INNER,
    packages: [],
    reason: 'use cases import every stage and no adapter',
  },
  compose: {
    holds: 'composition by hand from configuration and ports, without state',
    modules: [...INNER, 'app'],
    packages: [],
    reason: 'composition imports everything but adapters',
  },
  cli: {
    holds: 'a file per command, by subject; loaded when it is called',
    modules: [...INNER, 'app'],
    packages: ['node:', 'cli-progress', 'csv-parse/sync'],
    reason: 'commands receive their adapters from main',
  },
  main: {
    holds: 'the process: adapters picked, opened, closed in reverse; the store thread; the demo',
    modules: ['*'],
    packages: ['*'],
    reason: '',
  },
}

export interface AdapterRule {
  readonly holds: string
  readonly packages: readonly string[]
  /** Modules besides kernel, domain and ports. */
  readonly modules?: readonly string[]
}

export const ADAPTERS: Readonly<Record<string, AdapterRule>> = {
  broker: { holds: 'the embedded MQTT broker', packages: ['aedes', 'node:'] },
  mqtt: { holds: 'an external MQTT broker', packages: ['mqtt', 'node:'] },
  influx: { holds: 'InfluxDB 1.x: readings, buckets, records', packages: ['influx', 'node:'] },
  clickhouse: { holds: 'ClickHouse: readings, buckets, records of many campuses, on replicas', packages: ['@clickhouse/client', 'node:'] },
  duckdb: { holds: 'the embedded store: readings and buckets', packages: ['@duckdb/node-api', 'node:'] },
  journal: { holds: 'raw messages on disk, and their archive', packages: ['node:'] },
  records: { holds: 'the log of small state, and dead letters', packages: ['node:'] },
  evidence: { holds: 'evidence files of closed periods: packed, signed, kept', packages: ['fflate', 'node:'] },
  backup: { holds: 'backups: a checked, optionally encrypted archive of data folder and store, and the way back', packages: ['node:'] },
  http: {
    holds: 'API, live stream, page, /metrics; translates requests into use cases',
    packages: ['fastify', '@fastify/', 'typebox', 'prom-client', 'node:'],
    modules: ['access', 'app', 'views', 'figures', 'sheets'],
  },
  documents: {
    holds: 'files of reports: workbooks, pages printed to PDF by the Chromium of the machine, plain tables as PDF without it',
    packages: ['uqr', 'node:'],
    modules: ['figures', 'sheets'],
  },
  portfolio: { holds: 'reads the services of many campuses, and serves their group', packages: ['node:'], modules: ['portfolio'] },
  cron: { holds: 'beats of the scheduler', packages: ['node-cron'] },
  oidc: { holds: 'an OpenID provider at which people sign in', packages: ['openid-client'] },
  notifications: { holds: 'webhook and mail', packages: ['nodemailer', 'node:'] },
  system: { holds: 'clock, log, metrics, lock of the data folder', packages: ['node:', 'pino', 'prom-client'] },
  thread: { holds: 'ports over a message channel between threads', packages: ['node:'] },
}

/** Source files in one folder; more make a reader scroll. */
export const FOLDER_LIMIT = 14

/** Folders that hold more than FOLDER_LIMIT files, each with its reason. */
export const WIDE_FOLDERS: Readonly<Record<string, string>> = {}
