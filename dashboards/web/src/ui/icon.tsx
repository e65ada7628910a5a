/** Lucide's icons (ISC), drawn inline: no request, and the colour of the text beside them. */

import type { IconNode } from 'lucide'
import { h, type VNode } from 'preact'

export type { IconNode }

export function Icon({ node, size = 18 }: { node: IconNode; size?: 14 | 16 | 18 | 20 | 22 }): VNode {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {node.map(([tag, attributes], i) => h(tag, { ...attributes, key: i }))}
    </svg>
  )
}
