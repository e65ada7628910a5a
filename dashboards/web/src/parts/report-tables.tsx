/** What belongs to a report beside its figures: doubts, carriers, targets, completeness, the disclosure index. */

import type { ComponentChildren, VNode } from 'preact'
import { number, percent } from '../format.ts'
import { t } from '../i18n.ts'
import type { Carrier, Completeness, Disclosure, Report, Target } from '../office-api.ts'
import { published } from '../office-format.ts'
import { withUnit } from '../units.ts'
import { Empty } from './states.tsx'

interface TableProps {
  readonly title: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly ComponentChildren[])[]
  readonly none: string
}

/** The first cell names the row. */
export function Table({ title, heads, rows, none }: TableProps): VNode {
  return (
    <section class="panel wide">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <Empty>{none}</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head}>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, i) => (
              // Rows have no id of their own and keep their order.
              <tr key={i}>
                {cells.map((cell, n) => (
                  <td key={heads[n]} class={n === 0 ? 'first' : undefined} data-label={heads[n]}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const known = (value: number | null, unit: string): string => (value === null ? t('missing') : withUnit(number(value, 2), unit))

const carrierRow = ({ name, boundary, amount, unit, energy_mwh, standard_coal_t, ghg_t, coverage }: Carrier): string[] => [
  name,
  boundary,
  known(amount, unit),
  known(energy_mwh, 'MWh'),
  known(standard_coal_t, 'tce'),
  known(ghg_t, 'tCO2e'),
  percent(coverage),
]

const targetRow = ({ id, boundary, due, value, unit, met, notes }: Target): string[] => [
  id,
  boundary,
  known(due, unit),
  known(value, unit),
  met === null ? '–' : t(met ? 'target.met' : 'target.missed'),
  notes.join('; '),
]

const completenessRow = ({ name, status_name, why, sites }: Completeness): string[] => [name, status_name, why, sites.join(', ')]

function disclosureRow({ framework, line, title, figures }: Disclosure): ComponentChildren[] {
  const answers = figures.map((f) => (
    <li key={`${f.id} ${f.boundary}`}>
      {f.name ?? f.id}: {f.published === null ? t('missing') : withUnit(published(f.published), f.unit)}
    </li>
  ))
  return [`${framework} ${line}`, title, <ul class="plain">{answers}</ul>]
}

function Doubts({ doubts }: { doubts: NonNullable<Report['doubts']> }): VNode {
  return (
    <section class="panel wide">
      <h2>{t('report.doubts')}</h2>
      {doubts.length === 0 ? (
        <Empty>{t('report.doubts.none')}</Empty>
      ) : (
        <ul class="list">
          {doubts.map(({ code, sentence }) => (
            <li key={`${code} ${sentence}`}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Each table as far as the service gives it. */
export function ReportTables({ report: { doubts, carriers, targets, completeness, disclosure } }: { report: Report }): VNode {
  const [boundary, value] = [t('boundary'), t('col.value')]
  return (
    <>
      {doubts && <Doubts doubts={doubts} />}
      {carriers && (
        <Table
          title={t('report.carriers')}
          none={t('report.carriers.none')}
          heads={[
            t('col.what.of'),
            boundary,
            t('report.amount'),
            t('report.energy'),
            t('report.coal'),
            t('report.ghg'),
            t('report.coverage'),
          ]}
          rows={carriers.map(carrierRow)}
        />
      )}
      {targets && (
        <Table
          title={t('report.targets')}
          none={t('report.targets.none')}
          heads={[t('report.figure'), boundary, t('target.due'), value, t('col.state'), t('report.remarks')]}
          rows={targets.map(targetRow)}
        />
      )}
      {completeness && (
        <Table
          title={t('report.completeness')}
          none={t('report.completeness.none')}
          heads={[t('col.what.of'), t('col.state'), t('report.why'), t('report.sites')]}
          rows={completeness.map(completenessRow)}
        />
      )}
      {disclosure && (
        <Table
          title={t('report.disclosure')}
          none={t('report.disclosure.none')}
          heads={[t('report.line'), t('report.asks'), t('report.answer')]}
          rows={disclosure.map(disclosureRow)}
        />
      )}
    </>
  )
}
