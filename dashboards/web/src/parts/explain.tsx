/** One figure down to meters, registers, factor rows and entries: enough to compute it by hand. */

import type { ComponentChildren, VNode } from 'preact'
import { get } from '../api.ts'
import { moment, percent } from '../format.ts'
import { language, t, word } from '../i18n.ts'
import type { Edge, Explanation, PriceRow } from '../office-api.ts'
import { everyDigit } from '../office-format.ts'
import { periodName } from '../periods.ts'
import { usePolled } from '../polled.ts'
import { href } from '../route.ts'
import { withUnit } from '../units.ts'
import { Calculation } from './calculation.tsx'
import { FigureValue } from './figure-table.tsx'
import { Table } from './report-tables.tsx'
import { Failed, Loading } from './states.tsx'

const EVERY_MS = 300_000

const exactly = (value: number, unit: string): string => withUnit(everyDigit(value), unit)

function edge(at: Edge | null, zone: string, unit: string): ComponentChildren {
  if (at === null) return '–'
  return (
    <>
      {exactly(at.index, unit)} <small>{moment(at.time, zone)}</small>
    </>
  )
}

function meterRows({ meters, zone }: Explanation): ComponentChildren[][] {
  return meters.map((m) => [
    <a href={href('points', m.point)}>{m.point}</a>,
    <span data-shown="total">{exactly(m.total, m.unit)}</span>,
    percent(m.coverage),
    edge(m.first, zone, m.unit),
    edge(m.last, zone, m.unit),
    m.restarts === null ? '–' : exactly(m.restarts, m.unit),
  ])
}

function factorRows({ factors }: Explanation): string[][] {
  return factors.map((f) => [
    f.id,
    exactly(f.value, f.unit),
    `${f.publisher}: ${f.document}`,
    f.provisional ? t('explain.provisional') : '',
  ])
}

/** When a price holds within its row; what is left out does not limit it. */
function whenOf({ months, days, hours }: PriceRow): string {
  const limits = [
    months === null ? '' : t('explain.months', { months: months.join(', ') }),
    (days ?? []).map((day) => word('day', day)).join(', '),
    (hours ?? []).join(', '),
  ].filter((limit) => limit !== '')
  return limits.length === 0 ? t('explain.always') : limits.join('; ')
}

function priceTable({ prices }: Explanation): VNode {
  const rows = prices.map((p) => [
    `${p.tariff} ${p.name}`,
    exactly(p.value, p.unit),
    p.sites?.join(', ') ?? t('explain.every-site'),
    `${p.from ?? '…'} – ${p.to ?? '…'}`,
    whenOf(p),
    p.source,
  ])
  const heads = [t('explain.price'), t('col.value'), t('entry.site'), t('explain.holds'), t('explain.when'), t('explain.source')]
  return <Table title={t('explain.prices')} none={t('explain.prices.none')} heads={heads} rows={rows} />
}

function factRows({ facts }: Explanation): string[][] {
  const span = (from: string, to: string | null): string => (to === null ? t('entry.since', { from }) : `${from} – ${to}`)
  return facts.map((f) => [f.key, exactly(f.value, f.unit), f.site, span(f.from, f.to), percent(f.share), f.author, f.note ?? ''])
}

function Head({ explanation }: { explanation: Explanation }): VNode {
  const { figure, formula, code_version } = explanation
  const said = [...figure.missing, ...figure.findings.map((f) => f.sentence)]
  return (
    <>
      <p class="big" data-shown="figure">
        <FigureValue figure={figure} />
      </p>
      <dl>
        <dt>{t('explain.formula')}</dt>
        <dd lang="en">{formula}</dd>
        <dt>{t('boundary')}</dt>
        <dd>{figure.boundary}</dd>
        <dt>{t('report.coverage')}</dt>
        <dd>{percent(figure.coverage)}</dd>
        <dt>{t('report.estimated')}</dt>
        <dd>{percent(figure.estimated)}</dd>
        <dt>{t('explain.unrounded')}</dt>
        <dd>{figure.value === null ? t('missing') : exactly(figure.value, figure.unit)}</dd>
        <dt>{t('explain.version')}</dt>
        <dd>{code_version}</dd>
      </dl>
      {said.length > 0 && (
        <ul class="list">
          {said.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Sources({ explanation }: { explanation: Explanation }): VNode {
  const value = t('col.value')
  return (
    <>
      <Table
        title={t('explain.meters')}
        none={t('explain.meters.none')}
        heads={[t('col.point'), t('explain.total'), t('report.coverage'), t('explain.first'), t('explain.last'), t('explain.restarts')]}
        rows={meterRows(explanation)}
      />
      <Table
        title={t('explain.factors')}
        none={t('explain.factors.none')}
        heads={[t('explain.row'), value, t('explain.source'), t('report.remarks')]}
        rows={factorRows(explanation)}
      />
      <Table
        title={t('explain.facts')}
        none={t('explain.facts.none')}
        heads={[t('entry.key'), value, t('entry.site'), t('entry.span'), t('explain.share'), t('entry.author'), t('entry.note')]}
        rows={factRows(explanation)}
      />
      {explanation.prices.length > 0 && priceTable(explanation)}
    </>
  )
}

export interface ExplainProps {
  readonly figure: string
  readonly period: string
  readonly boundary: string | null
  /** Where the report without it is. */
  readonly back: string
}

export function ExplainPanels({ figure, period, boundary, back }: ExplainProps): VNode {
  const query = new URLSearchParams({ period, lang: language.value, ...(boundary === null ? {} : { boundary }) })
  const path = `/api/v1/figures/${encodeURIComponent(figure)}/explain?${query}`
  const { value, failure, again } = usePolled(() => get<Explanation>(path), EVERY_MS, path)
  const known = value.value
  return (
    <>
      <section class="panel wide explain">
        <p class="screen">
          <a href={back}>← {t('report.back')}</a>
        </p>
        <h2 class="page-title">
          {known?.figure.name ?? figure} · {periodName(period)}
        </h2>
        <Failed why={failure.value} retry={again} known={known !== null} />
        {known === null && failure.value === null && <Loading />}
        {known !== null && <Head explanation={known} />}
        {known?.calculation && <Calculation how={known.calculation} />}
      </section>
      {known !== null && <Sources explanation={known} />}
    </>
  )
}
