/** Long work, shown while it runs. */

import type { Clock } from '../../ports/index.ts'
import type { JobProgress } from '../../views/types.ts'

export interface Progress {
  report(job: JobProgress): void
  list(): readonly JobProgress[]
}

/** A finished job stays visible this long. */
const LINGER_MS = 60_000

export function createProgress(clock: Clock, onChange: (job: JobProgress) => void): Progress {
  const jobs = new Map<string, { job: JobProgress; at: number }>()
  return {
    report(job) {
      jobs.set(job.id, { job, at: clock.monotonic() })
      onChange(job)
    },
    list() {
      const now = clock.monotonic()
      for (const [id, { job, at }] of jobs) if (job.state !== 'running' && now - at > LINGER_MS) jobs.delete(id)
      return [...jobs.values()].map(({ job }) => job)
    },
  }
}
