/** Runs what is due. Knows no stage: its jobs are functions from app.ts. */

import { type Instant, instant } from '../domain/index.ts'
import { createProjection, errorText } from '../kernel/index.ts'
import type { Beats, Clock, Events, Records } from '../ports/index.ts'
import { dueSlot, lastDailySlot } from './due.ts'

export interface Job {
  readonly name: string
  /** Six-field cron pattern of the nudge. */
  readonly pattern: string
  /** Daily jobs: ms after local midnight. Others run at every beat and keep their own watermark. */
  readonly daily?: number
  run(): Promise<void>
}

export interface Worker {
  start(): Promise<void>
  stop(): Promise<void>
}

const STREAM = 'job-watermark'

export function createWorker(parts: {
  jobs: readonly Job[]
  zone: () => string
  beats: Beats
  clock: Clock
  records: Records
  events: Events
}): Worker {
  const { clock, records, events } = parts
  const watermarks = new Map<string, Instant>()
  const running = new Set<Promise<void>>()
  const stops: (() => void)[] = []

  async function runDaily(job: Job, offset: number): Promise<void> {
    const slot = dueSlot(lastDailySlot(parts.zone(), offset, clock.now()), watermarks.get(job.name) ?? null)
    if (slot === null) return
    await job.run()
    await records.append(STREAM, job.name, clock.now(), { slot })
    watermarks.set(job.name, slot)
  }

  async function beat(job: Job): Promise<void> {
    try {
      await (job.daily === undefined ? job.run() : runDaily(job, job.daily))
    } catch (error) {
      events.emit({
        code: 'job-failed',
        level: 'error',
        detail: `job "${job.name}" failed: ${errorText(error)}`,
      })
    }
  }

  async function runTracked(job: Job): Promise<void> {
    const run = beat(job)
    running.add(run)
    await run
    running.delete(run)
  }

  return {
    async start() {
      await createProjection(records, STREAM, ({ id, body }) => {
        const { slot } = body as { slot?: unknown }
        if (typeof slot === 'number') watermarks.set(id, instant(slot))
      }).refresh()
      for (const job of parts.jobs) stops.push(parts.beats.every(job.name, job.pattern, parts.zone(), () => runTracked(job)))
    },
    async stop() {
      for (const stop of stops.splice(0)) stop()
      await Promise.all(running)
    },
  }
}
