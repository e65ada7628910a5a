/** The newest reading of each point, kept current by the commits of the writer. */

import { instant, qualityOf, type ReadingColumns } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { AppParts } from '../context.ts'
import type { LatestReading } from '../../ports/index.ts'
import type { AppState } from '../context.ts'

export interface LatestReadings {
  readonly map: ReadonlyMap<string, LatestReading>
  load(rows: readonly LatestReading[]): void
  /** Of these points nothing is known any more but what the rows say: readings were removed. */
  renew(points: readonly string[], rows: readonly LatestReading[]): void
  /** Merges the newest rows of a batch; returns those that are news. */
  merge(rows: ReadingColumns): LatestReading[]
}

export function createLatestReadings(): LatestReadings {
  const map = new Map<string, LatestReading>()
  const put = (row: LatestReading): boolean => {
    const known = map.get(row.point)
    if (known && known.time > row.time) return false
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
      const news: LatestReading[] = []
      for (let i = 0; i < rows.length; i++) {
        const row = rowAt(rows, i)
        if (put(row)) news.push(row)
      }
      return news
    },
  }
}

const AGAIN_MS = 2000
/** A start waits no longer than this for a store that is away. */
const PATIENCE_MS = 5000

/** Loads the newest readings; with the store away it says so and tries again until they are there. */
export function loadLatest(
  { readings, clock, events }: Pick<AppParts, 'readings' | 'clock' | 'events'>,
  state: Pick<AppState, 'storeFault'>,
  latest: LatestReadings,
): { start(): Promise<void>; stop(): void } {
  const stopped = new AbortController()

  async function load(): Promise<void> {
    for (let told = false; !stopped.signal.aborted; told = true) {
      try {
        latest.load(await readings.latest())
        if (told) state.storeFault = null
        if (told) events.emit({ code: 'store-back', level: 'info', detail: 'the newest readings are loaded' })
        return
      } catch (error) {
        state.storeFault = errorText(error)
        const detail = `${state.storeFault}; the newest readings are shown when it is back`
        if (!told) events.emit({ code: 'store-away', level: 'warn', detail })
        await clock.sleep(AGAIN_MS, stopped.signal)
      }
    }
  }

  return {
    async start() {
      const enough = new AbortController()
      await Promise.race([load(), clock.sleep(PATIENCE_MS, enough.signal)])
      enough.abort()
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
