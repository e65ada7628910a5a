/** The numbers behind a drawing: a table in pages, and a CSV in the unit of the service. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { number, percent } from '../text/format.ts'
import { t } from '../text/language.ts'
import { Pager, pageOf, usePaging } from '../ui/paging.tsx'
import { MissingValue } from '../ui/states.tsx'

export interface NumberColumn {
  readonly name: string
  /** Of the service: that of the CSV. */
  readonly unit: string
  readonly values: readonly (number | null)[]
  readonly measured?: readonly number[]
}

export interface NumbersProps {
  readonly edges: readonly string[]
  readonly columns: readonly NumberColumn[]
  readonly nameOf: (index: number) => string
  readonly file: string
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** RFC 4180: start and end of each span, then amount and measured share of each column. */
export function csvOf({ edges, columns }: Pick<NumbersProps, 'edges' | 'columns'>): string {
  const heads = columns.flatMap(({ name, unit, measured }) => [`${name} (${unit})`, ...(measured ? [`${name}: measured`] : [])])
  const rows = edges
    .slice(0, -1)
    .map((from, i) => [
      from,
      edges[i + 1] ?? '',
      ...columns.flatMap(({ values, measured }) => [values[i] ?? '', ...(measured ? [measured[i] ?? ''] : [])]),
    ])
  return `${[['from', 'to', ...heads].map(quoted), ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`
}

function download(text: string, file: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = file
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

const ROWS = 100

function Rows({ edges, columns, nameOf }: NumbersProps): VNode {
  const paging = usePaging(ROWS)
  const spans = edges.slice(0, -1).map((_, i) => i)
  return (
    <>
      <div class="scroll low" role="region" aria-label={t('table.show')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th>{t('col.time')}</th>
              {columns.map((c) => (
                <th key={c.name} class="right">
                  {c.unit === '' ? c.name : `${c.name} (${c.unit})`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pageOf(spans, paging).map((i) => (
              <tr key={i}>
                <td>{nameOf(i)}</td>
                {columns.map(({ name, values, measured }) => (
                  <td key={name} class="right">
                    {values[i] == null ? <MissingValue /> : number(values[i])}
                    {measured !== undefined && (measured[i] ?? 0) < 0.999 && <small> {percent(measured[i] ?? 0)}</small>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager paging={paging} count={spans.length} />
    </>
  )
}

export function Numbers(props: NumbersProps): VNode {
  const open = useSignal(false)
  return (
    <div class="behind">
      <button type="button" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        {t(open.value ? 'table.hide' : 'table.show')}
      </button>{' '}
      <button type="button" onClick={() => download(csvOf(props), `${props.file}.csv`)}>
        {t('table.csv')}
      </button>
      {open.value && <Rows {...props} />}
    </div>
  )
}
