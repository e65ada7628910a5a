/** The live stream: readings coalesced per point and jobs per id at 1 Hz, alarms as they come, held in a ring so that a reader can resume. */

import { iso } from '../domain/index.ts'
import type { Clock, LatestReading } from '../ports/index.ts'
import type { JobProgress } from './types.ts'
import type { LiveEvent, LiveFeed, LiveReading } from './live-types.ts'

export interface LivePublisher extends LiveFeed {
  /** The newest reading of each point that has news. */
  publish(rows: readonly LatestReading[]): void
  publishProgress(job: JobProgress): void
  publishAlarm(alarm: object): void
  /** Sends what waits, then nothing more. */
  close(): void
}

export interface LiveFeedParts {
  readonly clock: Clock
  readonly unitOf: (point: string) => string
  /** Events held for those who resume. */
  readonly ringSize?: number
  /** Of them, so many readings at most. */
  readonly ringReadings?: number
}

type Listener = (event: LiveEvent) => void

const EVERY_MS = 1000
/** Ten minutes at 1 Hz. */
const RING = 600
/** Ten minutes of 5,000 points that are read every minute. In a flood every point has news every second: the ring is then shorter. */
const RING_READINGS = 50_000

/** Ids begin at the epoch milliseconds of the start: a reader from before a restart resumes with everything that is held. */
export function createLiveFeed({ clock, unitOf, ringSize = RING, ringReadings = RING_READINGS }: LiveFeedParts): LivePublisher {
  const listeners = new Set<Listener>()
  const pending = new Map<string, LatestReading>()
  const jobs = new Map<string, JobProgress>()
  const closed = new AbortController()
  const ring: { readonly event: LiveEvent; readonly readings: number }[] = []
  let held = 0
  let lastId = Number(clock.now())
  let sentAt = -Infinity
  let scheduled = false

  function send(event: LiveEvent['event'], data: unknown, readings = 0): void {
    const sent = { id: ++lastId, event, data }
    ring.push({ event: sent, readings })
    held += readings
    while (ring.length > ringSize || (held > ringReadings && ring.length > 1)) held -= ring.shift()?.readings ?? 0
    for (const listener of listeners) listener(sent)
  }

  function flush(): void {
    if (pending.size === 0 && jobs.size === 0) return
    sentAt = clock.monotonic()
    const readings = [...pending.values()].map((row) => readingOf(row, unitOf))
    const changed = [...jobs.values()]
    pending.clear()
    jobs.clear()
    if (readings.length > 0) send('readings', { readings }, readings.length)
    for (const job of changed) send('progress', job)
  }

  async function schedule(): Promise<void> {
    if (scheduled || closed.signal.aborted) return
    scheduled = true
    await clock.sleep(Math.max(0, sentAt + EVERY_MS - clock.monotonic()), closed.signal)
    scheduled = false
    flush()
  }

  return {
    publish(rows) {
      for (const row of rows) pending.set(row.point, row)
      void schedule()
    },
    publishProgress(job) {
      jobs.set(job.id, job)
      void schedule()
    },
    publishAlarm: (alarm) => send('alarm', alarm),
    subscribe(listener, afterId) {
      if (afterId !== undefined) for (const { event } of ring) if (event.id > afterId) listener(event)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    lastId: () => lastId,
    close() {
      flush()
      closed.abort()
      listeners.clear()
    },
  }
}

function readingOf(row: LatestReading, unitOf: (point: string) => string): LiveReading {
  return { point: row.point, time: iso(row.time), value: row.value, unit: unitOf(row.point), quality: row.quality }
}
