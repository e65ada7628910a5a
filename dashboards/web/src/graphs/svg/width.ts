/** The width of a box, followed as it changes. */

import { type Signal, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

export function useWidth(otherwise: number): { readonly box: RefObject<HTMLDivElement | null>; readonly width: Signal<number> } {
  const box = useRef<HTMLDivElement>(null)
  const width = useSignal(otherwise)
  // Before the first paint: a drawing of another width would reach beyond a phone.
  useLayoutEffect(() => {
    const drawn = box.current?.clientWidth ?? 0
    if (drawn > 0) width.value = drawn
    const follow = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) width.value = Math.round(entry.contentRect.width)
    })
    if (box.current !== null) follow.observe(box.current)
    return () => follow.disconnect()
  }, [])
  return { box, width }
}
