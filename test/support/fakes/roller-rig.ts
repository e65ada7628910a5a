/** A roller over a store in plain maps, with readings written in any order. */

import { type Bucket, type Correction, instant, type Point } from '../../../src/domain/index.ts'
import { createRoller, type Roller, type RollerParts } from '../../../src/rollup/roller.ts'
import { bucketText } from '../../../src/rollup/verify.ts'
import { createHandClock } from './clock.ts'
import { columnsFrom, createMemoryBuckets, createMemoryReadings, type MemoryBuckets } from './memory-store.ts'

export interface RigReading {
  readonly point: string
  readonly time: number
  readonly value: number
}

export interface RollerRig {
  readonly roller: Roller
  readonly buckets: MemoryBuckets
  write(rows: readonly RigReading[]): Promise<void>
}

export interface RigWish {
  readonly points: readonly Point[] | (() => readonly Point[])
  readonly now: number
  readonly zone?: string
  readonly computedBy?: RollerParts['computedBy']
  readonly corrections?: () => readonly Correction[]
}

export function createRollerRig({ points, now, zone = 'UTC', computedBy, corrections }: RigWish): RollerRig {
  const readings = createMemoryReadings()
  const buckets = createMemoryBuckets()
  const clock = createHandClock(now)
  let seq = 0
  return {
    buckets,
    roller: createRoller({
      readings,
      buckets,
      points: typeof points === 'function' ? points : () => points,
      zone,
      clock,
      ...(computedBy ? { computedBy } : {}),
      ...(corrections ? { corrections: async () => corrections() } : {}),
    }),
    async write(rows) {
      const seqs = Float64Array.from(rows, () => ++seq)
      const columns = columnsFrom(rows.map(({ point, time, value }) => ({ point, time: instant(time), value, quality: 0 })))
      await readings.commit({ rows: columns, seq: seqs, offset: seq })
    },
  }
}

/** Buckets with content as text: equal buckets have equal text. */
export const textsOf = (buckets: readonly Bucket[]): string[] =>
  buckets.filter((b) => b.n > 0 || b.edge !== null || b.total !== 0).map(bucketText)
