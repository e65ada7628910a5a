/** Chooses a point by any word of its names. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Point } from '../../api/types.ts'
import { matches, textOf } from '../../frame/sheets/find.ts'
import { campus } from '../../state/campus.ts'
import { points } from '../../state/points.ts'
import { nameOf, term } from '../../text/language.ts'
import { placeOf } from '../../text/places.ts'
import { t } from './text.ts'

const MOST = 8

const aboutOf = (point: Point): string => `${term('quantity', point.quantity)} · ${point.unit} · ${placeOf(point, campus.value.value)}`

function Chosen({ id, clear }: { id: string; clear: () => void }): VNode {
  const point = (points.value.value ?? []).find((p) => p.id === id)
  return (
    <div class="chosen">
      <span>
        {point === undefined ? id : nameOf(point.name, point.id)}
        <small class="id">{id}</small>
        {point !== undefined && <small>{aboutOf(point)}</small>}
      </span>
      <button type="button" onClick={clear}>
        {t('import.point.change')}
      </button>
    </div>
  )
}

export function PointChooser({ chosen, choose }: { chosen: string; choose: (id: string) => void }): VNode {
  const text = useSignal('')
  if (chosen !== '') return <Chosen id={chosen} clear={() => choose('')} />
  const search = text.value.trim()
  const found = search === '' ? [] : (points.value.value ?? []).filter((p) => matches(textOf(p, campus.value.value), search))
  return (
    <div class="choose-point">
      <label>
        {t('import.point')}
        <input
          type="search"
          value={text.value}
          placeholder={t('import.point.hint')}
          autocomplete="off"
          onInput={(e) => (text.value = e.currentTarget.value)}
        />
      </label>
      {search !== '' && (
        <ul class="plain found" aria-label={t('import.point.found')}>
          {found.slice(0, MOST).map((point) => (
            <li key={point.id}>
              <button type="button" data-point={point.id} onClick={() => choose(point.id)}>
                <span>{nameOf(point.name, point.id)}</span>
                <small class="id">{point.id}</small>
                <small>{aboutOf(point)}</small>
              </button>
            </li>
          ))}
          {found.length === 0 && <li class="state">{t('import.point.none')}</li>}
          {found.length > MOST && <li class="state">{t('import.point.more', { n: found.length - MOST })}</li>}
        </ul>
      )}
    </div>
  )
}
