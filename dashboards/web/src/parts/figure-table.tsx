/** The figures of a report: value, unit, coverage, what is estimated, the years beside, what is remarkable. */

import type { VNode } from 'preact'
import { number, percent } from '../format.ts'
import { t } from '../i18n.ts'
import type { ComparedFigure, Comparison, Figure, Report } from '../office-api.ts'
import { published, signedPercent } from '../office-format.ts'
import { periodName } from '../periods.ts'
import { withUnit } from '../units.ts'

/** Digits in which a figure is published, for the numbers beside it. */
const digitsOf = (figure: Figure): number | undefined =>
  figure.published === null ? undefined : (figure.published.split('.')[1]?.length ?? 0)

export function FigureValue({ figure }: { figure: Figure }): VNode {
  if (figure.value === null || figure.published === null) return <span class="missing">{t('missing')}</span>
  return (
    <span title={String(figure.value)}>
      {withUnit(published(figure.published), figure.unit)}
      {figure.interval90 !== null && <small> ± {number(figure.interval90, digitsOf(figure))}</small>}
    </span>
  )
}

function Beside({ then, figure }: { then: ComparedFigure | undefined; figure: Figure }): VNode {
  if (then === undefined || then.value === null)
    return (
      <span class="missing" title={then?.notes.join('; ')}>
        {t('missing')}
      </span>
    )
  return (
    <>
      {number(then.value, digitsOf(figure))}
      {then.change_percent !== null && <small> {signedPercent(then.change_percent)}</small>}
    </>
  )
}

/** Sentences come from the service in the reader's language, or in English. */
function Remarks({ figure }: { figure: Figure }): VNode {
  const said = figure.value === null ? figure.missing : figure.findings.map((f) => f.sentence)
  return (
    <ul class="plain">
      {said.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

interface Columns {
  readonly others: readonly Comparison[]
  readonly hrefOf: (figure: string) => string
}

const LOW = 0.95

function Row({ figure, others, hrefOf }: Columns & { figure: Figure }): VNode {
  const known = figure.value !== null
  return (
    <tr data-figure={figure.id} class={known && figure.coverage < LOW ? 'partly' : undefined}>
      <td class="first">
        <a href={hrefOf(figure.id)}>{figure.name ?? figure.id}</a>
        <small class="id">{figure.id}</small>
      </td>
      <td data-label={t('boundary')}>{figure.boundary}</td>
      <td data-label={t('col.value')} class="right value">
        <FigureValue figure={figure} />
      </td>
      <td data-label={t('report.coverage')} class="right">
        {known ? percent(figure.coverage) : '–'}
      </td>
      <td data-label={t('report.estimated')} class="right">
        {known && figure.estimated > 0 ? percent(figure.estimated) : '–'}
      </td>
      {others.map((other) => (
        <td key={other.period} data-label={periodName(other.period)} class="right">
          <Beside then={other.figures.find((f) => f.id === figure.id)} figure={figure} />
        </td>
      ))}
      <td data-label={t('report.remarks')} class="full">
        <Remarks figure={figure} />
      </td>
    </tr>
  )
}

export function FigureTable({ report, hrefOf }: { report: Report; hrefOf: Columns['hrefOf'] }): VNode {
  const { comparison, figures } = report
  const others = comparison === undefined ? [] : [comparison.prior, ...(comparison.base === null ? [] : [comparison.base])]
  return (
    <>
      <table class="cards figures">
        <thead>
          <tr>
            <th>{t('report.figure')}</th>
            <th>{t('boundary')}</th>
            <th class="right">{t('col.value')}</th>
            <th class="right">{t('report.coverage')}</th>
            <th class="right">{t('report.estimated')}</th>
            {others.map((other) => (
              <th key={other.period} class="right">
                {periodName(other.period)}
              </th>
            ))}
            <th>{t('report.remarks')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <Row key={figure.id} figure={figure} others={others} hrefOf={hrefOf} />
          ))}
        </tbody>
      </table>
      {comparison?.base_note && <p class="sub">{comparison.base_note}</p>}
    </>
  )
}
