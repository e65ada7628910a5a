/** Data quality: points that need attention, messages that were refused, fields without a point, jobs in the background. */

import type { VNode } from 'preact'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Job } from '../../api/types.ts'
import { jobs } from '../../state/campus.ts'
import { day } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Panel, Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { AttentionPanel } from './attention.tsx'
import { type DeadLetters, DeadLetterTable } from './dead-letters.tsx'
import { type Discovery, DiscoveryTable } from './discoveries.tsx'
import { t } from './text.ts'

/** The detail of a job is the day it has reached. */
function JobLine({ job }: { job: Job }): VNode {
  const name = term('job', job.name)
  const reached = /^\d{4}-\d{2}-\d{2}$/.test(job.detail) ? day(new Date(`${job.detail}T00:00:00Z`), 'UTC') : ''
  const text = job.state === 'done' ? t('job.done', { name }) : job.state === 'failed' ? t('job.failed', { name }) : name
  return (
    <li>
      <span>{text}</span>
      {job.state === 'running' && <progress aria-label={name} value={job.done} max={job.total ?? undefined} />}
      <span class="sub">{reached}</span>
    </li>
  )
}

const EVERY_MS = 10_000

export function Screen(): VNode {
  const letters = usePolling(() => get<DeadLetters>('/api/v1/dead-letters?limit=50'), EVERY_MS)
  const fields = usePolling(() => get<{ discoveries: Discovery[] }>('/api/v1/discoveries'), EVERY_MS)
  return (
    <div class="panels">
      <AttentionPanel />
      <Panel title={t('quality.dead')}>
        <Loadable of={letters}>{(value) => <DeadLetterTable letters={value} />}</Loadable>
      </Panel>
      <Panel title={t('quality.discoveries')}>
        <Loadable of={fields}>{({ discoveries }) => <DiscoveryTable discoveries={discoveries} />}</Loadable>
      </Panel>
      <Panel title={t('quality.jobs')}>
        {jobs.value.length === 0 ? (
          <Empty>{t('quality.jobs.none')}</Empty>
        ) : (
          <ul class="jobs">
            {jobs.value.map((job) => (
              <JobLine key={job.id} job={job} />
            ))}
          </ul>
        )}
      </Panel>
    </div>
  )
}
