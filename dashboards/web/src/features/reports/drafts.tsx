/** Drafts that the service made when a period was over, and making one, for the first time or again. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { hrefOf } from '../../address/route.ts'
import { type Failure, failureOf, get, post } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment, percent } from '../../text/format.ts'
import { Loadable } from '../../ui/panel.tsx'
import { Empty, RefusalNote } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

type Drafts = Answer<'GET /api/v1/reports'>
type Draft = Drafts['reports'][number]

const EVERY_MS = 60_000

function Row({ draft }: { draft: Draft }): VNode {
  const { period, state, revision, created, coverage, coverage_low, figures, why } = draft
  return (
    <tr data-draft={period}>
      <td class="first">
        <a href={hrefOf('reports', { period })}>{periodName(period)}</a>
      </td>
      <td data-label={t('col.state')}>
        {state === 'draft' ? t('draft.state', { n: revision ?? 1 }) : t('draft.waiting')} {why !== null && <small lang="en">{why}</small>}
      </td>
      <td data-label={t('draft.created')}>{created === null ? '–' : moment(created, zone.value)}</td>
      <td data-label={t('report.coverage')} class="right">
        {coverage === null ? '–' : percent(coverage)} {coverage_low && <Tag state="attention">{t('draft.low')}</Tag>}
      </td>
      <td data-label={t('draft.figures')} class="right">
        {figures === null ? '–' : t('draft.valued', { n: figures.valued, all: figures.all })}
      </td>
    </tr>
  )
}

function List({ drafts: { reports, next } }: { drafts: Drafts }): VNode {
  return (
    <>
      <p class="sub">{t('draft.next', { period: periodName(next.period), at: moment(next.at, zone.value) })}</p>
      {reports.length === 0 ? (
        <Empty>{t('draft.none')}</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>{t('period')}</th>
              <th>{t('col.state')}</th>
              <th>{t('draft.created')}</th>
              <th class="right">{t('report.coverage')}</th>
              <th class="right">{t('draft.figures')}</th>
            </tr>
          </thead>
          <tbody>
            {reports.map((draft) => (
              <Row key={draft.period} draft={draft} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function MakeDraft({ period, again, onMake }: { period: string; again: boolean; onMake: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const make = async (): Promise<void> => {
    busy.value = true
    try {
      await post(`/api/v1/reports/${encodeURIComponent(period)}/draft`, {})
      failure.value = null
      onMake()
    } catch (error) {
      failure.value = failureOf(error)
    }
    busy.value = false
  }
  return (
    <>
      <button type="button" disabled={busy.value} onClick={() => void make()}>
        {t(again ? 'draft.remake' : 'draft.make', { period: periodName(period) })}
      </button>
      <RefusalNote why={failure.value} />
    </>
  )
}

export function DraftsPanel({ period }: { period: string }): VNode {
  const polling = usePolling(() => get<Drafts>('/api/v1/reports'), EVERY_MS)
  const again = polling.value.value?.reports.some((draft) => draft.period === period && draft.state === 'draft') ?? false
  return (
    <section class="panel wide screen">
      <h2>{t('draft.title')}</h2>
      <Loadable of={polling}>{(drafts) => <List drafts={drafts} />}</Loadable>
      {may('preparer') && <MakeDraft period={period} again={again} onMake={polling.reload} />}
    </section>
  )
}
