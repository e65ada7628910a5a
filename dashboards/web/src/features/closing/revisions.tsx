/** Every revision of a closed period with its files, its evidence, and the months that a longer period was closed over. */

import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { exact, moment } from '../../text/format.ts'
import { language } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import type { Review, Statement } from './closing-api.ts'
import { t } from './text.ts'

const EVERY_MS = 300_000
const FILES = ['xlsx', 'pdf', 'csv', 'json'] as const

function Downloads({ statement: { period, revision } }: { statement: Statement }): VNode {
  const query = `revision=${revision}&lang=${language.value}`
  const file = period.replace('/', '_')
  return (
    <span class="links">
      {FILES.map((ending) => (
        <a
          key={ending}
          href={`/api/v1/reports/${encodeURIComponent(period)}.${ending}?${query}`}
          download={`report-${file}-r${revision}.${ending}`}
        >
          {ending.toUpperCase()}
        </a>
      ))}
      <a
        href={`/api/v1/statements/${encodeURIComponent(period)}/evidence?revision=${revision}`}
        download={`evidence-${file}-r${revision}.zip`}
      >
        {t('closing.evidence')}
      </a>
    </span>
  )
}

function RevisionRow({ statement }: { statement: Statement }): VNode {
  const { revision, closed_at: at, closed_by: by, prepared_by: preparers, reason, objections, hash, evidence_hash: evidence } = statement
  return (
    <tr data-revision={revision}>
      <td class="first">{t('closing.revision', { n: revision })}</td>
      <td data-label={t('closing.signed-by')}>
        {by} · {moment(at, zone.value)}
        {preparers.length > 0 && <small> {t('closing.prepared-by', { who: preparers.join(', ') })}</small>}
      </td>
      <td data-label={t('closing.reason')}>
        {reason ?? '–'} {objections.length > 0 && <small lang="en">{objections.join('; ')}</small>}
      </td>
      <td data-label={t('closing.fingerprints')}>
        <small>
          {t('closing.hash')} <code class="hash">{hash}</code>
          <br />
          {t('closing.evidence')} <code class="hash">{evidence}</code>
        </small>
      </td>
      <td data-label={t('closing.files')} class="full">
        <Downloads statement={statement} />
      </td>
    </tr>
  )
}

function Rows({ statements }: { statements: readonly Statement[] }): VNode {
  if (statements.length === 0) return <Empty>{t('closing.revisions.none')}</Empty>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('closing.revisions')}</th>
          <th>{t('closing.signed-by')}</th>
          <th>{t('closing.reason')}</th>
          <th>{t('closing.fingerprints')}</th>
          <th>{t('closing.files')}</th>
        </tr>
      </thead>
      <tbody>
        {statements.map((statement) => (
          <RevisionRow key={statement.revision} statement={statement} />
        ))}
      </tbody>
    </table>
  )
}

export function RevisionsPanel({ period, revision }: { period: string; revision: number }): VNode {
  const path = '/api/v1/statements'
  const polling = usePolling(() => get<Answer<'GET /api/v1/statements'>>(path), EVERY_MS, `${period} ${revision}`)
  return (
    <Panel title={t('closing.revisions')}>
      <Loadable of={polling}>{({ statements }) => <Rows statements={statements.filter((s) => s.period === period)} />}</Loadable>
      <p class="sub">{t('closing.evidence.verify', { period })}</p>
    </Panel>
  )
}

/** A quarter, half or year beside its months. */
export function PartsPanel({ parts }: { parts: NonNullable<Review['parts']> }): VNode {
  const { closed, open, differences } = parts
  return (
    <Panel title={t('closing.parts')}>
      <p>{t('closing.parts.closed', { n: closed.length, all: closed.length + open.length })}</p>
      {open.length > 0 && <p class="sub">{t('closing.parts.open', { periods: open.map(periodName).join(', ') })}</p>}
      {open.length === 0 && differences.length === 0 && <Empty>{t('closing.parts.same')}</Empty>}
      <ul class="list">
        {differences.map(({ figure, unit, whole, sum }) => (
          <li key={figure}>
            {t('closing.parts.differs', { figure, whole: withUnit(exact(whole), unit), sum: withUnit(exact(sum), unit) })}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
