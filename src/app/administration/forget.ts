/** Forgets what a device tells of people. Totals stay, and closed periods too: their evidence holds what it needs. */

import {
  type Campus,
  type Instant,
  instant,
  isOfPeople,
  type Point,
  type RawMessage,
  type RequestContext,
  type Span,
} from '../../domain/index.ts'
import { createDecoder, IMPORT_TOPIC } from '../../wire/index.ts'
import type { Refusal } from '../refusal.ts'
import type { AppParts, AppState } from '../context.ts'
import type { RollupQueue } from './rollup-queue.ts'

export interface ForgetWish {
  readonly device: string
  /** Changes nothing. */
  readonly preview: boolean
}

export interface ForgottenDevice {
  readonly device: string
  /** Points of occupancy that the device serves or served. */
  readonly points: readonly string[]
  /** Rows that were removed. */
  readonly readings: number
  /** Raw messages whose payload was overwritten. */
  readonly messages: number
  /** Raw messages that are still in the journal: forgetting again, once they are archived, overwrites them. */
  readonly open: number
}

/** Record of what was removed, for those who audit. */
export const FORGOTTEN_STREAM = 'forgotten'
const EVER: Span = { from: instant(0), to: instant(Date.UTC(2200, 0)) }

export interface ForgetParts {
  readonly parts: Pick<AppParts, 'archive' | 'buckets' | 'clock' | 'config' | 'journal' | 'readings' | 'records' | 'writer'>
  readonly state: Pick<AppState, 'campus'>
  readonly rollups: RollupQueue
  /** Reads the newest readings of these points again. */
  readonly renewLatest: (points: readonly string[]) => Promise<void>
}

interface ServedSpan {
  readonly point: Point
  readonly span: Span
}

export async function forgetDevice(
  deps: ForgetParts,
  context: RequestContext,
  { device, preview }: ForgetWish,
): Promise<ForgottenDevice | Refusal> {
  const { campus } = deps.state
  if (!campus.points.some((point) => point.from.some((row) => row.device === device)))
    return { refused: 'refused', detail: `no point of the campus file has the device "${device}"; \`campus devices list\` lists them` }
  const served = servedSpans(campus, device)
  const points = [...new Set(served.map(({ point }) => point.id))]
  if (preview) return { device, points, readings: 0, messages: 0, open: 0 }
  const readings = await removeReadings(deps, served)
  const { messages, open } = await deps.rollups.runAlone(() => deps.parts.archive.redact(createMatcher(deps, device)))
  const { key: by } = context.principal
  const done = { device, points, readings, messages, open }
  await deps.parts.records.append(FORGOTTEN_STREAM, device, context.at, { ...done, by, reason: context.reason ?? null })
  return done
}

function servedSpans({ points }: Campus, device: string): readonly ServedSpan[] {
  return points
    .filter(({ quantity }) => isOfPeople(quantity))
    .flatMap((point) =>
      point.from
        .filter((row) => row.device === device)
        .map(({ from, to }) => ({ point, span: { from: from ?? EVER.from, to: to ?? EVER.to } })),
    )
}

/** Buckets of a whole life go too; where another device served the point before or after, they are computed again. */
async function removeReadings({ parts, rollups, renewLatest }: ForgetParts, served: readonly ServedSpan[]): Promise<number> {
  const { readings, buckets, writer, journal } = parts
  await writer.drained(journal.state().lastSeq)
  const removed = await rollups.runAlone(async () => {
    await readings.compact()
    const before = await readings.count()
    for (const { point, span } of served) {
      await readings.remove([point.id], isEver(span) ? undefined : span)
      await buckets.remove([point.id], span)
    }
    return before - (await readings.count())
  })
  for (const { point, span } of served) if (!isEver(span)) await rollups.recomputeCorrected(point.id, cutToNow(span, parts.clock.now()))
  await renewLatest(served.map(({ point }) => point.id))
  return removed
}

const isEver = ({ from, to }: Span): boolean => from === EVER.from && to === EVER.to

/** Recomputation walks the span. */
function cutToNow({ from, to }: Span, now: Instant): Span {
  const end = to > now ? now : to
  return { from: from === EVER.from ? instant(Math.min(end, 946_684_800_000)) : from, to: end }
}

/** Messages of the device, as they decode today, and rows of files for its points. The decoder keeps what devices describe once. */
function createMatcher({ parts, state }: ForgetParts, device: string): (message: RawMessage) => boolean {
  const decoder = createDecoder(state.campus.sources, state.campus.timezone, parts.config.limits)
  const imported = new Set(servedSpans(state.campus, device).map(({ point }) => point.id))
  return (message) => {
    const { readings } = decoder.decode(message).decoded
    return message.topic === IMPORT_TOPIC ? readings.some((r) => imported.has(r.channel)) : readings.some((r) => r.device === device)
  }
}
