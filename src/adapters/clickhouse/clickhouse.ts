/** Readings, buckets and state of a campus in ClickHouse: tables that many campuses share, created when they are first needed. */

import { setTimeout as delay } from 'node:timers/promises'
import { createChangedSpans } from '../../domain/index.ts'
import { attemptUntilDone, errorText } from '../../kernel/index.ts'
import type { Events, Readings, Records, StoreInventory, StoreLoader } from '../../ports/index.ts'
import { type ClickhouseAddress, parseAddress } from './address.ts'
import { type ClickhouseBuckets, openBuckets } from './buckets.ts'
import { createEpoch } from './epoch.ts'
import { createMarks } from './marks.ts'
import { openReadings } from './readings/readings.ts'
import { openRecords } from './records.ts'
import { connectServer } from './server/server.ts'
import type { TableName } from './server/tables.ts'
import { createTransfer } from './transfer.ts'

export interface ClickhouseOptions extends ClickhouseAddress {
  /** Id of the campus: the first column of every row. */
  readonly campus: string
  readonly events: Events
  /** Name of this process among those that write rows of the campus. */
  readonly slot?: string
  /** Proves at once that the server can serve, and reports when it cannot; else the first call does. */
  readonly proveAtOpen?: boolean
}

export interface ClickhouseStore {
  readonly readings: Readings
  readonly buckets: ClickhouseBuckets
  readonly transfer: StoreInventory & StoreLoader
  /** State beside the readings, for processes that share it; every call needs the server. */
  readonly records: Records
  /** False: after a kill the journal brings what is not there. */
  readonly recovered: boolean
  /** Writes offset and watermark; resolves to the offset. */
  checkpoint(): Promise<number>
  /** Call it when the service stops: requests that the server has not answered within `ms` from now fail. */
  endWithin(ms: number): void
  close(): Promise<void>
}

export function openClickhouse(options: ClickhouseOptions): ClickhouseStore {
  const { campus, events, slot = 'main' } = options
  const address = parseAddress(options)
  /** A replica whose tables are new fetches the rows from the others. */
  function onCreated(tables: readonly TableName[]): void {
    if (address.urls.length === 1 && tables.includes('reading') && marks.get('offset') > 0)
      events.emit({ code: 'store-lost', level: 'error', detail: lostText(server.address) })
  }
  const server = connectServer({ address, campus, slot, onCreated })
  const epoch = createEpoch({ server, campus, slot })
  const marks = createMarks({ server, campus, epoch })
  const spans = createChangedSpans()
  const parts = { server, campus, epoch, marks }
  let forgotten = 0
  const readings = openReadings({ ...parts, spans, forgotten: () => forgotten })
  const buckets = openBuckets({
    ...parts,
    onRolledUp(upTo) {
      forgotten = Math.max(forgotten, Math.min(upTo, marks.get('offset')))
      spans.forget(forgotten)
    },
  })
  const closing = new AbortController()
  if (options.proveAtOpen === true) void reportUntilServing(() => server.ready(), events, closing.signal)
  return {
    readings,
    buckets,
    transfer: createTransfer({ ...parts, spans, readings, buckets }),
    records: openRecords({ server, campus, slot, epoch }),
    recovered: false,
    checkpoint: () => marks.save(),
    endWithin: (ms) => server.endWithin(ms),
    async close() {
      closing.abort()
      // What cannot be written now comes again from the journal.
      await marks.save().catch(() => undefined)
      await server.close()
    },
  }
}

function lostText(address: string): string {
  return `the readings were missing at ${address}, and empty tables have been created: restore them from a backup`
}

const PROVE_AGAIN_MS = 5000

/** Reports a store that is away or cannot serve once, and again when it serves. */
function reportUntilServing(ready: () => Promise<void>, events: Events, signal: AbortSignal): Promise<void> {
  return attemptUntilDone({
    attempt: ready,
    onFirstFailure: (error) =>
      events.emit({ code: 'store-away', level: 'error', detail: `${errorText(error)}; messages wait in the journal` }),
    onRecovery: () => events.emit({ code: 'store-back', level: 'info', detail: 'the store serves' }),
    wait: () => delay(PROVE_AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined),
    signal,
  })
}
