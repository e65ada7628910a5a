/** What belongs to a report beside its figures: checks, carriers, targets, completeness, the disclosure index. */

import type { ComponentChildren, VNode } from 'preact'
import type { Report } from '../../api/types.ts'
import { boundaryName } from '../../reporting/boundary-name.ts'
import { number, percent } from '../../text/format.ts'
import { published } from '../../text/report-format.ts'
import { withUnit } from '../../text/units.ts'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { t } from './text.ts'

type Row<Part extends 'carriers' | 'targets' | 'completeness' | 'disclosure'> = Report[Part][number]

const amountOf = (value: number | null, unit: string): string => (value === null ? t('missing') : withUnit(number(value, 2), unit))

const carrierRow = ({ name, boundary, amount, unit, energy_mwh, standard_coal_t, ghg_t, coverage }: Row<'carriers'>): string[] => [
  name,
  boundaryName(boundary),
  amountOf(amount, unit),
  amountOf(energy_mwh, 'MWh'),
  amountOf(standard_coal_t, 'tce'),
  amountOf(ghg_t, 'tCO2e'),
  percent(coverage),
]

const targetRow = ({ id, boundary, due, value, unit, met, notes }: Row<'targets'>): string[] => [
  id,
  boundaryName(boundary),
  amountOf(due, unit),
  amountOf(value, unit),
  met === null ? '–' : t(met ? 'target.met' : 'target.missed'),
  notes.join('; '),
]

const completenessRow = ({ name, status_name, why, sites }: Row<'completeness'>): string[] => [name, status_name, why, sites.join(', ')]

function disclosureRow({ framework, line, title, figures }: Row<'disclosure'>): ComponentChildren[] {
  const answers = figures.map((f) => (
    <li key={`${f.id} ${f.boundary}`}>
      {f.name ?? f.id}: {f.published === null ? t('missing') : withUnit(published(f.published), f.unit)}
    </li>
  ))
  return [`${framework} ${line}`, title, <ul class="plain">{answers}</ul>]
}

/** What to look at before the report is signed. */
function Checks({ checks }: { checks: Report['doubts'] }): VNode {
  return (
    <Panel title={t('report.checks')}>
      {checks.length === 0 ? (
        <Empty>{t('report.checks.none')}</Empty>
      ) : (
        <ul class="list">
          {checks.map(({ code, sentence }) => (
            <li key={`${code} ${sentence}`}>{sentence}</li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function CarrierTable({ carriers }: Pick<Report, 'carriers'>): VNode {
  const heads = [
    t('col.what.of'),
    t('boundary'),
    t('report.amount'),
    t('report.energy'),
    t('report.coal'),
    t('report.ghg'),
    t('report.coverage'),
  ]
  return <Table title={t('report.carriers')} none={t('report.carriers.none')} heads={heads} rows={carriers.map(carrierRow)} />
}

function TargetTable({ targets }: Pick<Report, 'targets'>): VNode {
  const heads = [t('report.figure'), t('boundary'), t('target.due'), t('col.value'), t('col.state'), t('report.remarks')]
  return <Table title={t('report.targets')} none={t('report.targets.none')} heads={heads} rows={targets.map(targetRow)} />
}

export function ReportTables({ report: { doubts, carriers, targets, completeness, disclosure } }: { report: Report }): VNode {
  return (
    <>
      <Checks checks={doubts} />
      <CarrierTable carriers={carriers} />
      <TargetTable targets={targets} />
      <Table
        title={t('report.completeness')}
        none={t('report.completeness.none')}
        heads={[t('col.what.of'), t('col.state'), t('report.why'), t('report.sites')]}
        rows={completeness.map(completenessRow)}
      />
      <Table
        title={t('report.disclosure')}
        none={t('report.disclosure.none')}
        heads={[t('report.line'), t('report.asks'), t('report.answer')]}
        rows={disclosure.map(disclosureRow)}
      />
    </>
  )
}
