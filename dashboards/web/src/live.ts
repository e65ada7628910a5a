/** The live stream: says when it is lost, comes back by itself, and then asks for what was missed. */

import { signal } from '@preact/signals'
import type { Job } from './api.ts'
import { route } from './route.ts'
import type { Alarm } from './office-api.ts'
import { type LiveReading, loadAll, loadNowSoon, locked, mergeAlarm, mergeJob, mergeReadings, serviceTime } from './state.ts'

export const link = signal<'connecting' | 'on' | 'off'>('connecting')
/** Service time at which the stream was lost, epoch ms; null while it is there. */
export const lostAt = signal<number | null>(null)

const AGAIN_MS = 3000
let stream: EventSource | null = null

function lost(): void {
  link.value = 'off'
  lostAt.value ??= serviceTime.peek()
  // The browser tries again by itself unless the answer was a refusal; then we do.
  if (stream?.readyState === EventSource.CLOSED) setTimeout(() => (locked.peek() ? undefined : connect()), AGAIN_MS)
}

function back(): void {
  const missed = lostAt.peek() !== null
  link.value = 'on'
  lostAt.value = null
  if (missed) void loadAll()
}

export function connect(): void {
  stream?.close()
  stream = new EventSource('/api/v1/live')
  stream.addEventListener('open', back)
  stream.addEventListener('error', lost)
  stream.addEventListener('readings', (event: MessageEvent<string>) => {
    mergeReadings((JSON.parse(event.data) as { readings: LiveReading[] }).readings)
    if (route.peek().page === 'now') loadNowSoon()
  })
  stream.addEventListener('progress', (event: MessageEvent<string>) => mergeJob(JSON.parse(event.data) as Job))
  stream.addEventListener('alarm', (event: MessageEvent<string>) => mergeAlarm(JSON.parse(event.data) as Alarm))
}

/** Everything once, then the stream, unless a sign-in is asked for first. */
export async function begin(): Promise<void> {
  await loadAll()
  if (!locked.value) connect()
}
