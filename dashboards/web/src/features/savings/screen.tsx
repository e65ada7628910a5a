/** What was saved, by measure and by month, each claim with its interval or with the reason why there is none. */

import './savings.css'
import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { number } from '../../text/format.ts'
import { language, nameOf } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'
import { reportScope } from '../../reporting/scope.ts'
import { BoundaryChoice } from '../../reporting/boundary-choice.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { savingText } from '../../reporting/saving-text.ts'
import { type Measure, SavingBars, type Savings } from './saving-bars.tsx'
import { SiteChecks } from './site-checks.tsx'
import { t } from './text.ts'

const EVERY_MS = 300_000

const amountOf = (value: number | null, unit: string): string => (value === null ? t('missing') : withUnit(number(value, 0), unit))

function Total({ savings: { total, unit } }: { savings: Savings }): VNode {
  return (
    <>
      <p class="big" data-shown="total">
        {savingText(total, unit)}
      </p>
      <dl>
        <dt>{t('saving.counterfactual')}</dt>
        <dd>{amountOf(total.counterfactual, unit)}</dd>
        <dt>{t('saving.metered')}</dt>
        <dd>{amountOf(total.metered, unit)}</dd>
        <dt>{t('saving.ghg')}</dt>
        <dd>{total.avoided_tco2e === null ? t('missing') : withUnit(number(total.avoided_tco2e, 2), 'tCO2e')}</dd>
      </dl>
    </>
  )
}

/** A row for each month of each measure. */
function monthRows(measures: readonly Measure[]): string[][] {
  return measures.flatMap((m) =>
    m.months.map((month) => [
      `${nameOf(m.name, m.id)} · ${periodName(month.month)}`,
      amountOf(month.counterfactual, m.unit),
      amountOf(month.metered, m.unit),
      savingText(month, m.unit),
    ]),
  )
}

function Content({ savings }: { savings: Savings }): VNode {
  if (savings.measures.length === 0) return <Empty>{savings.missing.join('; ') || t('saving.none')}</Empty>
  return (
    <div class="columns">
      <div>
        <h3>{t('saving.total')}</h3>
        <Total savings={savings} />
      </div>
      <div>
        <h3>{t('saving.by-measure')}</h3>
        <SavingBars measures={savings.measures} />
      </div>
    </div>
  )
}

export function Screen(): VNode {
  const { period, query } = reportScope()
  const path = `/api/v1/savings?${query({ period, lang: language.value })}`
  const polling = usePolling(() => get<Savings>(path), EVERY_MS, path)
  const savings = polling.value.value
  return (
    <div class="panels">
      <section class="panel wide">
        <h2 class="page-title">{t('saving.title', { period: periodName(period) })}</h2>
        <p class="sub">{t('saving.explain')}</p>
        <BoundaryChoice otherwise={t('saving.every-load')} />
        <Loadable of={polling} waiting={t('report.computing', { period: periodName(period) })}>
          {(value) => <Content savings={value} />}
        </Loadable>
      </section>
      {savings !== null && <SiteChecks savings={savings} />}
      {savings !== null && savings.measures.length > 0 && (
        <Table
          title={t('saving.by-month')}
          none={t('saving.none')}
          heads={[t('saving.measure'), t('saving.counterfactual'), t('saving.metered'), t('saving.saved')]}
          rows={monthRows(savings.measures)}
        />
      )}
    </div>
  )
}
