/** What still has to be delivered, and when it is tried again. Pure: the record log says what has been tried. */

import { HOUR, type Instant, instant, type Notice, SECOND } from '../domain/index.ts'

export type NoticeChannel = 'webhook' | 'mail'

/** Body of a record of the stream; its id is the notice's. */
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
  /** Of the last attempt; the queueing at first. */
  readonly at: Instant
  /** Why the last attempt failed. */
  readonly reason: string | null
}

export const keyOf = (notice: string, channel: NoticeChannel): string => `${channel} ${notice}`

/** What a record makes of the deliveries, by key. */
export function taken(known: ReadonlyMap<string, Delivery>, id: string, at: Instant, body: NoticeRecord): readonly Delivery[] {
  if (body.type === 'queued')
    return body.channels.map((channel) => ({ notice: body.notice, channel, state: 'waiting', attempts: 0, at, reason: null }))
  const delivery = known.get(keyOf(id, body.channel))
  if (delivery === undefined) return []
  const attempts = delivery.attempts + 1
  if (body.type === 'delivered') return [{ ...delivery, state: 'delivered', attempts, at, reason: null }]
  return [{ ...delivery, state: body.lost ? 'lost' : 'waiting', attempts, at, reason: body.reason }]
}

const FIRST_MS = 30 * SECOND
const LONGEST_MS = HOUR
/** Then it is lost: about six hours after the first. */
export const MOST_ATTEMPTS = 13

/** FNV-1a, 0..1: the same text gives the same share, so that a schedule can be told from the records. */
function shareOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash / 2 ** 32
}

/** Wait after the nth failed attempt, ms: doubled each time up to an hour, and up to a quarter longer or shorter so that many do not come at once. */
export function waitAfter(attempts: number, seed: string): number {
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1))
  return Math.round(wait * (0.75 + shareOf(`${seed} ${attempts}`) / 2))
}

/** When a waiting delivery is tried next. */
export function dueAt({ notice, channel, attempts, at }: Delivery): Instant {
  return attempts === 0 ? at : instant(at + waitAfter(attempts, keyOf(notice.id, channel)))
}

/** Waiting deliveries whose time has come, oldest first, to channels there are. */
export function dueNow(deliveries: Iterable<Delivery>, channels: readonly NoticeChannel[], now: Instant): readonly Delivery[] {
  return [...deliveries].filter((d) => d.state === 'waiting' && channels.includes(d.channel) && dueAt(d) <= now)
}
