/** A day as a strip of cells, one per span: the darker, the more; a cell without data is hatched, a later one is empty. */

import type { VNode } from 'preact'

export interface StripProps {
  readonly values: readonly (number | null)[]
  /** Spans of the whole day. */
  readonly length: number
  /** The greatest value of all strips beside each other, or of this one. */
  readonly most: number
  readonly label: string
}

/** Steps of the ramp: enough to tell a night from a morning, few enough to tell at all. */
const LEVELS = 7

export function Strip({ values, length, most, label }: StripProps): VNode {
  const cells = Array.from({ length }, (_, i) => {
    const value = values[i]
    if (value === undefined) return 'later'
    return value === null ? 'gap' : `level-${Math.max(0, Math.min(LEVELS - 1, Math.ceil((LEVELS * value) / Math.max(most, 1e-9)) - 1))}`
  })
  return (
    <span class={length > 48 ? 'strip dense' : 'strip'} role="img" aria-label={label}>
      {cells.map((kind, i) => (
        <i key={i} class={kind} />
      ))}
    </span>
  )
}
