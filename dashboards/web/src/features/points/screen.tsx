/** Every point with its last value, age and coverage: searched and sorted. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { isInPlace } from '../../address/context.ts'
import { matches, textOf } from '../../frame/sheets/find.ts'
import { campus } from '../../state/campus.ts'
import { loadPoints, points } from '../../state/points.ts'
import { Empty, FailureNote, Loading } from '../../ui/states.tsx'
import { COLUMNS, compare, Heads, Row, type Sort } from './table.tsx'
import { t } from './text.ts'

/** A campus has thousands of points: they are drawn in pages, shorter ones on a phone, where a row is a card. */
const pageSize = (): number => (matchMedia('(max-width: 48rem)').matches ? 20 : 100)

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

export function Screen(): VNode {
  const search = useSignal('')
  const sort = useSignal<Sort>({ column: 0, down: false })
  const pages = useSignal(1)
  const { value: all, failure } = points.value
  const retry = (): void => void loadPoints()
  if (all === null) return failure === null ? <Loading /> : <FailureNote why={failure} retry={retry} />
  const local = all.filter((p) => isInPlace(p.place))
  const order = COLUMNS[sort.value.column]?.order ?? ((p) => p.id)
  const matching = local
    .filter((p) => matches(textOf(p, campus.value.value), search.value))
    .sort((a, b) => (sort.value.down ? -1 : 1) * compare(order(a), order(b)))
  const page = matching.slice(0, pageSize() * pages.value)
  return (
    <section class="panel wide">
      <h2>{t('points.title')}</h2>
      <FailureNote why={failure} retry={retry} hasValue />
      <Search value={search} count={t('search.count', { n: matching.length, all: local.length })} />
      {matching.length === 0 ? (
        <Empty>{t(all.length === 0 ? 'empty.points' : 'empty.search')}</Empty>
      ) : (
        <table class="cards">
          <Heads sort={sort.value} choose={(next) => (sort.value = next)} />
          <tbody>
            {page.map((point) => (
              <Row key={point.id} point={point} />
            ))}
          </tbody>
        </table>
      )}
      {page.length < matching.length && (
        <button type="button" onClick={() => (pages.value += 1)}>
          {t('points.more', { n: matching.length - page.length })}
        </button>
      )}
    </section>
  )
}
