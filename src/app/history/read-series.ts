/** Series of points for profiles, alarm rules and findings, read in bounded chunks. */

import { type Bucket, HOUR, type Point, type PointSeries, QUARTER, seriesOf, type Span } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { Buckets } from '../../ports/index.ts'

export type SeriesSlot = '15m' | '1h'

const SLOT_MS: Readonly<Record<SeriesSlot, number>> = { '15m': QUARTER, '1h': HOUR }
/** Buckets that one read may hold: about 20 MB of memory. */
const CHUNK_BUCKETS = 60_000

export interface SeriesWish {
  readonly step: SeriesSlot
  readonly span: Span
  /** Takes what is bridged for its total. */
  readonly bridged?: boolean
}

type ReadPoint = Pick<Point, 'id' | 'quantity'>

/** Buckets of many points, a chunk at a time. */
export async function* readChunks(
  buckets: Pick<Buckets, 'read'>,
  points: readonly ReadPoint[],
  { step, span }: { readonly step: SeriesSlot | '1d'; readonly span: Span },
): AsyncGenerator<ReadonlyMap<string, readonly Bucket[]>> {
  const slot = step === '1d' ? 24 * HOUR : SLOT_MS[step]
  const each = Math.max(1, Math.floor(CHUNK_BUCKETS / Math.max(1, (span.to - span.from) / slot)))
  for (let i = 0; i < points.length; i += each) {
    const ids = points.slice(i, i + each).map((p) => p.id)
    yield groupBy(await buckets.read({ step, span, points: ids }), (bucket) => bucket.point)
  }
}

export async function readSeries(
  buckets: Pick<Buckets, 'read'>,
  points: readonly ReadPoint[],
  { step, span, bridged = false }: SeriesWish,
): Promise<ReadonlyMap<string, PointSeries>> {
  const found = new Map<string, PointSeries>()
  const within = { ...span, slot: SLOT_MS[step], bridged }
  const quantities = new Map(points.map((p) => [p.id, p.quantity]))
  for await (const chunk of readChunks(buckets, points, { step, span }))
    for (const [id, rows] of chunk) {
      const quantity = quantities.get(id)
      if (quantity !== undefined) found.set(id, seriesOf(quantity, rows, within))
    }
  return found
}
