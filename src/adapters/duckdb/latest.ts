/** The newest reading of each point, kept in memory: of equal times the greatest sequence counts. */

import { instant, QUALITIES, type ReadingColumns } from '../../domain/index.ts'
import type { LatestReading } from '../../ports/index.ts'
import type { Dictionary } from './dictionary.ts'
import type { Session } from './session.ts'

interface Newest {
  readonly reading: LatestReading
  readonly seq: number
}

export interface Latest {
  all(): LatestReading[]
  note(rows: ReadingColumns, seq: Float64Array): void
  forget(points: readonly string[]): void
}

const reading = (point: string, time: number, value: number, quality: number): LatestReading => ({
  point,
  time: instant(time),
  value,
  quality: QUALITIES[quality] ?? 'bad',
})

export async function loadLatest(session: Session, dictionary: Dictionary): Promise<Latest> {
  const sql =
    'SELECT point, max(time), arg_max(v, {t: time, s: seq}), arg_max(q, {t: time, s: seq}), max({t: time, s: seq}).s FROM reading GROUP BY point'
  const [point, time, value, quality, seq] = (await session.query(sql, ['int', 'double', 'double', 'byte', 'double'])) as [
    Int32Array,
    Float64Array,
    Float64Array,
    Uint8Array,
    Float64Array,
  ]
  const newest = new Map<string, Newest>()
  point.forEach((id, i) => {
    const name = dictionary.nameOf(id)
    const row = reading(name, time[i] as number, value[i] as number, quality[i] as number)
    newest.set(name, { reading: row, seq: seq[i] as number })
  })
  return latestOf(newest)
}

function latestOf(newest: Map<string, Newest>): Latest {
  return {
    all: () => Array.from(newest.values(), (n) => n.reading),
    note(rows, seq) {
      for (let i = 0; i < rows.length; i++) {
        const point = rows.names[rows.point[i] as number] as string
        const time = rows.time[i] as number
        const known = newest.get(point)
        if (known !== undefined && (known.reading.time > time || (known.reading.time === time && known.seq > (seq[i] as number)))) continue
        const row = reading(point, time, rows.value[i] as number, rows.quality[i] as number)
        newest.set(point, { reading: row, seq: seq[i] as number })
      }
    },
    forget(points) {
      for (const point of points) newest.delete(point)
    },
  }
}
