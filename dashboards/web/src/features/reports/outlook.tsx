/** The year of a report with its end: amounts beside what they cost, the target, and where they come out. Computed when somebody asks. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { boundaryName } from '../../reporting/boundary-name.ts'
import { number } from '../../text/format.ts'
import { language } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

type Outlook = Answer<'GET /api/v1/outlook'>
type Row = Outlook['figures'][number]

const EVERY_MS = 600_000

const amountOf = (value: number | null | undefined, { unit, digits }: Pick<Row, 'unit' | 'digits'>): string =>
  value === null || value === undefined ? t('missing') : withUnit(number(value, digits), unit)

function Target({ row: { target, forecast, unit, digits } }: { row: Row }): VNode {
  if (target === null) return <>–</>
  const above = forecast !== null && forecast > target
  return (
    <>
      {amountOf(target, { unit, digits })}{' '}
      {forecast !== null && (
        <Tag state={above ? 'attention' : 'good'}>{above ? t('report.outlook.above') : t('report.outlook.within')}</Tag>
      )}
    </>
  )
}

function FigureRow({ row, cost }: { row: Row; cost: Row | undefined }): VNode {
  const { low, high } = row
  const band = low === null || high === null ? '–' : `${number(low, row.digits)} – ${number(high, row.digits)}`
  return (
    <tr data-outlook={row.id}>
      <td class="first">
        {row.name} <small class="id">{boundaryName(row.boundary)}</small>
      </td>
      <td data-label={t('report.outlook.known')} class="right">
        {amountOf(row.known, row)}
      </td>
      <td data-label={t('report.outlook.end')} class="right value">
        {amountOf(row.forecast, row)}
      </td>
      <td data-label={t('report.outlook.band')} class="right">
        {band}
      </td>
      <td data-label={t('report.targets')}>
        <Target row={row} />
      </td>
      <td data-label={t('report.outlook.cost')} class="right">
        {cost === undefined ? '–' : amountOf(cost.known, cost)}
      </td>
      <td data-label={t('report.outlook.cost.end')} class="right">
        {cost === undefined ? '–' : amountOf(cost.forecast, cost)}
      </td>
    </tr>
  )
}

function OutlookTable({ outlook: { figures, months, over } }: { outlook: Outlook }): VNode {
  return (
    <>
      <p class="sub">{t('report.outlook.over', { n: over, all: months })}</p>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('report.figure')}</th>
            <th class="right">{t('report.outlook.known')}</th>
            <th class="right">{t('report.outlook.end')}</th>
            <th class="right">{t('report.outlook.band')}</th>
            <th>{t('report.targets')}</th>
            <th class="right">{t('report.outlook.cost')}</th>
            <th class="right">{t('report.outlook.cost.end')}</th>
          </tr>
        </thead>
        <tbody>
          {figures
            .filter((f) => f.cost_of === null)
            .map((row) => (
              <FigureRow key={row.id} row={row} cost={figures.find((f) => f.cost_of === row.id)} />
            ))}
        </tbody>
      </table>
    </>
  )
}

function Loaded({ period, year }: { period: string; year: string }): VNode {
  const path = `/api/v1/outlook?${new URLSearchParams({ period, lang: language.value })}`
  const polling = usePolling(() => get<Outlook>(path), EVERY_MS, path)
  return (
    <Loadable of={polling} waiting={t('report.outlook.waiting', { year })}>
      {(outlook) => <OutlookTable outlook={outlook} />}
    </Loadable>
  )
}

export function OutlookPanel({ period }: { period: string }): VNode {
  const shown = useSignal(false)
  const year = /^FY\d{4}$/.test(period) ? periodName(period) : period.slice(0, 4)
  return (
    <Panel title={t('report.outlook', { year })} class="screen">
      {shown.value ? (
        <Loaded period={period} year={year} />
      ) : (
        <button type="button" onClick={() => (shown.value = true)}>
          {t('report.outlook.show')}
        </button>
      )}
    </Panel>
  )
}
