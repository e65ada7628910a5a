/** The report of a period, and each of its figures explained. */

import type { VNode } from 'preact'
import { get } from '../api.ts'
import { language, nameOf, t } from '../i18n.ts'
import type { Report } from '../office-api.ts'
import { localDay } from '../office-format.ts'
import { DraftsPanel } from '../parts/drafts.tsx'
import { ExplainPanels } from '../parts/explain.tsx'
import { FigureTable } from '../parts/figure-table.tsx'
import { PeriodChoice } from '../parts/period-choice.tsx'
import { ReportTables } from '../parts/report-tables.tsx'
import { Failed, Loading } from '../parts/states.tsx'
import { lastMonth, periodName, periodOf, type Period } from '../periods.ts'
import { usePolled } from '../polled.ts'
import { hrefWith, type PageName, route } from '../route.ts'
import { campus, serviceTime, zone } from '../state.ts'

const EVERY_MS = 300_000

export interface Asked {
  /** As text, and in its parts. */
  readonly period: string
  readonly parts: Period
  readonly boundary: string | null
  /** To another period or boundary, in the address. */
  readonly choose: (period: string, boundary: string | null) => void
}

/** What the address asks for; the last month that is over when it names no period. */
export function asked(page: PageName): Asked {
  const { period: said = '', boundary = null } = route.value.query
  const last = lastMonth(localDay(new Date(serviceTime.peek()), zone.value))
  const parts = periodOf(said)
  const choose = (period: string, within: string | null): void => {
    location.hash = hrefWith(page, { period, boundary: within })
  }
  return { period: parts === null ? last : said, parts: parts ?? (periodOf(last) as Period), boundary, choose }
}

function Links({ period, query }: { period: string; query: string }): VNode {
  return (
    <p class="screen links">
      <a class="button" href={`/api/v1/reports/${period}.json?${query}`} download={`report-${period}.json`}>
        {t('report.json')}
      </a>
      <a class="button" href={`/api/v1/reports/${period}.csv?${query}`} download={`report-${period}.csv`}>
        {t('table.csv')}
      </a>
      <button type="button" onClick={() => print()}>
        {t('report.print')}
      </button>
    </p>
  )
}

function Title({ report, period }: { report: Report | null; period: string }): VNode {
  const known = campus.value.value
  return (
    <>
      <h2 class="page-title">
        {t('report.title', { period: periodName(period) })}
        {known !== null && <span class="paper"> · {nameOf(known.name, known.id)}</span>}
      </h2>
      {report !== null && (
        <p class="sub">
          {t('report.basis', { zone: report.zone, set: report.factor_set })}
          {report.to_date && <strong> {t('report.to-date')}</strong>}
        </p>
      )}
    </>
  )
}

export function ReportPage(): VNode {
  const { period, parts, boundary, choose } = asked('report')
  const figure = route.value.query['figure'] ?? null
  const query = String(new URLSearchParams({ lang: language.value, ...(boundary === null ? {} : { boundary }) }))
  const path = `/api/v1/reports/${period}.json?${query}`
  const { value, failure, again } = usePolled(() => get<Report>(path), EVERY_MS, path)
  const report = value.value
  if (figure !== null)
    return (
      <div class="panels report">
        <ExplainPanels figure={figure} period={period} boundary={boundary} back={hrefWith('report', { period, boundary })} />
      </div>
    )
  return (
    <div class="panels report">
      <section class="panel wide">
        <PeriodChoice period={parts} boundary={boundary} otherwise={t('boundary.own')} choose={choose} />
        <Title report={report} period={period} />
        <Links period={period} query={query} />
        <Failed why={failure.value} retry={again} known={report !== null} />
        {report === null && failure.value === null && <Loading />}
        {report !== null && <FigureTable report={report} hrefOf={(id) => hrefWith('report', { period, boundary, figure: id })} />}
      </section>
      {report !== null && <ReportTables report={report} />}
      <DraftsPanel period={period} />
    </div>
  )
}
