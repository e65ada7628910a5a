/** Findings: what was wasted in a week, the biggest first, and the rules that cannot be judged. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { day } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { FindingRow } from './finding-row.tsx'
import { t } from './text.ts'

type Findings = Answer<'GET /api/v1/findings'>

const EVERY_MS = 60_000

const dayText = (date: string): string => day(new Date(`${date}T00:00:00Z`), 'UTC')

function Table({ view, onChange }: { view: Findings; onChange: () => void }): VNode {
  const { findings, from, to, computed } = view
  return (
    <>
      <p class="sub">{t('waste.week', { from: dayText(from), to: dayText(to), days: computed.length })}</p>
      {findings.length === 0 ? (
        <Empty>{t('waste.none')}</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>{t('col.what')}</th>
              <th class="right">{t('waste.amount')}</th>
              <th class="right">{t('waste.money')}</th>
              <th class="right">{t('waste.hours')}</th>
              <th>{t('col.state')}</th>
              <th>{t('waste.handling')}</th>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => (
              <FindingRow key={finding.id} finding={finding} onChange={onChange} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function Silent({ silent }: { silent: Findings['silent'] }): VNode {
  if (silent.length === 0) return <Empty>{t('waste.silent.none')}</Empty>
  return (
    <ul>
      {silent.map(({ rule, missing }) => (
        <li key={rule}>
          {term('fault', rule)} <span class="sub">{missing.join(', ')}</span>
        </li>
      ))}
    </ul>
  )
}

export function Screen(): VNode {
  const all = useSignal(false)
  const path = `/api/v1/findings${all.value ? '?all=true' : ''}`
  const findings = usePolling(() => get<Findings>(path), EVERY_MS, path)
  return (
    <div class="panels">
      <Panel title={t('waste.title')}>
        <p class="sub">{t('waste.explain')}</p>
        <Loadable of={findings}>
          {(view) => (
            <>
              <Table view={view} onChange={findings.reload} />
              {view.total > view.findings.length && (
                <button type="button" onClick={() => (all.value = true)}>
                  {t('waste.all', { n: view.total - view.findings.length })}
                </button>
              )}
            </>
          )}
        </Loadable>
      </Panel>
      <Panel title={t('waste.silent')}>
        <p class="sub">{t('waste.silent.explain')}</p>
        <Loadable of={findings}>{({ silent }) => <Silent silent={silent} />}</Loadable>
      </Panel>
    </div>
  )
}
