import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Point } from '../api.ts'
import { age, type Key, nameOf, number, percent, t, unit, word } from '../i18n.ts'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { href } from '../route.ts'
import { ageOf, loadPoints, points } from '../state.ts'

interface Column {
  readonly key: Key
  readonly right?: boolean
  readonly order: (p: Point) => string | number
}

const COLUMNS: readonly Column[] = [
  { key: 'col.point', order: (p) => p.id },
  { key: 'col.use', order: (p) => p.use ?? '' },
  { key: 'col.last', right: true, order: (p) => p.last?.value ?? -Infinity },
  { key: 'col.age', right: true, order: (p) => (p.last ? ageOf(p.last.time) : Infinity) },
  { key: 'col.coverage', right: true, order: (p) => p.coverage ?? -1 },
  { key: 'col.quality', order: (p) => p.last?.quality ?? '' },
]

export function shownValue(point: Point): string {
  if (point.last === null) return t('point.none')
  return `${number(point.last.value, point.unit === 'bool' ? 0 : undefined)} ${unit(point.unit)}`.trim()
}

function Row({ point }: { point: Point }): VNode {
  const { last } = point
  return (
    <tr class={last === null ? 'silent' : last.stale ? 'stale' : undefined}>
      <td>
        <a href={href('points', point.id)}>{nameOf(point.name, point.id)}</a>
        <small class="id">{point.id}</small>
      </td>
      <td>{point.use === null ? '' : word('use', point.use)}</td>
      <td class="right value">{shownValue(point)}</td>
      <td class="right">{last === null ? '–' : age(ageOf(last.time))}</td>
      <td class="right">{point.coverage === null ? '–' : percent(point.coverage)}</td>
      <td>
        {last === null ? '–' : word('quality', last.quality)}{' '}
        {point.findings.map((f) => (
          <span key={f.code} class="finding" title={f.sentence}>
            {word('finding', f.code)}
          </span>
        ))}
      </td>
    </tr>
  )
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
}

function fits(point: Point, search: string): boolean {
  const text = [point.id, ...Object.values(point.name), point.use ?? '', word('use', point.use ?? ''), point.quantity]
    .join(' ')
    .toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part))
}

export function PointsPage(): VNode {
  const search = useSignal('')
  const sort = useSignal({ column: 0, down: false })
  const { value: all, failure } = points.value
  if (all === null) return failure === null ? <Loading /> : <Failed why={failure} retry={() => void loadPoints()} />
  const order = (COLUMNS[sort.value.column] as Column).order
  const shown = all.filter((p) => fits(p, search.value)).sort((a, b) => (sort.value.down ? -1 : 1) * compare(order(a), order(b)))
  return (
    <section class="panel wide">
      <h2>{t('page.points')}</h2>
      {failure !== null && <Failed why={failure} retry={() => void loadPoints()} />}
      <p class="search">
        <input
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search.value}
          onInput={(e) => (search.value = e.currentTarget.value)}
        />{' '}
        <span aria-live="polite">{t('search.count', { n: shown.length, all: all.length })}</span>
      </p>
      {shown.length === 0 ? (
        <Empty>{t(all.length === 0 ? 'empty.points' : 'empty.search')}</Empty>
      ) : (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                {COLUMNS.map((column, i) => (
                  <th
                    key={column.key}
                    class={column.right ? 'right' : undefined}
                    aria-sort={sort.value.column === i ? (sort.value.down ? 'descending' : 'ascending') : undefined}
                  >
                    <button type="button" onClick={() => (sort.value = { column: i, down: sort.value.column === i && !sort.value.down })}>
                      {t(column.key)}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((point) => (
                <Row key={point.id} point={point} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
