/** Readings, buckets and state in InfluxDB 1.x: three databases, made when they are first needed, so that the service starts without the store. */

import { join } from 'node:path'
import { type Events, PortError, type Readings, type Records } from '../../ports/index.ts'
import { type InfluxBuckets, openBuckets } from './buckets.ts'
import { createBulk } from './client/bulk-write.ts'
import { createHttpClient, type HttpOptions } from './client/http-client.ts'
import { type ChangeLog, openLedger } from './changes/change-log.ts'
import { openReadings } from './readings/readings.ts'
import { openRecords } from './records.ts'
import { createQueries, type Queries } from './client/select.ts'
import { checkDatabase, createSetup, type Setup } from './client/setup.ts'
import { ALWAYS } from './time-range.ts'

export interface InfluxOptions {
  /** `influx://host:8086/database`, or `influxs:` for TLS. User and password in it are not looked at. */
  readonly url: string
  readonly username?: string | null
  readonly password?: string | null
  /** Folder for what only this service knows: offset, marks of changes, watermark. */
  readonly dir: string
  readonly events: Events
  /** Name of this process among those that write to the same databases. */
  readonly slot?: string
  /** Without a byte from the server for so long a request has failed. */
  readonly timeoutMs?: number
}

export interface InfluxStore {
  readonly readings: Readings
  readonly buckets: InfluxBuckets
  /** State in a database of its own, for services that share it; needs the server at every call. */
  readonly records: Records
  /** True when what was known about the store was damaged: everything is rolled up again. */
  readonly recovered: boolean
  /** Resolves to the journal offset that is now safe; InfluxDB has synced what it accepted. */
  checkpoint(): Promise<number>
  /** The service stops: what the server has not answered within `ms` from now has failed. */
  endWithin(ms: number): void
  close(): Promise<void>
}

const TIMEOUT_MS = 30_000
const PORT = 8086

interface Databases {
  readonly raw: string
  readonly buckets: string
  readonly state: string
}

function placeOf(options: InfluxOptions): { http: HttpOptions; databases: Databases } {
  const url = /^influxs?:\/\//.test(options.url) ? new URL(options.url) : null
  if (url === null) throw new PortError('refused', 'this is no address of InfluxDB; write influx://host:8086/database')
  const raw = checkDatabase(url.pathname.slice(1))
  const http = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORT : Number(url.port),
    secure: url.protocol === 'influxs:',
    username: options.username ?? null,
    password: options.password ?? null,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
  }
  return { http, databases: { raw, buckets: `${raw}_buckets`, state: `${raw}_state` } }
}

export async function openInflux(options: InfluxOptions): Promise<InfluxStore> {
  const { http: place, databases } = placeOf(options)
  const http = createHttpClient(place)
  const ledger = openLedger(join(options.dir, `influx-${databases.raw}.log`))
  const setup = createSetup(place, http)
  if (ledger.damaged > 0) options.events.emit({ code: 'store-recovered', level: 'warn', detail: damagedText(ledger.damaged) })
  let known: Promise<void> | null = null
  let creating: Promise<void> | null = null

  /** The databases are there when it resolves; a failure is forgotten, the next call tries again. */
  function ready(): Promise<void> {
    known ??= prepareDatabases({ setup, databases, ledger, queries, created }).catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }

  /** Whoever finds a database missing waits for the same creation. */
  function missing(): Promise<void> {
    creating ??= setup
      .ensure(Object.values(databases))
      .then(created)
      .finally(() => (creating = null))
    return creating
  }

  function created(names: readonly string[]): void {
    const lost = names.filter((name) => ledger.offset() > 0 && name !== databases.state)
    if (names.includes(databases.raw)) readings.lost()
    // Buckets are computed again from raw; raw readings only come back from a backup.
    if (lost.includes(databases.buckets) && ledger.rolledUpTo() > 0) {
      ledger.forgetUpTo(Math.max(1, ledger.rolledUpTo()))
      ledger.rolled(0)
    }
    for (const name of lost) options.events.emit({ code: 'store-lost', level: 'error', detail: lostText(name, databases, http.address) })
  }

  const queries = createQueries({ http, missing })
  const parts = { bulk: createBulk({ http, missing }), queries, ledger, ready }
  const readings = openReadings({ ...parts, database: databases.raw })
  return {
    readings,
    buckets: openBuckets({ ...parts, database: databases.buckets }),
    records: openRecords({ ...parts, database: databases.state, slot: options.slot ?? 'main' }),
    recovered: ledger.damaged > 0,
    checkpoint: () => ledger.sync(),
    endWithin: (ms) => http.ending.within(ms),
    async close() {
      await ledger.sync()
      ledger.close()
      http.close()
    },
  }
}

function damagedText(lines: number): string {
  return `${lines} damaged lines in what is known about InfluxDB were skipped: the journal replays, everything is rolled up again`
}

function lostText(name: string, databases: Databases, address: string): string {
  const what =
    name === databases.raw ? 'its readings are gone; restore them from a backup' : 'its buckets are computed again from the readings'
  return `the database "${name}" was missing at ${address} and has been created again: ${what}`
}

interface Preparing {
  readonly setup: Setup
  readonly databases: Databases
  readonly ledger: ChangeLog
  readonly queries: Queries
  readonly created: (names: readonly string[]) => void
}

async function prepareDatabases({ setup, databases, ledger, queries, created }: Preparing): Promise<void> {
  created(await setup.ensure(Object.values(databases)))
  if (!ledger.fresh || ledger.floor() > 0 || ledger.offset() > 0) return
  let found = false
  await queries.select(databases.raw, `SELECT first("v") FROM "reading" WHERE ${ALWAYS}`, {}, () => (found = true))
  // Readings of a service whose folder is lost: nothing says what became of them, so all of them count as changed.
  if (found) ledger.forgetUpTo(1)
}
