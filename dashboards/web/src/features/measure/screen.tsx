/** One measure: what its loads would have used, what they used, what that saved up to each month, and what stands in doubt. */

import './measure.css'
import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { hrefOf, route } from '../../address/route.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { useSubject } from '../../frame/subject.ts'
import { Remark } from '../../reporting/remark.tsx'
import { reportScope } from '../../reporting/scope.ts'
import { number, percent } from '../../text/format.ts'
import { language, nameOf } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'
import { Loadable } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { savingText } from '../../reporting/saving-text.ts'
import { BaselinesPanel } from './baselines-panel.tsx'
import { LoadsTable } from './loads-table.tsx'
import type { MeasureAnswer } from './measure-api.ts'
import { CumulativePicture, MonthsPicture, ProfilePicture } from './pictures.tsx'
import { t } from './text.ts'

const EVERY_MS = 300_000

const amountOf = (value: number | null, unit: string): string => (value === null ? t('missing') : withUnit(number(value, 0), unit))

function Summary({ measure }: { measure: MeasureAnswer }): VNode {
  const { unit, avoided_tco2e: tonnes } = measure
  return (
    <>
      <p class="big" data-shown="saving">
        {savingText(measure, unit)}
      </p>
      <dl>
        <dt>{t('measure.counterfactual')}</dt>
        <dd>{amountOf(measure.counterfactual, unit)}</dd>
        <dt>{t('measure.metered')}</dt>
        <dd>{amountOf(measure.metered, unit)}</dd>
        <dt>{t('measure.ghg')}</dt>
        <dd>{tonnes === null ? t('missing') : withUnit(number(tonnes, 2), 'tCO2e')}</dd>
        <dt>{t('measure.coverage')}</dt>
        <dd>{percent(measure.coverage)}</dd>
        <dt>{t('measure.baseline')}</dt>
        <dd>{measure.baseline}</dd>
        <dt>{t('measure.from')}</dt>
        <dd>{measure.control_from ?? '–'}</dd>
      </dl>
    </>
  )
}

/** What several loads share is said once. */
function Findings({ measure }: { measure: MeasureAnswer }): VNode {
  const sentences = [...new Set([...measure.missing, ...[measure, ...measure.loads].flatMap((m) => m.findings.map((f) => f.sentence))])]
  return (
    <section class="panel wide">
      <h2>{t('measure.findings')}</h2>
      {sentences.length === 0 ? (
        <p class="sub">{t('measure.no-findings')}</p>
      ) : (
        <ul class="list">
          {sentences.map((sentence) => (
            <li key={sentence}>
              <Remark sentence={sentence} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Content({ measure }: { measure: MeasureAnswer }): VNode {
  const { months, cumulative, profile, unit } = measure
  return (
    <div class="measure">
      <Summary measure={measure} />
      {months.length > 0 && <CumulativePicture months={cumulative} unit={unit} />}
      {months.length > 0 && <MonthsPicture months={months} unit={unit} />}
      {profile !== null && <ProfilePicture profile={profile} />}
    </div>
  )
}

export function Screen(): VNode {
  const id = route.value.segments[1] ?? ''
  const { period, boundary, query } = reportScope()
  const path = `/api/v1/savings/${encodeURIComponent(id)}?${query({ period, lang: language.value })}`
  const polling = usePolling(() => get<MeasureAnswer>(path), EVERY_MS, path)
  const measure = polling.value.value
  const name = measure === null ? id : nameOf(measure.name, measure.id)
  useSubject({ name, within: [] })
  return (
    <div class="panels">
      <section class="panel wide">
        <p class="screen back">
          <a href={hrefOf('savings', { boundary })}>← {t('measure.back')}</a>
        </p>
        <h2 class="page-title">
          {name} · {periodName(period)}
        </h2>
        <Loadable of={polling} waiting={t('measure.computing', { period: periodName(period) })}>
          {(value) => <Content measure={value} />}
        </Loadable>
      </section>
      {measure !== null && <Findings measure={measure} />}
      {measure !== null && (
        <Table
          title={t('measure.by-month')}
          none={t('measure.none')}
          heads={[t('measure.month'), t('measure.counterfactual'), t('measure.metered'), t('measure.saved'), t('measure.so-far')]}
          rows={measure.months.map((m, i) => [
            periodName(m.month),
            amountOf(m.counterfactual, measure.unit),
            amountOf(m.metered, measure.unit),
            savingText(m, measure.unit),
            savingText(measure.cumulative[i] ?? m, measure.unit),
          ])}
        />
      )}
      {measure !== null && <LoadsTable measure={measure} />}
      {measure?.loads.some((load) => load.baseline_hash !== null) && <BaselinesPanel measure={id} onChange={polling.reload} />}
    </div>
  )
}
