/** Search over screens, places, points and what can be done, opened by `/` or Ctrl+K. */

import { useSignal } from '@preact/signals'
import { Search as SearchIcon } from 'lucide'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../text/language.ts'
import { Icon } from '../ui/icon.tsx'
import { useModule } from '../ui/use-module.ts'
import type { Screen } from './screen.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))

function useShortcut(open: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const palette = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
      const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
      if (!palette && !slash) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

function Sheet({ screens, close }: { screens: readonly Screen[]; close: () => void }): VNode | null {
  const module = useModule(() => import('./sheets/search-field.tsx'))
  return module === null ? null : <module.SearchField screens={screens} close={close} />
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
      <button type="button" class="search-button" aria-keyshortcuts="/ Control+K Meta+K" onClick={open}>
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
            <Sheet screens={screens} close={close} />
          </div>
        )}
      </dialog>
    </>
  )
}
