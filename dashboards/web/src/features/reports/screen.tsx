/** The report of a period: its figures, what belongs to it, and the drafts of periods that are over. */

import './reports.css'
import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { hrefOf } from '../../address/route.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer, Report } from '../../api/types.ts'
import { BoundaryChoice } from '../../reporting/boundary-choice.tsx'
import { reportScope } from '../../reporting/scope.ts'
import { campus } from '../../state/campus.ts'
import { language, nameOf } from '../../text/language.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { DraftsPanel } from './drafts.tsx'
import { FigureTable } from './figure-table.tsx'
import { OutlookPanel } from './outlook.tsx'
import { ReportTables } from './report-tables.tsx'
import { t } from './text.ts'

const EVERY_MS = 300_000

const FILES = [
  ['xlsx', 'report.xlsx'],
  ['pdf', 'report.pdf'],
  ['csv', 'table.csv'],
  ['json', 'report.json'],
] as const

function Links({ period, query }: { period: string; query: string }): VNode {
  return (
    <p class="screen links">
      {FILES.map(([ending, text]) => (
        <a
          key={ending}
          class="button"
          href={`/api/v1/reports/${encodeURIComponent(period)}.${ending}?${query}`}
          download={`report-${period.replace('/', '_')}.${ending}`}
        >
          {t(text)}
        </a>
      ))}
      <a class="button" href={hrefOf('closing', { period })}>
        {t('report.close')}
      </a>
      <button type="button" onClick={() => print()}>
        {t('report.print')}
      </button>
    </p>
  )
}

/** The report in the forms of frameworks. */
function Forms({ period, query }: { period: string; query: string }): VNode {
  const path = `/api/v1/report-templates?lang=${language.value}`
  const polling = usePolling(() => get<Answer<'GET /api/v1/report-templates'>>(path), EVERY_MS, path)
  return (
    <Panel title={t('report.forms')} class="screen">
      <Loadable of={polling}>
        {({ templates }) => (
          <ul class="plain forms">
            {templates.map(({ id, name, edition }) => (
              <li key={id}>
                <span>
                  {name} <small lang="en">{edition}</small>
                </span>
                {(['xlsx', 'csv'] as const).map((ending) => (
                  <a
                    key={ending}
                    href={`/api/v1/reports/${encodeURIComponent(period)}.${ending}?${query}&template=${id}`}
                    download={`${id}-${period.replace('/', '_')}.${ending}`}
                    aria-label={`${name}, ${ending.toUpperCase()}`}
                  >
                    {ending.toUpperCase()}
                  </a>
                ))}
              </li>
            ))}
          </ul>
        )}
      </Loadable>
    </Panel>
  )
}

function Title({ period }: { period: string }): VNode {
  const model = campus.value.value
  return (
    <h2 class="page-title">
      {t('report.title', { period: periodName(period) })}
      {model !== null && <span class="paper"> · {nameOf(model.name, model.id)}</span>}
    </h2>
  )
}

function Figures({ report, boundary }: { report: Report; boundary: string | null }): VNode {
  return (
    <>
      <p class="sub">
        {t('report.basis', { zone: report.zone, set: report.factor_set })}
        {report.to_date && <strong> {t('report.to-date')}</strong>}
      </p>
      <FigureTable report={report} hrefTo={(id) => hrefOf(['explain', id], { period: report.period, boundary })} />
    </>
  )
}

export function Screen(): VNode {
  const { period, boundary, query } = reportScope()
  const parameters = query({ lang: language.value })
  const path = `/api/v1/reports/${encodeURIComponent(period)}.json?${parameters}`
  const polling = usePolling(() => get<Report>(path), EVERY_MS, path)
  const report = polling.value.value
  return (
    <div class="panels report">
      <section class="panel wide">
        <Title period={period} />
        <div class="screen head">
          <BoundaryChoice otherwise={t('report.own-boundaries')} />
          <Links period={period} query={parameters} />
        </div>
        <Loadable of={polling} waiting={t('report.computing', { period: periodName(period) })}>
          {(value) => <Figures report={value} boundary={boundary} />}
        </Loadable>
      </section>
      {report !== null && <ReportTables report={report} />}
      <OutlookPanel key={period} period={period} />
      <Forms period={period} query={parameters} />
      <DraftsPanel period={period} />
    </div>
  )
}
