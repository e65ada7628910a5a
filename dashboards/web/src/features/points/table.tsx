/** The rows and columns of the list of points. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import type { Point } from '../../api/types.ts'
import { isStale } from '../../state/points.ts'
import { percent } from '../../text/format.ts'
import { nameOf, term } from '../../text/language.ts'
import { useName } from '../../text/places.ts'
import { lastValue } from '../../text/units.ts'
import { MediumChip, toneOfPoint } from '../../ui/medium.tsx'
import { Age, PointState } from '../../ui/point-state.tsx'
import { t } from './text.ts'

interface Column {
  readonly title: () => string
  readonly right?: boolean
  readonly order: (p: Point) => string | number
}

const worstFirst = (p: Point): number => (p.last === null ? 0 : isStale(p) ? 1 : p.findings.length > 0 ? 2 : 3)

export const COLUMNS: readonly Column[] = [
  { title: () => t('col.point'), order: (p) => p.id },
  { title: () => t('col.quantity'), order: (p) => term('quantity', p.quantity) },
  { title: () => t('col.use'), order: (p) => (p.use === null ? '' : useName(p.use)) },
  { title: () => t('col.last'), right: true, order: (p) => p.last?.value ?? -Infinity },
  { title: () => t('col.age'), right: true, order: (p) => (p.last ? -Date.parse(p.last.time) : Infinity) },
  { title: () => t('col.coverage'), right: true, order: (p) => p.coverage ?? -1 },
  { title: () => t('col.state'), order: worstFirst },
]

export interface Sort {
  readonly column: number
  readonly down: boolean
}

export function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true })
}

export function Row({ point }: { point: Point }): VNode {
  const { last } = point
  return (
    <tr class={last === null ? 'silent' : isStale(point) ? 'stale' : undefined} data-point={point.id}>
      <td class="first">
        <span class="named">
          <MediumChip tone={toneOfPoint(point)} />
          <span>
            <a href={hrefOf(['points', point.id])}>{nameOf(point.name, point.id)}</a>
            <small class="id">{point.id}</small>
          </span>
        </span>
      </td>
      <td data-label={t('col.quantity')}>{term('quantity', point.quantity)}</td>
      <td data-label={t('col.use')}>{point.use === null ? '–' : useName(point.use)}</td>
      <td data-label={t('col.last')} class="right value">
        {lastValue(point)}
      </td>
      <td data-label={t('col.age')} class="right age">
        {last === null ? '–' : <Age time={last.time} />}
      </td>
      <td data-label={t('col.coverage')} class="right">
        {point.coverage === null ? '–' : percent(point.coverage)}
      </td>
      <td data-label={t('col.state')}>
        <PointState point={point} />
      </td>
    </tr>
  )
}

export function Heads({ sort, choose }: { sort: Sort; choose: (next: Sort) => void }): VNode {
  return (
    <thead>
      <tr>
        {COLUMNS.map((column, i) => (
          <th
            key={column.title()}
            class={column.right ? 'right' : undefined}
            aria-sort={sort.column === i ? (sort.down ? 'descending' : 'ascending') : undefined}
          >
            <button type="button" onClick={() => choose({ column: i, down: sort.column === i && !sort.down })}>
              {column.title()}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}
