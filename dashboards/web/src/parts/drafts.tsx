/** Drafts that were made by themselves when a period was over, and making one again. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, get, post } from '../api.ts'
import { moment, percent } from '../format.ts'
import { t } from '../i18n.ts'
import type { Draft, Drafts } from '../office-api.ts'
import { periodName } from '../periods.ts'
import { usePolled } from '../polled.ts'
import { hrefWith } from '../route.ts'
import { may, zone } from '../state.ts'
import { Tag } from './point-state.tsx'
import { Empty, Failed, Loading } from './states.tsx'

const EVERY_MS = 60_000

function Row({ draft }: { draft: Draft }): VNode {
  const { period, state, revision, created, coverage, coverage_low, figures, why } = draft
  return (
    <tr data-draft={period}>
      <td class="first">
        <a href={hrefWith('report', { period })}>{periodName(period)}</a>
      </td>
      <td data-label={t('col.state')}>
        {state === 'draft' ? t('draft.state', { n: revision ?? 1 }) : t('draft.waiting')} {why !== null && <small lang="en">{why}</small>}
      </td>
      <td data-label={t('draft.created')}>{created === null ? '–' : moment(created, zone.value)}</td>
      <td data-label={t('report.coverage')} class="right">
        {coverage === null ? '–' : percent(coverage)} {coverage_low && <Tag kind="warn">{t('draft.low')}</Tag>}
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

function MakeAgain({ period, made }: { period: string; made: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const make = async (): Promise<void> => {
    busy.value = true
    try {
      await post(`/api/v1/reports/${period}/draft`, {})
      failure.value = null
      made()
    } catch (error) {
      failure.value = failureOf(error)
    }
    busy.value = false
  }
  return (
    <>
      <button type="button" disabled={busy.value} onClick={() => void make()}>
        {t('draft.make', { period: periodName(period) })}
      </button>
      {failure.value !== null && <p role="alert">{failure.value.said ?? t('failed.network')}</p>}
    </>
  )
}

export function DraftsPanel({ period }: { period: string }): VNode {
  const { value, failure, again } = usePolled(() => get<Drafts>('/api/v1/reports'), EVERY_MS)
  const known = value.value
  return (
    <section class="panel wide screen">
      <h2>{t('draft.title')}</h2>
      <Failed why={failure.value} retry={again} known={known !== null} />
      {known === null && failure.value === null && <Loading />}
      {known !== null && <List drafts={known} />}
      {may('preparer') && <MakeAgain period={period} made={again} />}
    </section>
  )
}
