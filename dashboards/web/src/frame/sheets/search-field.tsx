/** The field of the search and what it finds. */

import { useSignal } from '@preact/signals'
import { MapPin, Play, RadioTower, SquareArrowOutUpRight } from 'lucide'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { goTo } from '../../address/route.ts'
import { campus } from '../../state/campus.ts'
import { points } from '../../state/points.ts'
import { t } from '../../text/language.ts'
import { Icon } from '../../ui/icon.tsx'
import type { Screen } from '../screen.ts'
import { actions } from './actions.ts'
import { find, type SearchResult } from './find.ts'

const ICONS = { screen: SquareArrowOutUpRight, place: MapPin, point: RadioTower, action: Play } as const

function Results({
  results,
  current,
  go,
}: {
  results: readonly SearchResult[]
  current: number
  go: (result: SearchResult) => void
}): VNode {
  return (
    <ul class="results" id="results" role="listbox" aria-label={t('search.results')}>
      {results.map((result, i) => (
        // The keyboard works in the field above, which names the current option.
        <li key={`${result.kind} ${result.key}`} id={`result-${i}`} role="option" aria-selected={i === current} onClick={() => go(result)}>
          <Icon node={ICONS[result.kind]} size={16} />
          <span>{result.name}</span>
          <small>{result.about}</small>
        </li>
      ))}
    </ul>
  )
}

export function SearchField({ screens, close }: { screens: readonly Screen[]; close: () => void }): VNode {
  const text = useSignal('')
  const current = useSignal(0)
  const field = useRef<HTMLInputElement>(null)
  // The dialog opens before its content is there, so it cannot focus the field itself.
  useEffect(() => field.current?.focus(), [])
  const doable = actions()
  const sources = { screens, campus: campus.value.value, points: points.value.value ?? [], actions: doable }
  const results = find(sources, text.value.trim())
  const go = (result: SearchResult | undefined): void => {
    if (result === undefined) return
    close()
    const chosen = doable.find((a) => a.kind === result.kind && a.key === result.key)
    if (chosen === undefined) goTo(result.href)
    else chosen.run()
  }
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 && event.key !== 'Enter') return
    event.preventDefault()
    if (event.key === 'Enter') go(results[current.value])
    else current.value = Math.min(results.length - 1, Math.max(0, current.value + step))
  }
  return (
    <>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={t('search.everything')}
        placeholder={t('search.everything')}
        aria-expanded="true"
        aria-controls="results"
        aria-activedescendant={results.length === 0 ? undefined : `result-${current.value}`}
        autocomplete="off"
        value={text.value}
        onInput={(e) => {
          text.value = e.currentTarget.value
          current.value = 0
        }}
        onKeyDown={press}
      />
      {results.length === 0 ? <p class="state">{t('search.nothing')}</p> : <Results results={results} current={current.value} go={go} />}
    </>
  )
}
