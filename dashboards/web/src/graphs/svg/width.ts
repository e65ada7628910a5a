/** The width of a box, followed as it changes. */

import { type Signal, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export function useWidth(otherwise: number): { readonly box: RefObject<HTMLDivElement | null>; readonly width: Signal<number> } {
  const box = useRef<HTMLDivElement>(null)
  const width = useSignal(otherwise)
  useEffect(() => {
    const follow = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) width.value = Math.round(entry.contentRect.width)
    })
    if (box.current !== null) follow.observe(box.current)
    return () => follow.disconnect()
  }, [])
  return { box, width }
}
