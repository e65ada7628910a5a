/** The inputs of a computation, recorded while it runs, so that the same figures can be computed from the record alone. */

import {
  type Bucket,
  type Campus,
  copyBucket,
  type Entry,
  type Factor,
  type Instant,
  instant,
  type Saving,
  type Span,
} from '../../domain/index.ts'
import type { FiguresServiceParts } from '../../figures/figures-service.ts'
import { groupBy } from '../../kernel/index.ts'
import type { BucketQuery, Buckets, Clock } from '../../ports/index.ts'

export interface RecordedClaims {
  readonly span: Span
  /** Null: the campus file names no measure. */
  readonly claims: readonly Saving[] | null
}

export interface RecordedInputs {
  readonly campus: Campus
  readonly seasons: Readonly<Record<string, readonly Span[]>>
  readonly factorSet: string
  /** When the figures were computed. */
  readonly now: Instant
  readonly entries: readonly Entry[]
  readonly factors: readonly Factor[]
  readonly savings: readonly RecordedClaims[]
  /** Every bucket that was read, in the order of point, step and time. */
  readonly buckets: readonly Bucket[]
}

export interface InputRecorder {
  /** The same sources, at one instant; what is read of them is recorded. */
  readonly sources: FiguresServiceParts
  recorded(): Promise<RecordedInputs>
}

export function recordInputs(sources: FiguresServiceParts): InputRecorder {
  const campus = sources.campus()
  const seasons = sources.seasons()
  const factorSet = sources.factorSet()
  const now = sources.clock.now()
  const buckets = new Map<string, Bucket>()
  const savings = new Map<string, RecordedClaims>()
  return {
    sources: {
      ...sources,
      campus: () => campus,
      seasons: () => seasons,
      factorSet: () => factorSet,
      clock: clockAt(sources.clock, now),
      buckets: {
        async read(query) {
          const found = await sources.buckets.read(query)
          for (const bucket of found) buckets.set(keyOf(bucket), bucket)
          return found
        },
      },
      async savings(span) {
        const claims = await sources.savings(span)
        savings.set(`${span.from} ${span.to}`, { span, claims })
        return claims
      },
    },
    recorded: async () => ({
      campus,
      seasons,
      factorSet,
      now,
      entries: await sources.entries(),
      factors: await sources.factors(),
      savings: [...savings.values()],
      buckets: [...buckets.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map((b) => copyBucket(b)),
    }),
  }
}

/** Sources that answer from a record alone. A span whose claims were not recorded has none. */
export function replayInputs(recorded: RecordedInputs, clock: Clock): FiguresServiceParts {
  return {
    campus: () => recorded.campus,
    seasons: () => recorded.seasons,
    factorSet: () => recorded.factorSet,
    buckets: bucketsOf(recorded.buckets),
    entries: async () => recorded.entries,
    factors: async () => recorded.factors,
    savings: async ({ from, to }) => recorded.savings.find((s) => s.span.from === from && s.span.to === to)?.claims ?? null,
    clock: clockAt(clock, recorded.now),
  }
}

const clockAt = (clock: Clock, now: Instant): Clock => ({ ...clock, now: () => now })

/** Starts are padded so that the text order is that of time within a point and step. */
const keyOf = ({ point, step, start }: Bucket): string => `${point} ${step} ${String(start + 1e16).padStart(18, '0')}`

function bucketsOf(all: readonly Bucket[]): Pick<Buckets, 'read'> {
  const byStep = groupBy(all, (b) => b.step)
  return {
    async read({ step, span, points }: BucketQuery) {
      const chosen = points === undefined ? null : new Set(points)
      const within = (byStep.get(step) ?? []).filter((b) => b.start >= instant(span.from) && b.start < span.to)
      return chosen === null ? within : within.filter((b) => chosen.has(b.point))
    },
  }
}
