/** A panel of a screen: a heading, then whatever state its data is in. */

import type { ComponentChildren, VNode } from 'preact'
import type { Polled } from '../api/polled.ts'
import { Failed, Loading } from './states.tsx'

export interface PanelProps {
  readonly title: ComponentChildren
  readonly class?: string
  readonly children: ComponentChildren
}

export function Panel({ title, class: name = '', children }: PanelProps): VNode {
  return (
    <section class={`panel wide ${name}`}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

export interface ShownProps<T> {
  readonly of: Polled<T>
  /** What the reader waits for when it takes long. */
  readonly waiting?: string
  readonly children: (value: T) => ComponentChildren
}

/** What a polled read model shows: the reason of a failure, a placeholder while it loads, its value. */
export function Shown<T>({ of: { value, failure, reload }, waiting, children }: ShownProps<T>): VNode {
  return (
    <>
      <Failed why={failure.value} retry={reload} hasValue={value.value !== null} />
      {value.value === null && failure.value === null && <Loading reason={waiting} />}
      {value.value !== null && children(value.value)}
    </>
  )
}
