/** The newest reading of each point, kept current by the commits of the writer. */

import { instant, QUALITIES, type ReadingColumns } from '../domain/index.ts'
import type { LatestReading } from '../ports/index.ts'

export interface Latest {
  readonly map: ReadonlyMap<string, LatestReading>
  load(rows: readonly LatestReading[]): void
  /** Merges the newest rows of a batch; returns those that are news. */
  merge(rows: ReadingColumns): LatestReading[]
}

export function createLatest(): Latest {
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

function rowAt(rows: ReadingColumns, i: number): LatestReading {
  return {
    point: rows.names[rows.point[i] as number] as string,
    time: instant(rows.time[i] as number),
    value: rows.value[i] as number,
    quality: QUALITIES[rows.quality[i] as number] ?? 'bad',
  }
}
