/** What of a period is measured: the least of all, the meters with gaps, the figures they lower. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { boundaryName } from '../../reporting/boundary-name.ts'
import { percent } from '../../text/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import type { Review } from './closing-api.ts'
import { t } from './text.ts'

/** More rows than these hide what matters. */
const MOST = 12

export function CoveragePanel({ review: { coverage, period } }: { review: Review }): VNode {
  const { least, limit, meters, figures } = coverage
  const low = figures.filter((f) => f.coverage === null || f.coverage < limit)
  return (
    <Panel title={t('closing.coverage')}>
      <p>
        {t('closing.coverage.least', { least: percent(least), limit: percent(limit) })}{' '}
        <Tag state={least < limit ? 'attention' : 'good'}>{t(least < limit ? 'closing.coverage.low' : 'closing.coverage.enough')}</Tag>
      </p>
      {meters.length === 0 ? (
        <Empty>{t('closing.coverage.whole')}</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>{t('closing.meter')}</th>
              <th>{t('closing.role')}</th>
              <th class="right">{t('closing.coverage')}</th>
            </tr>
          </thead>
          <tbody>
            {meters.slice(0, MOST).map(({ point, role, coverage: share }) => (
              <tr key={`${role} ${point}`} class={share < limit ? 'partly' : undefined}>
                <td class="first">
                  <a href={hrefOf(['points', point])}>{point}</a>
                </td>
                <td data-label={t('closing.role')}>{role}</td>
                <td data-label={t('closing.coverage')} class="right">
                  {percent(share)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {meters.length > MOST && <p class="sub">{t('closing.more', { n: meters.length - MOST })}</p>}
      {low.length > 0 && (
        <>
          <h3>{t('closing.coverage.figures')}</h3>
          <ul class="plain">
            {low.map(({ id, name, boundary, coverage: share }) => (
              <li key={id}>
                <a href={hrefOf(['explain', id], { period })}>{name}</a> · {boundaryName(boundary)}:{' '}
                {share === null ? t('closing.coverage.unknown') : percent(share)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}
