/** Search over screens, places and points, opened by `/`. */

import { useSignal } from '@preact/signals'
import { MapPin, RadioTower, Search as SearchIcon, SquareArrowOutUpRight } from 'lucide'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { goTo } from '../address/route.ts'
import { campus } from '../state/campus.ts'
import { points } from '../state/points.ts'
import { t } from '../text/language.ts'
import { Icon } from '../ui/icon.tsx'
import { type SearchResult, find } from './find.ts'
import type { Screen } from './screen.ts'

const ICONS = { screen: SquareArrowOutUpRight, place: MapPin, point: RadioTower } as const

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))

function useShortcut(open: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

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

function Field({ screens, close }: { screens: readonly Screen[]; close: () => void }): VNode {
  const text = useSignal('')
  const current = useSignal(0)
  const field = useRef<HTMLInputElement>(null)
  // The dialog opens before its content is there, so it cannot focus the field itself.
  useEffect(() => field.current?.focus(), [])
  const results = find({ screens, campus: campus.value.value, points: points.value.value ?? [] }, text.value.trim())
  const go = (result: SearchResult | undefined): void => {
    if (result === undefined) return
    goTo(result.href)
    close()
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

export function Search({ screens }: { screens: readonly Screen[] }): VNode {
  const dialog = useRef<HTMLDialogElement>(null)
  const isOpen = useSignal(false)
  const open = (): void => {
    isOpen.value = true
    if (dialog.current?.open === false) dialog.current.showModal()
  }
  const close = (): void => dialog.current?.close()
  useShortcut(open)
  return (
    <>
      <button type="button" class="search-button" aria-keyshortcuts="/" onClick={open}>
        <Icon node={SearchIcon} size={16} />
        <span class="wide-only">{t('search.short')}</span>
        <kbd class="wide-only" aria-hidden="true">
          /
        </kbd>
        <span class="narrow-only unseen">{t('search.short')}</span>
      </button>
      <dialog
        class="search-dialog"
        ref={dialog}
        aria-label={t('search.everything')}
        onClose={() => (isOpen.value = false)}
        onClick={(e) => {
          if (e.target === e.currentTarget) close()
        }}
      >
        {isOpen.value && (
          <div>
            <Field screens={screens} close={close} />
          </div>
        )}
      </dialog>
    </>
  )
}
