/** A period from open to signed and restated: by the preparer who submits it and the approver who closes it. */

import './closing.css'
import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { hrefOf } from '../../address/route.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { reportScope } from '../../reporting/scope.ts'
import { Loadable } from '../../ui/panel.tsx'
import { CalendarPanel } from './calendar.tsx'
import { type Review, reviewPath } from './closing-api.ts'
import { CoveragePanel } from './coverage.tsx'
import { FindingsPanel } from './findings.tsx'
import { PendingPanel } from './pending.tsx'
import { PartsPanel, RevisionsPanel } from './revisions.tsx'
import { StatePanel } from './state-panel.tsx'
import { t } from './text.ts'

const EVERY_MS = 300_000

function Rest({ review, onDone }: { review: Review; onDone: () => void }): VNode {
  const { period, revision, parts } = review
  return (
    <>
      {revision !== null && <PendingPanel period={period} revision={revision} onDone={onDone} />}
      {revision !== null && <RevisionsPanel period={period} revision={revision} />}
      <FindingsPanel review={review} />
      <CoveragePanel review={review} />
      {parts !== null && <PartsPanel parts={parts} />}
    </>
  )
}

export function Screen(): VNode {
  const { period } = reportScope()
  const path = reviewPath(period)
  const polling = usePolling(() => get<Review>(path), EVERY_MS, path)
  const review = polling.value.value
  const changed = review === null ? '' : `${review.period} ${review.state} ${review.revision ?? 0}`
  return (
    <div class="panels closing">
      <section class="panel wide">
        <h2 class="page-title">{t('closing.title', { period: periodName(period) })}</h2>
        <p class="screen">
          <a href={hrefOf('reports', { period })}>{t('closing.to-report')}</a>
        </p>
        <Loadable of={polling} waiting={t('closing.computing', { period: periodName(period) })}>
          {(value) => <StatePanel review={value} onDone={polling.reload} />}
        </Loadable>
      </section>
      {review !== null && <Rest review={review} onDone={polling.reload} />}
      <CalendarPanel changed={changed} />
    </div>
  )
}
