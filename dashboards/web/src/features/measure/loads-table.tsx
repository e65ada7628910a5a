import type { VNode } from 'preact'
import { percent } from '../../text/format.ts'
import { Table } from '../../ui/table.tsx'
import { savingText } from '../../reporting/saving-text.ts'
import type { MeasureAnswer } from './measure-api.ts'
import { t } from './text.ts'

const HASH_SHOWN = 12

/** The loads with the largest claims first; each with the data that its baseline was frozen from. */
export function LoadsTable({ measure: { loads, unit } }: { measure: MeasureAnswer }): VNode {
  const sorted = [...loads].sort((a, b) => (b.saving ?? -Infinity) - (a.saving ?? -Infinity))
  return (
    <Table
      title={t('measure.loads')}
      none={t('measure.none')}
      heads={[t('measure.load'), t('measure.saved'), t('measure.coverage'), t('measure.frozen')]}
      rows={sorted.map((load) => [
        load.energy,
        savingText(load, unit),
        percent(load.coverage),
        load.baseline_hash === null ? '–' : <code title={load.baseline_hash}>{load.baseline_hash.slice(0, HASH_SHOWN)}</code>,
      ])}
    />
  )
}
