/** The newest reading of each point, kept current by the commits of the writer. */

import { instant, qualityOf, type ReadingColumns } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { AppParts } from '../context.ts'
import type { LatestReading } from '../../ports/index.ts'
import type { ServiceState } from '../state.ts'

export interface LatestReadings {
  readonly map: ReadonlyMap<string, LatestReading>
  load(rows: readonly LatestReading[]): void
  /** Forgets these points, whose readings were removed, and takes the rows instead. */
  renew(points: readonly string[], rows: readonly LatestReading[]): void
  /** Merges the newest rows of a batch; returns those that are newer than what was held. */
  merge(rows: ReadingColumns): LatestReading[]
}

export function createLatestReadings(): LatestReadings {
  const map = new Map<string, LatestReading>()
  const put = (row: LatestReading): boolean => {
    const held = map.get(row.point)
    if (held && held.time > row.time) return false
    map.set(row.point, row)
    return true
  }
  return {
    map,
    load(rows) {
      for (const row of rows) put(row)
    },
    renew(points, rows) {
      for (const point of points) map.delete(point)
      for (const row of rows) put(row)
    },
    merge(rows) {
      const newer: LatestReading[] = []
      for (let i = 0; i < rows.length; i++) {
        const row = rowAt(rows, i)
        if (put(row)) newer.push(row)
      }
      return newer
    },
  }
}

const RETRY_MS = 2000
/** A start waits no longer than this for a store that is away. */
const START_WAIT_MS = 5000

/** Loads the newest readings. With the store away it reports that once and retries until they are loaded. */
export function loadLatest(
  { readings, clock, events }: Pick<AppParts, 'readings' | 'clock' | 'events'>,
  state: Pick<ServiceState, 'storeFailed' | 'storeRecovered'>,
  latest: LatestReadings,
): { start(): Promise<void>; stop(): void } {
  const stopped = new AbortController()

  async function load(): Promise<void> {
    for (let failed = false; !stopped.signal.aborted; failed = true) {
      try {
        latest.load(await readings.latest())
        if (!failed) return
        state.storeRecovered()
        events.emit({ code: 'store-back', level: 'info', detail: 'the newest readings are loaded' })
        return
      } catch (error) {
        const fault = errorText(error)
        state.storeFailed(fault)
        if (!failed) events.emit({ code: 'store-away', level: 'warn', detail: `${fault}; the newest readings are shown when it is back` })
        await clock.sleep(RETRY_MS, stopped.signal)
      }
    }
  }

  return {
    async start() {
      const loaded = new AbortController()
      await Promise.race([load(), clock.sleep(START_WAIT_MS, loaded.signal)])
      loaded.abort()
    },
    stop: () => stopped.abort(),
  }
}

function rowAt(rows: ReadingColumns, i: number): LatestReading {
  return {
    point: rows.names[rows.point[i] as number] as string,
    time: instant(rows.time[i] as number),
    value: rows.value[i] as number,
    quality: qualityOf(rows.quality[i] as number),
  }
}
