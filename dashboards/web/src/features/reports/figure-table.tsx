/** The figures of a report: value, unit, coverage, what is estimated, the years beside, remarks. */

import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import type { Figure, Report } from '../../api/types.ts'
import { boundaryName } from '../../reporting/boundary-name.ts'
import { digitsOf, FigureValue } from '../../reporting/figure-value.tsx'
import { Remark } from '../../reporting/remark.tsx'
import { number, percent } from '../../text/format.ts'
import { signedPercent } from '../../text/report-format.ts'
import { t } from './text.ts'

type Comparison = Report['comparison']['prior']
type ComparedFigure = Comparison['figures'][number]

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

/** Sentences come from the service in the language of the reader, or in English. */
function Remarks({ figure }: { figure: Figure }): VNode {
  const sentences = figure.value === null ? figure.missing : figure.findings.map((f) => f.sentence)
  return (
    <ul class="plain">
      {sentences.map((sentence) => (
        <li key={sentence}>
          <Remark sentence={sentence} />
        </li>
      ))}
    </ul>
  )
}

interface Columns {
  readonly others: readonly Comparison[]
  readonly hrefTo: (figure: string) => string
}

const LOW = 0.95

function Row({ figure, others, hrefTo }: Columns & { figure: Figure }): VNode {
  const valued = figure.value !== null
  return (
    <tr data-figure={figure.id} class={valued && (figure.coverage ?? 0) < LOW ? 'partly' : undefined}>
      <td class="first">
        <a href={hrefTo(figure.id)}>{figure.name ?? figure.id}</a>
        <small class="id">{figure.id}</small>
      </td>
      <td data-label={t('boundary')}>{boundaryName(figure.boundary)}</td>
      <td data-label={t('col.value')} class="right value">
        <FigureValue figure={figure} />
      </td>
      <td data-label={t('report.coverage')} class="right">
        {valued && figure.coverage !== null ? percent(figure.coverage) : '–'}
      </td>
      <td data-label={t('report.estimated')} class="right">
        {valued && figure.estimated > 0 ? percent(figure.estimated) : '–'}
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

export function FigureTable({ report, hrefTo }: { report: Report; hrefTo: Columns['hrefTo'] }): VNode {
  const { comparison, figures } = report
  const others = [comparison.prior, ...(comparison.base === null ? [] : [comparison.base])]
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
            <Row key={figure.id} figure={figure} others={others} hrefTo={hrefTo} />
          ))}
        </tbody>
      </table>
      {comparison.base_note !== null && <p class="sub">{comparison.base_note}</p>}
    </>
  )
}
