/** Every point with its last value, age and coverage: searched and sorted. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Point } from '../api.ts'
import { percent } from '../format.ts'
import { type Key, nameOf, t, word } from '../i18n.ts'
import { Age, PointState } from '../parts/point-state.tsx'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { placeOf, useName } from '../places.ts'
import { href } from '../route.ts'
import { campus, isStale, loadPoints, points } from '../state.ts'
import { lastValue } from '../units.ts'

interface Column {
  readonly key: Key
  readonly right?: boolean
  readonly order: (p: Point) => string | number
}

const STATE_ORDER = (p: Point): number => (p.last === null ? 0 : isStale(p) ? 1 : p.findings.length > 0 ? 2 : 3)

const COLUMNS: readonly Column[] = [
  { key: 'col.point', order: (p) => p.id },
  { key: 'col.quantity', order: (p) => word('quantity', p.quantity) },
  { key: 'col.use', order: (p) => (p.use === null ? '' : useName(p.use)) },
  { key: 'col.last', right: true, order: (p) => p.last?.value ?? -Infinity },
  { key: 'col.age', right: true, order: (p) => (p.last ? -Date.parse(p.last.time) : Infinity) },
  { key: 'col.coverage', right: true, order: (p) => p.coverage ?? -1 },
  { key: 'col.state', order: STATE_ORDER },
]

function Row({ point }: { point: Point }): VNode {
  const { last } = point
  const as = (key: Key): { 'data-label': string } => ({ 'data-label': t(key) })
  return (
    <tr class={last === null ? 'silent' : isStale(point) ? 'stale' : undefined} data-point={point.id}>
      <td class="first">
        <a href={href('points', point.id)}>{nameOf(point.name, point.id)}</a>
        <small class="id">{point.id}</small>
      </td>
      <td {...as('col.quantity')}>{word('quantity', point.quantity)}</td>
      <td {...as('col.use')}>{point.use === null ? '–' : useName(point.use)}</td>
      <td {...as('col.last')} class="right value">
        {lastValue(point)}
      </td>
      <td {...as('col.age')} class="right age">
        {last === null ? '–' : <Age time={last.time} />}
      </td>
      <td {...as('col.coverage')} class="right">
        {point.coverage === null ? '–' : percent(point.coverage)}
      </td>
      <td {...as('col.state')}>
        <PointState point={point} />
      </td>
    </tr>
  )
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true })
}

/** Whether every word of the search is in what is shown of the point, in any language of its name. */
function fits(point: Point, search: string): boolean {
  const words = [point.id, ...Object.values(point.name), point.use ?? '', useName(point.use ?? ''), word('quantity', point.quantity)]
  const text = `${words.join(' ')} ${placeOf(point, campus.value.value)}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part))
}

interface Sort {
  readonly column: number
  readonly down: boolean
}

function Heads({ sort, choose }: { sort: Sort; choose: (next: Sort) => void }): VNode {
  return (
    <thead>
      <tr>
        {COLUMNS.map((column, i) => (
          <th
            key={column.key}
            class={column.right ? 'right' : undefined}
            aria-sort={sort.column === i ? (sort.down ? 'descending' : 'ascending') : undefined}
          >
            <button type="button" onClick={() => choose({ column: i, down: sort.column === i && !sort.down })}>
              {t(column.key)}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Search({ value, count }: { value: { value: string }; count: string }): VNode {
  return (
    <p class="search">
      <input
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        value={value.value}
        onInput={(e) => (value.value = e.currentTarget.value)}
      />
      <span class="sub" aria-live="polite">
        {count}
      </span>
    </p>
  )
}

export function PointsPage(): VNode {
  const search = useSignal('')
  const sort = useSignal<Sort>({ column: 0, down: false })
  const { value: all, failure } = points.value
  const retry = (): void => void loadPoints()
  if (all === null) return failure === null ? <Loading /> : <Failed why={failure} retry={retry} />
  const order = COLUMNS[sort.value.column]?.order ?? ((p: Point) => p.id)
  const shown = all.filter((p) => fits(p, search.value)).sort((a, b) => (sort.value.down ? -1 : 1) * compare(order(a), order(b)))
  return (
    <section class="panel wide">
      <h2>{t('page.points')}</h2>
      <Failed why={failure} retry={retry} known />
      <Search value={search} count={t('search.count', { n: shown.length, all: all.length })} />
      {shown.length === 0 ? (
        <Empty>{t(all.length === 0 ? 'empty.points' : 'empty.search')}</Empty>
      ) : (
        <table class="cards">
          <Heads sort={sort.value} choose={(next) => (sort.value = next)} />
          <tbody>
            {shown.map((point) => (
              <Row key={point.id} point={point} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
