/** A state as a word with a shape: never by colour alone. */

import type { VNode } from 'preact'

export type State = 'good' | 'attention' | 'fault' | 'unknown' | 'plain'

export function Tag({ state, children, title }: { state: State; children: string; title?: string | undefined }): VNode {
  return (
    <span class={`tag tag-${state}`} title={title}>
      {children}
    </span>
  )
}
