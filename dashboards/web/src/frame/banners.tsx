/** What concerns every screen: a lost connection, work in the background. */

import { computed } from '@preact/signals'
import type { VNode } from 'preact'
import type { Job } from '../api/types.ts'
import { jobs, zone } from '../state/campus.ts'
import { lostAt } from '../state/stream.ts'
import { clock, number } from '../text/format.ts'
import { t, term } from '../text/language.ts'

const unfinished = computed(() => jobs.value.filter((j) => j.state !== 'done'))

export function LostBanner(): VNode | null {
  if (lostAt.value === null) return null
  return (
    <p class="lost" role="alert">
      {t('live.lost', { time: clock(new Date(lostAt.value), zone.value, true) })}
    </p>
  )
}

function jobText(job: Job): string {
  const name = term('job', job.name)
  if (job.state === 'failed') return t('job.failed', { name })
  const values = { name, done: number(job.done, 0), unit: term('count', job.unit) }
  return job.total === null ? t('job.running.open', values) : t('job.running', { ...values, total: number(job.total, 0) })
}

export function JobBanner(): VNode | null {
  if (unfinished.value.length === 0) return null
  return (
    <ul class="banner">
      {unfinished.value.map((job) => (
        <li key={job.id}>
          <span>{jobText(job)}</span>
          {job.state === 'running' && job.total !== null && <progress aria-hidden="true" value={job.done} max={job.total} />}
        </li>
      ))}
    </ul>
  )
}
