/** A panel of a screen: a heading, then whatever state its data is in. */

import type { ComponentChildren, VNode } from 'preact'
import type { Polling } from '../api/polling.ts'
import { FailureNote, Loading } from './states.tsx'

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

export interface LoadableProps<T> {
  readonly of: Polling<T>
  /** What the reader waits for when it takes long. */
  readonly waiting?: string
  readonly children: (value: T) => ComponentChildren
}

/** What a polling read model shows: the reason of a failure, a placeholder while it loads, its value. */
export function Loadable<T>({ of: { value, failure, reload }, waiting, children }: LoadableProps<T>): VNode {
  return (
    <>
      <FailureNote why={failure.value} retry={reload} hasValue={value.value !== null} />
      {value.value === null && failure.value === null && <Loading reason={waiting} />}
      {value.value !== null && children(value.value)}
    </>
  )
}
