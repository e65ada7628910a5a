/** The numbers behind a chart: a table, and the same as CSV. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { number, percent } from '../text/format.ts'
import { t } from '../text/language.ts'
import type { Scale } from '../text/units.ts'
import { type ChartPoint, spanName } from './chart-data.ts'
import { MissingValue } from '../ui/states.tsx'

export interface ValueTableProps {
  readonly values: readonly ChartPoint[]
  /** Unit of the service: that of the CSV. */
  readonly unit: string
  /** Unit of the table: that of the chart. */
  readonly scale: Scale
  readonly zone: string
  readonly file: string
}

/** RFC 4180, one unit in the header, times as the service gives them. */
export function csvOf(values: readonly ChartPoint[], unit: string): string {
  const rows = values.map((v) => `${v.time},${v.value ?? ''},${v.coverage}`)
  return `${[`time,value (${unit}),coverage`, ...rows].join('\r\n')}\r\n`
}

export function ValueTable({ values, unit, scale, zone, file }: ValueTableProps): VNode {
  const open = useSignal(false)
  const csv = `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(values, unit))}`
  return (
    <div class="behind">
      <button type="button" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        {t(open.value ? 'table.hide' : 'table.show')}
      </button>{' '}
      <a class="button" href={csv} download={`${file}.csv`}>
        {t('table.csv')}
      </a>
      {open.value && (
        // Reachable by keyboard, so that it can be scrolled.
        <div class="scroll low" role="region" aria-label={t('table.show')} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th>{t('col.time')}</th>
                <th class="right">{scale.unit === '' ? t('col.value') : `${t('col.value')} (${scale.unit})`}</th>
                <th class="right">{t('coverage.measured')}</th>
              </tr>
            </thead>
            <tbody>
              {values.map((v) => (
                <tr key={v.time}>
                  <td>{spanName(v, zone)}</td>
                  <td class="right">{v.value === null ? <MissingValue /> : number(v.value * scale.factor)}</td>
                  <td class="right">{percent(v.coverage)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
