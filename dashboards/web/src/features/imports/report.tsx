/** What the service made of the file: what it detected, what it asks, the first rows, and each row that it refuses. */

import type { ComponentChildren, VNode } from 'preact'
import { campus, zone } from '../../state/campus.ts'
import { moment, numbers } from '../../text/format.ts'
import { everyDigit } from '../../text/report-format.ts'
import { withUnit } from '../../text/units.ts'
import type { FileFailure, FileReport } from './imports-api.ts'
import { parseProposal, type Proposal } from './options.ts'
import { t } from './text.ts'

const count = (n: number): string => numbers({}).format(n)

function Table({ heads, children }: { heads: readonly string[]; children: ComponentChildren }): VNode {
  return (
    <div class="scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

function Question({ failure, decide }: { failure: FileFailure; decide: (proposal: Proposal) => void }): VNode {
  const proposals = failure.options.flatMap((text) => parseProposal(text) ?? [])
  return (
    <li>
      <p role="alert">
        {failure.line > 0 && failure.kind !== 'option' && <b>{t('import.line', { n: failure.line })} </b>}
        <span lang="en">
          {failure.column} {failure.value === '' ? '' : `"${failure.value}"`} {failure.reason}
        </span>
      </p>
      {proposals.length > 0 && (
        <div class="links" role="group" aria-label={t('import.decide')}>
          {proposals.map((proposal) => (
            <button key={`${proposal.name} ${proposal.value}`} type="button" onClick={() => decide(proposal)}>
              {t(`import.option.${proposal.name}`)}: {proposal.open ? '…' : proposal.value}
            </button>
          ))}
        </div>
      )}
    </li>
  )
}

function Detected({ report }: { report: FileReport }): VNode {
  return (
    <details>
      <summary>{t('import.detected', { n: report.detected.length })}</summary>
      <ul class="list" lang="en">
        {report.detected.map(({ option, value, because }) => (
          <li key={`${option} ${value}`}>
            <b>
              {option} {value}
            </b>
            : {because}
          </li>
        ))}
      </ul>
    </details>
  )
}

function FirstRows({ report }: { report: FileReport }): VNode | null {
  const rows = report.preview ?? []
  if (rows.length === 0) return null
  const several = report.points.length > 1
  const heads = [t('import.col.line'), t('import.col.written'), ...(several ? [t('col.point')] : []), t('col.time'), t('col.value'), '']
  return (
    <>
      <h3>{t('import.first-rows')}</h3>
      <Table heads={heads}>
        {rows.map((row) => (
          <tr key={`${row.line} ${row.point} ${row.time}`}>
            <td>{row.line}</td>
            <td>{row.written}</td>
            {several && <td>{row.point}</td>}
            <td>{moment(row.time, zone.value)}</td>
            <td class="value">{withUnit(everyDigit(row.value), row.unit)}</td>
            <td>{row.estimated ? t('quality.estimated') : ''}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

function Refused({ report }: { report: FileReport }): VNode | null {
  if (report.refused === 0) return null
  const more = report.refused - report.refusals.length
  return (
    <>
      <h3 class="warn">{t('import.refused', { n: count(report.refused) })}</h3>
      <Table heads={[t('import.col.line'), t('import.col.column'), t('col.value'), t('col.reason')]}>
        {report.refusals.map(({ line, column, value, reason }) => (
          <tr key={`${line} ${column}`}>
            <td>{line}</td>
            <td>{column}</td>
            <td>{value}</td>
            <td lang="en">{reason}</td>
          </tr>
        ))}
      </Table>
      {more > 0 && <p class="sub">{t('import.refused.more', { n: count(more) })}</p>}
    </>
  )
}

function Summary({ report }: { report: FileReport }): VNode {
  const { points, no_value, duplicates, estimated } = report
  return (
    <>
      {points.map(({ point, unit, column, accepted, from, to }) => (
        <p key={point} class="big">
          {t('import.readings', { n: count(accepted) })} <small>{t('import.found', { column, unit, from: at(from), to: at(to) })}</small>
        </p>
      ))}
      <p class="sub">
        {t('import.counts', { none: count(no_value), repeated: count(duplicates), estimated: count(estimated) })}{' '}
        {campus.value.value?.timezone}
      </p>
    </>
  )
}

const at = (time: string | null): string => (time === null ? '–' : moment(time, zone.value))

export function Report({ report, decide }: { report: FileReport; decide: (proposal: Proposal) => void }): VNode {
  return (
    <div class="import-report">
      {report.failures.length > 0 && (
        <>
          <h3>{t('import.questions')}</h3>
          <ul class="plain">
            {report.failures.map((failure) => (
              <Question key={`${failure.line} ${failure.column} ${failure.reason}`} failure={failure} decide={decide} />
            ))}
          </ul>
        </>
      )}
      {report.failures.length === 0 && <Summary report={report} />}
      {report.notes.map((note) => (
        <p key={note} class="sub" lang="en">
          {note}
        </p>
      ))}
      {report.detected.length > 0 && <Detected report={report} />}
      {report.failures.length === 0 && <FirstRows report={report} />}
      <Refused report={report} />
    </div>
  )
}
