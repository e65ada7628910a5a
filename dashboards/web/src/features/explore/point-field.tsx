/** The points that are explored as chips, and a field that finds more as people write them. */

import { useSignal } from '@preact/signals'
import { X } from 'lucide'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { matches, textOf } from '../../frame/sheets/find.ts'
import type { Point } from '../../api/types.ts'
import { campus } from '../../state/campus.ts'
import { points } from '../../state/points.ts'
import { term } from '../../text/language.ts'
import { placeOf } from '../../text/places.ts'
import { Icon } from '../../ui/icon.tsx'
import { MediumChip, toneOfPoint } from '../../ui/medium.tsx'
import { choosePoints, chosenPoints, MOST_POINTS } from './chosen.ts'
import { pointName } from './series.ts'
import { t } from './text.ts'

const MOST_OPTIONS = 8

function Chip({ id, point }: { id: string; point: Point | undefined }): VNode {
  const name = point === undefined ? id : pointName(point)
  return (
    <li class="chosen">
      {point !== undefined && <MediumChip tone={toneOfPoint(point)} />}
      <span title={id}>{name}</span>
      <button type="button" onClick={() => choosePoints(chosenPoints.value.filter((other) => other !== id))}>
        <Icon node={X} size={14} />
        <span class="unseen">{t('explore.remove', { name })}</span>
      </button>
    </li>
  )
}

function found(text: string): readonly Point[] {
  const search = text.trim()
  if (search === '') return []
  const drawn = new Set(chosenPoints.value)
  const all = (points.value.value ?? []).filter((p) => !drawn.has(p.id) && matches(textOf(p, campus.value.value), search))
  // Amounts first: they are what people look for.
  const rank = (p: Point): number => (p.role === 'main-meter' ? 0 : p.quantity === 'energy' || p.quantity === 'volume' ? 1 : 2)
  return all.sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id)).slice(0, MOST_OPTIONS)
}

interface OptionsProps {
  readonly options: readonly Point[]
  readonly current: number
  readonly add: (point: Point) => void
}

function Options({ options, current, add }: OptionsProps): VNode {
  return (
    <ul class="results sheet" id="point-options" role="listbox" aria-label={t('explore.found')} hidden={options.length === 0}>
      {options.map((p, i) => (
        <li key={p.id} id={`point-option-${i}`} role="option" aria-selected={i === current} onClick={() => add(p)}>
          <MediumChip tone={toneOfPoint(p)} />
          <span>{pointName(p)}</span>
          <small>
            {term('quantity', p.quantity)} · {placeOf(p, campus.value.value)}
          </small>
        </li>
      ))}
    </ul>
  )
}

function Chips(): VNode {
  const byId = new Map((points.value.value ?? []).map((p) => [p.id, p]))
  return (
    <ul class="chosen-list" aria-label={t('explore.chosen')}>
      {chosenPoints.value.map((id) => (
        <Chip key={id} id={id} point={byId.get(id)} />
      ))}
    </ul>
  )
}

/** Closes the list when the pointer goes down elsewhere. */
function useLeaving(box: { readonly current: HTMLElement | null }, leave: () => void): void {
  useEffect(() => {
    const down = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) leave()
    }
    addEventListener('pointerdown', down)
    return () => removeEventListener('pointerdown', down)
  }, [])
}

export function PointField(): VNode {
  const text = useSignal('')
  const current = useSignal(0)
  const box = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const options = found(text.value)
  const write = (next: string): void => {
    text.value = next
    current.value = 0
  }
  useLeaving(box, () => write(''))
  const add = (point: Point | undefined): void => {
    if (point === undefined) return
    choosePoints([...chosenPoints.value, point.id])
    write('')
    field.current?.focus()
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') write('')
    if (event.key === 'Backspace' && text.value === '') choosePoints(chosenPoints.value.slice(0, -1))
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 && event.key !== 'Enter') return
    event.preventDefault()
    if (event.key === 'Enter') add(options[current.value])
    else current.value = Math.min(options.length - 1, Math.max(0, current.value + step))
  }
  const full = chosenPoints.value.length >= MOST_POINTS
  return (
    <div class="point-field" ref={box}>
      <Chips />
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={t('explore.add')}
        placeholder={full ? t('explore.full', { n: MOST_POINTS }) : t('explore.add')}
        aria-expanded={options.length > 0}
        aria-controls="point-options"
        aria-activedescendant={options.length === 0 ? undefined : `point-option-${current.value}`}
        autocomplete="off"
        disabled={full}
        value={text.value}
        onInput={(e) => write(e.currentTarget.value)}
        onKeyDown={press}
      />
      <Options options={options} current={current.value} add={add} />
    </div>
  )
}
