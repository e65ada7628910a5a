/** Readings, buckets and state in InfluxDB 1.x: three databases, created when they are first needed, so that the service starts without the store. */

import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { attemptUntilDone, errorText } from '../../kernel/index.ts'
import type { Events, Readings, Records, StoreInventory, StoreLoader } from '../../ports/index.ts'
import { type Databases, parseAddress } from './address.ts'
import { type InfluxBuckets, openBuckets } from './buckets.ts'
import { createBulkWriter } from './client/bulk-write.ts'
import { createHttpClient } from './client/http-client.ts'
import { type ChangeLog, openChangeLog } from './changes/change-log.ts'
import { openReadings } from './readings/readings.ts'
import { openRecords } from './records.ts'
import { createQueries, type Queries } from './client/select.ts'
import { createSetup, type Setup } from './client/setup.ts'
import { proveDatabase } from './client/proof.ts'
import { ALWAYS } from './time-range.ts'
import { createTransfer } from './transfer.ts'

export interface InfluxOptions {
  /** `influx://host:8086/database`, or `influxs:` for TLS. User and password in it are ignored. */
  readonly url: string
  readonly username?: string | null
  readonly password?: string | null
  /** Folder of the change log: offset, changed spans, watermark. */
  readonly dir: string
  readonly events: Events
  /** Name of this process among those that write to the same databases. */
  readonly slot?: string
  /** A request fails when the server sends no byte for this long. */
  readonly timeoutMs?: number
  /** Proves at once that the server can serve, and reports when it cannot; else the first call does. */
  readonly proveAtOpen?: boolean
}

export interface InfluxStore {
  readonly readings: Readings
  readonly buckets: InfluxBuckets
  readonly transfer: StoreInventory & StoreLoader
  /** State in a separate database, for services that share it; every call needs the server. */
  readonly records: Records
  /** True when the change log was damaged: everything is rolled up again. */
  readonly recovered: boolean
  /** Resolves to the journal offset up to which everything is stored; InfluxDB has synced what it accepted. */
  checkpoint(): Promise<number>
  /** Call it when the service stops: requests that the server has not answered within `ms` from now fail. */
  endWithin(ms: number): void
  close(): Promise<void>
}

export async function openInflux(options: InfluxOptions): Promise<InfluxStore> {
  const { http: httpOptions, databases } = parseAddress(options)
  const http = createHttpClient(httpOptions)
  const changeLog = openChangeLog(join(options.dir, `influx-${databases.raw}.log`))
  const setup = createSetup(httpOptions, http)
  if (changeLog.damaged > 0) options.events.emit({ code: 'store-recovered', level: 'warn', detail: damagedText(changeLog.damaged) })
  let prepared: Promise<void> | null = null
  let creating: Promise<void> | null = null

  /** The databases exist when it resolves; after a failure the next call tries again. */
  function ready(): Promise<void> {
    prepared ??= prepareDatabases({ setup, databases, changeLog, queries, prove, onCreated }).catch((error: unknown) => {
      prepared = null
      throw error
    })
    return prepared
  }

  /** All calls that find a database missing wait for the same creation. */
  function missing(): Promise<void> {
    creating ??= setup
      .ensure(Object.values(databases))
      .then(onCreated)
      .finally(() => (creating = null))
    return creating
  }

  function onCreated(names: readonly string[]): void {
    const lost = names.filter((name) => changeLog.offset() > 0 && name !== databases.state)
    if (names.includes(databases.raw)) readings.onDatabaseLost()
    // Buckets are computed again from raw readings; raw readings come back only from a backup.
    if (lost.includes(databases.buckets) && changeLog.rolledUpTo() > 0) {
      changeLog.setCompleteAfter(Math.max(1, changeLog.rolledUpTo()))
      changeLog.setRolledUpTo(0)
    }
    for (const name of lost)
      options.events.emit({ code: 'store-lost', level: 'error', detail: lostDatabaseText(name, databases, http.address) })
  }

  const queries = createQueries({ http, missing })
  const bulk = createBulkWriter({ http, missing })
  const slot = options.slot ?? 'main'
  const prove = (database: string): Promise<void> => proveDatabase(database, { bulk, queries, address: http.address, slot })
  const parts = { bulk, queries, changeLog, ready }
  const readings = openReadings({ ...parts, database: databases.raw })
  const closing = new AbortController()
  if (options.proveAtOpen === true) void reportUntilServing({ ready, events: options.events, signal: closing.signal })
  const buckets = openBuckets({ ...parts, database: databases.buckets })
  return {
    readings,
    buckets,
    transfer: createTransfer({ ...parts, databases, buckets }),
    records: openRecords({ ...parts, database: databases.state, slot }),
    recovered: changeLog.damaged > 0,
    checkpoint: () => changeLog.sync(),
    endWithin: (ms) => http.deadline.start(ms),
    async close() {
      closing.abort()
      await changeLog.sync()
      changeLog.close()
      http.close()
    },
  }
}

interface ServingParts {
  readonly ready: () => Promise<void>
  readonly events: Events
  readonly signal: AbortSignal
}

const PROVE_AGAIN_MS = 5000

/** Reports a store that is away or cannot serve once, and again when it serves. */
function reportUntilServing({ ready, events, signal }: ServingParts): Promise<void> {
  return attemptUntilDone({
    attempt: ready,
    onFirstFailure: (error) =>
      events.emit({ code: 'store-away', level: 'error', detail: `${errorText(error)}; messages wait in the journal` }),
    onRecovery: () => events.emit({ code: 'store-back', level: 'info', detail: 'the store serves' }),
    wait: () => delay(PROVE_AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined),
    signal,
  })
}

function damagedText(lines: number): string {
  return `${lines} damaged lines of the change log of InfluxDB were skipped: the journal is replayed, and everything is rolled up again`
}

function lostDatabaseText(name: string, databases: Databases, address: string): string {
  const what =
    name === databases.raw ? 'its readings are gone; restore them from a backup' : 'its buckets are computed again from the readings'
  return `the database "${name}" was missing at ${address} and has been created again: ${what}`
}

interface PrepareParts {
  readonly setup: Setup
  readonly databases: Databases
  readonly changeLog: ChangeLog
  readonly queries: Queries
  /** Rejects with why the database cannot serve. */
  readonly prove: (database: string) => Promise<void>
  readonly onCreated: (names: readonly string[]) => void
}

async function prepareDatabases({ setup, databases, changeLog, queries, prove, onCreated }: PrepareParts): Promise<void> {
  onCreated(await setup.ensure(Object.values(databases)))
  await prove(databases.raw)
  if (!changeLog.isNew || changeLog.completeAfter() > 0 || changeLog.offset() > 0) return
  let found = false
  await queries.select(databases.raw, `SELECT first("v") FROM "reading" WHERE ${ALWAYS}`, {}, () => (found = true))
  // Readings of a service whose folder was lost: no change log covers them, so all of them count as changed.
  if (found) changeLog.setCompleteAfter(1)
}
