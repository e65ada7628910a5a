/** Deliveries that are still open, and when each is retried. Pure: attempts are read from the record log. */

import { HOUR, type Instant, instant, type Notice, SECOND } from '../domain/index.ts'
import type { MessengerChannel } from '../ports/index.ts'

export type NoticeChannel = MessengerChannel

/** Body of a record of the stream; the id of the record is the notice's. */
export type NoticeRecord =
  | { readonly type: 'queued'; readonly notice: Notice; readonly channels: readonly NoticeChannel[] }
  | { readonly type: 'delivered'; readonly channel: NoticeChannel }
  | { readonly type: 'failed'; readonly channel: NoticeChannel; readonly reason: string; readonly lost: boolean }

/** One notice on its way to one address. */
export interface Delivery {
  readonly notice: Notice
  readonly channel: NoticeChannel
  readonly state: 'waiting' | 'delivered' | 'lost'
  readonly attempts: number
  /** Time of the last attempt; before the first attempt, of the queueing. */
  readonly at: Instant
  /** Why the last attempt failed. */
  readonly reason: string | null
}

export const keyOf = (notice: string, channel: NoticeChannel): string => `${channel} ${notice}`

/** The deliveries that one more record creates or changes. */
export function applyNoticeRecord(
  deliveries: ReadonlyMap<string, Delivery>,
  id: string,
  at: Instant,
  body: NoticeRecord,
): readonly Delivery[] {
  if (body.type === 'queued')
    return body.channels.map((channel) => ({ notice: body.notice, channel, state: 'waiting', attempts: 0, at, reason: null }))
  const delivery = deliveries.get(keyOf(id, body.channel))
  if (delivery === undefined) return []
  const attempts = delivery.attempts + 1
  if (body.type === 'delivered') return [{ ...delivery, state: 'delivered', attempts, at, reason: null }]
  return [{ ...delivery, state: body.lost ? 'lost' : 'waiting', attempts, at, reason: body.reason }]
}

const FIRST_MS = 30 * SECOND
const LONGEST_MS = HOUR
/** After this many failures the notice is lost, about six hours after the first attempt. */
export const MAX_ATTEMPTS = 13

/** FNV-1a hash as a share 0..1: the same text gives the same share, so that the schedule follows from the records. */
function hashShare(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash / 2 ** 32
}

/** Delay after the nth failed attempt, ms: doubled each time up to an hour, with a jitter of a quarter so that many retries do not coincide. */
export function retryDelayAfter(attempts: number, seed: string): number {
  const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1))
  return Math.round(delay * (0.75 + hashShare(`${seed} ${attempts}`) / 2))
}

/** When a waiting delivery is tried next. */
export function dueAt({ notice, channel, attempts, at }: Delivery): Instant {
  return attempts === 0 ? at : instant(at + retryDelayAfter(attempts, keyOf(notice.id, channel)))
}

/** Waiting deliveries that are due, oldest first, to configured channels. */
export function dueNow(deliveries: Iterable<Delivery>, channels: readonly NoticeChannel[], now: Instant): readonly Delivery[] {
  return [...deliveries].filter((d) => d.state === 'waiting' && channels.includes(d.channel) && dueAt(d) <= now)
}
