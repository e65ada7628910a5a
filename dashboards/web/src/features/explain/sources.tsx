/** What a figure is computed from: meters with their registers, factor rows, entries, prices. */

import type { ComponentChildren, VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { moment, percent } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Table } from '../../ui/table.tsx'
import { type Edge, type Explanation, exactly, type PriceRow } from './explanation.ts'
import { t } from './text.ts'

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
    <a href={hrefOf(['points', m.point])}>{m.point}</a>,
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
    (days ?? []).map((day) => term('day', day)).join(', '),
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

function entryRows({ entries }: Explanation): string[][] {
  const span = (from: string, to: string | null): string => (to === null ? t('entry.since', { from }) : `${from} – ${to}`)
  return entries.map((f) => [
    term('entry-key', f.key),
    exactly(f.value, f.unit),
    f.site,
    span(f.from, f.to),
    percent(f.share),
    f.author,
    f.note ?? '',
  ])
}

export function Sources({ explanation }: { explanation: Explanation }): VNode {
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
        title={t('explain.entries')}
        none={t('explain.entries.none')}
        heads={[t('entry.key'), value, t('entry.site'), t('entry.span'), t('explain.share'), t('entry.author'), t('entry.note')]}
        rows={entryRows(explanation)}
      />
      {explanation.prices.length > 0 && priceTable(explanation)}
    </>
  )
}
