/** The live stream: reports when it is lost, reconnects by itself, and then loads what it missed. */

import { signal } from '@preact/signals'
import { route } from '../address/route.ts'
import { isTransient, RETRY_MS } from '../api/client.ts'
import type { Alarm, Job } from '../api/types.ts'
import { alarms, campus, loadAlarms, loadCampus, loadJobs, loadNow, loadNowSoon, mergeAlarm, mergeJob } from './campus.ts'
import { serviceTime, startClock } from './clock.ts'
import { type LiveReading, loadPoints, mergeReadings, points } from './points.ts'
import { isHeld, loadSession } from './session.ts'

export const link = signal<'connecting' | 'on' | 'off'>('connecting')
/** Service time at which the stream was lost, epoch ms; null while it is there. */
export const lostAt = signal<number | null>(null)

const NOW_EVERY_MS = 5_000
const POINTS_EVERY_MS = 60_000
let stream: EventSource | null = null

export async function loadAll(): Promise<void> {
  await Promise.all([loadCampus(), loadNow(), loadPoints(), loadJobs(), loadAlarms(), loadSession()])
}

function handleLoss(): void {
  link.value = 'off'
  lostAt.value ??= serviceTime.peek()
  // The browser reconnects by itself unless the answer was a refusal; then we do.
  if (stream?.readyState === EventSource.CLOSED) setTimeout(() => (isHeld() ? undefined : connect()), RETRY_MS)
}

function handleOpen(): void {
  const missed = lostAt.peek() !== null
  link.value = 'on'
  lostAt.value = null
  if (missed) void loadAll()
}

/** Only these screens draw the sums; the others need no request after every reading. */
const showsSums = (): boolean => ['now', 'buildings', 'wall'].includes(route.peek().segments[0] ?? 'now')

function connect(): void {
  stream?.close()
  stream = new EventSource('/api/v1/live')
  stream.addEventListener('open', handleOpen)
  stream.addEventListener('error', handleLoss)
  stream.addEventListener('readings', (event: MessageEvent<string>) => {
    mergeReadings((JSON.parse(event.data) as { readings: LiveReading[] }).readings)
    if (showsSums()) loadNowSoon()
  })
  stream.addEventListener('progress', (event: MessageEvent<string>) => mergeJob(JSON.parse(event.data) as Job))
  stream.addEventListener('alarm', (event: MessageEvent<string>) => mergeAlarm(JSON.parse(event.data) as Alarm))
}

/** Loads everything once, then follows the stream, unless a token is required first. */
export async function begin(): Promise<void> {
  await loadAll()
  if (!isHeld()) connect()
}

/** A request that failed while the service was starting is sent again soon, not at the next regular turn. */
function retryFailures(): void {
  if (isTransient(campus.peek().failure)) void loadCampus()
  if (isTransient(points.peek().failure)) void loadPoints()
  if (isTransient(alarms.peek().failure)) void loadAlarms()
}

/** Keeps the shared models current; while the sign-in shows, nothing is requested. */
export function keepCurrent(): void {
  const repeat = (ms: number, work: () => void): void => void setInterval(() => (isHeld() ? undefined : work()), ms)
  startClock()
  repeat(RETRY_MS, retryFailures)
  repeat(NOW_EVERY_MS, () => void Promise.all([loadNow(), loadJobs()]))
  repeat(POINTS_EVERY_MS, () => void Promise.all([loadPoints(), loadAlarms()]))
}
