/** A button and what it opens: closed by Escape, by a click elsewhere and by leaving it; the focus returns to the button. */

import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export interface PopoverProps {
  /** What the button is for: the name of what it opens, and of the button before what it shows. */
  readonly label: string
  /** The button shows the label itself. */
  readonly showsLabel?: boolean
  /** What the button shows. */
  readonly button: ComponentChildren
  readonly class?: string
  /** On which side of the button it is aligned. */
  readonly align?: 'start' | 'end'
  readonly children: (close: () => void) => ComponentChildren
}

function useClosing(open: Signal<boolean>, box: { current: HTMLElement | null }, close: () => void): void {
  useEffect(() => {
    if (!open.value) return undefined
    const outside = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) open.value = false
    }
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close()
    }
    addEventListener('pointerdown', outside)
    addEventListener('focusin', outside)
    addEventListener('keydown', escape)
    return () => {
      removeEventListener('pointerdown', outside)
      removeEventListener('focusin', outside)
      removeEventListener('keydown', escape)
    }
  }, [open.value])
}

export function Popover({ label, showsLabel = false, button, class: name = '', align = 'start', children }: PopoverProps): VNode {
  const open = useSignal(false)
  const box = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    open.value = false
    trigger.current?.focus()
  }
  useClosing(open, box, close)
  return (
    <div class={`popover ${name}`} ref={box}>
      <button
        type="button"
        ref={trigger}
        title={showsLabel ? undefined : label}
        aria-expanded={open.value}
        aria-haspopup="dialog"
        onClick={() => (open.value = !open.value)}
      >
        {!showsLabel && <span class="unseen">{label}: </span>}
        {button}
      </button>
      {open.value && (
        <div class={`sheet sheet-${align}`} role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  )
}
