/** Data quality: points that need attention, messages that were refused, fields nobody asks for, work under way. */

import type { VNode } from 'preact'
import { type DeadLetters, type Discovery, get, type Job } from '../api.ts'
import { day } from '../format.ts'
import { t, word } from '../i18n.ts'
import { AttentionPanel } from '../parts/attention.tsx'
import { DeadLetterTable, DiscoveryTable } from '../parts/refused.tsx'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { usePolled } from '../polled.ts'
import { jobs } from '../state.ts'

/** A job says in its detail how far it came: a day is written as days are. */
function JobLine({ job }: { job: Job }): VNode {
  const name = word('job', job.name)
  const reached = /^\d{4}-\d{2}-\d{2}$/.test(job.detail) ? day(new Date(`${job.detail}T00:00:00Z`), 'UTC') : ''
  const said = job.state === 'done' ? t('job.done', { name }) : job.state === 'failed' ? t('job.failed', { name }) : name
  return (
    <li>
      <span>{said}</span>
      {job.state === 'running' && <progress aria-label={name} value={job.done} max={job.total ?? undefined} />}
      <span class="sub">{reached}</span>
    </li>
  )
}

interface Kept {
  readonly letters: DeadLetters
  readonly found: readonly Discovery[]
}

async function loadKept(): Promise<Kept> {
  const [letters, { discoveries }] = await Promise.all([
    get<DeadLetters>('/api/v1/dead-letters?limit=50'),
    get<{ discoveries: Discovery[] }>('/api/v1/discoveries'),
  ])
  return { letters, found: discoveries }
}

const EVERY_MS = 10_000

export function QualityPage(): VNode {
  const { value, failure, again } = usePolled(loadKept, EVERY_MS)
  const known = value.value
  const waiting = known === null && failure.value === null
  return (
    <div class="panels">
      <AttentionPanel />
      <section class="panel wide">
        <h2>{t('quality.dead')}</h2>
        <Failed why={failure.value} retry={again} known={known !== null} />
        {waiting && <Loading />}
        {known !== null && <DeadLetterTable letters={known.letters} />}
      </section>
      <section class="panel wide">
        <h2>{t('quality.discoveries')}</h2>
        {waiting && <Loading />}
        {known !== null && <DiscoveryTable found={known.found} />}
      </section>
      <section class="panel wide">
        <h2>{t('quality.jobs')}</h2>
        {jobs.value.length === 0 ? (
          <Empty>{t('quality.jobs.none')}</Empty>
        ) : (
          <ul class="jobs">
            {jobs.value.map((job) => (
              <JobLine key={job.id} job={job} />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
