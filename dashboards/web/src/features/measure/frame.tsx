/** A picture over labels of its own: the drawing stretches with the page, the text does not. */

import type { ComponentChildren, VNode } from 'preact'

export interface Labels {
  /** From the top down. */
  readonly y: readonly string[]
  /** From left to right, evenly: names of parts below their middle, or of moments below the begin of theirs. */
  readonly x: readonly string[]
  readonly moments?: boolean
}

export interface FrameProps {
  readonly title: string
  readonly labels: Labels
  readonly legend: readonly { readonly tone: string; readonly text: string }[]
  readonly children: ComponentChildren
}

/** Drawings have the size 100 x 100, y downwards. */
export function Frame({ title, labels, legend, children }: FrameProps): VNode {
  return (
    <figure class="drawing">
      <figcaption>
        <h3>{title}</h3>
        <ul class="drawing-legend">
          {legend.map(({ tone, text }) => (
            <li key={tone}>
              <span class={`key ${tone}`} aria-hidden="true" /> {text}
            </li>
          ))}
        </ul>
      </figcaption>
      <div class="drawing-body" aria-hidden="true">
        <div class="drawing-y">
          {labels.y.map((text) => (
            <span key={text}>{text}</span>
          ))}
        </div>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          {children}
        </svg>
        <div class={labels.moments === true ? 'drawing-x moments' : 'drawing-x'}>
          {labels.x.map((text, i) => (
            <span key={`${text} ${i}`}>{text}</span>
          ))}
        </div>
      </div>
    </figure>
  )
}
