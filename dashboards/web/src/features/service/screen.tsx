/** The service itself: its version, whether it takes readings, and how much of the raw messages its archive keeps. */

import type { VNode } from 'preact'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { moment, number } from '../../text/format.ts'
import { withUnit } from '../../text/units.ts'
import { Panel, Loadable } from '../../ui/panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

type Health = Answer<'GET /livez'>
type Readiness = Answer<'GET /readyz'>
type Archive = Answer<'GET /api/v1/archive'>

const EVERY_MS = 30_000
const MEGABYTE = 1_000_000

interface Condition {
  readonly health: Health
  readonly readiness: Readiness
}

/** Not ready is an answer as well: it comes with the status 503 and its reasons. */
async function loadReadiness(): Promise<Readiness> {
  return (await (await fetch('/readyz', { headers: { accept: 'application/json' } })).json()) as Readiness
}

async function loadCondition(): Promise<Condition> {
  const [health, readiness] = await Promise.all([get<Health>('/livez'), loadReadiness()])
  return { health, readiness }
}

function ConditionList({ health, readiness: { ready, reasons, degraded } }: Condition): VNode {
  const causes = [...reasons, ...degraded]
  return (
    <>
      <p>
        {ready && degraded.length === 0 && <Tag state="good">{t('service.ready')}</Tag>}
        {ready && degraded.length > 0 && <Tag state="attention">{t('service.degraded')}</Tag>}
        {!ready && <Tag state="fault">{t('service.not-ready')}</Tag>}
      </p>
      {causes.length > 0 && (
        <ul class="list" lang="en">
          {causes.map((cause) => (
            <li key={cause}>{cause}</li>
          ))}
        </ul>
      )}
      <dl>
        <dt>{t('service.version')}</dt>
        <dd>{health.version}</dd>
        <dt>{t('service.started')}</dt>
        <dd>{moment(health.started_at, zone.value)}</dd>
      </dl>
    </>
  )
}

const megabytes = (bytes: number): string => withUnit(number(bytes / MEGABYTE), 'MB')

function ArchiveList({ archive }: { archive: Archive }): VNode {
  const { days, cap_bytes, bytes, first_received, last_received, bytes_per_day, days_that_fit, free_disk_bytes } = archive
  const at = (time: string | null): string => (time === null ? '–' : moment(time, zone.value))
  return (
    <dl>
      <dt>{t('archive.days')}</dt>
      <dd>{number(days, 0)}</dd>
      <dt>{t('archive.fits')}</dt>
      <dd>{days_that_fit === null ? '–' : number(days_that_fit, 0)}</dd>
      <dt>{t('archive.size')}</dt>
      <dd>{t('archive.of', { size: megabytes(bytes), cap: megabytes(cap_bytes) })}</dd>
      <dt>{t('archive.daily')}</dt>
      <dd>{bytes_per_day === null ? '–' : megabytes(bytes_per_day)}</dd>
      <dt>{t('archive.first')}</dt>
      <dd>{at(first_received)}</dd>
      <dt>{t('archive.last')}</dt>
      <dd>{at(last_received)}</dd>
      <dt>{t('archive.free')}</dt>
      <dd>{megabytes(free_disk_bytes)}</dd>
    </dl>
  )
}

export function Screen(): VNode {
  const condition = usePolling(loadCondition, EVERY_MS)
  const archive = usePolling(() => get<Archive>('/api/v1/archive'), EVERY_MS)
  return (
    <div class="panels">
      <Panel title={t('service.title')}>
        <Loadable of={condition}>{(value) => <ConditionList {...value} />}</Loadable>
      </Panel>
      <Panel title={t('archive.title')}>
        <p class="sub">{t('archive.explain')}</p>
        <Loadable of={archive}>{(value) => <ArchiveList archive={value} />}</Loadable>
      </Panel>
    </div>
  )
}
