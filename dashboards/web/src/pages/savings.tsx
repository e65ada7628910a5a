/** What was saved, by measure and by month, each claim with its interval or with the reason why there is none. */

import type { VNode } from 'preact'
import { get } from '../api.ts'
import { number } from '../format.ts'
import { language, nameOf, t } from '../i18n.ts'
import type { Measure, Savings } from '../office-api.ts'
import { PeriodChoice } from '../parts/period-choice.tsx'
import { Table } from '../parts/report-tables.tsx'
import { SavingBars, savingText } from '../parts/saving-bars.tsx'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { periodName } from '../periods.ts'
import { usePolled } from '../polled.ts'
import { withUnit } from '../units.ts'
import { asked } from './report.tsx'

const EVERY_MS = 300_000

const known = (value: number | null, unit: string): string => (value === null ? t('missing') : withUnit(number(value, 0), unit))

function Total({ savings: { total, unit } }: { savings: Savings }): VNode {
  return (
    <>
      <p class="big" data-shown="total">
        {savingText(total, unit)}
      </p>
      <dl>
        <dt>{t('saving.counterfactual')}</dt>
        <dd>{known(total.counterfactual, unit)}</dd>
        <dt>{t('saving.metered')}</dt>
        <dd>{known(total.metered, unit)}</dd>
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
      known(month.counterfactual, m.unit),
      known(month.metered, m.unit),
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

export function SavingsPage(): VNode {
  const { period, parts, boundary, choose } = asked('savings')
  const query = new URLSearchParams({ period, lang: language.value, ...(boundary === null ? {} : { boundary }) })
  const path = `/api/v1/savings?${query}`
  const { value, failure, again } = usePolled(() => get<Savings>(path), EVERY_MS, path)
  const savings = value.value
  return (
    <div class="panels">
      <section class="panel wide">
        <PeriodChoice period={parts} boundary={boundary} otherwise={t('boundary.loads')} choose={choose} />
        <h2 class="page-title">{t('saving.title', { period: periodName(period) })}</h2>
        <p class="sub">{t('saving.explain')}</p>
        <Failed why={failure.value} retry={again} known={savings !== null} />
        {savings === null && failure.value === null && <Loading />}
        {savings !== null && <Content savings={savings} />}
      </section>
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
