/** A read model of one panel: asked for when the panel appears and again from time to time. */

import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { type Failure, failureOf } from './api.ts'

export interface Polled<T> {
  readonly value: Signal<T | null>
  readonly failure: Signal<Failure | null>
  readonly again: () => void
}

/** `key` names what is asked for: another key asks anew, and an answer to an old one is dropped. */
export function usePolled<T>(load: () => Promise<T>, everyMs: number, key = ''): Polled<T> {
  const value = useSignal<T | null>(null)
  const failure = useSignal<Failure | null>(null)
  const asked = useRef(key)
  asked.current = key
  const ask = async (): Promise<void> => {
    try {
      const found = await load()
      if (asked.current !== key) return
      value.value = found
      failure.value = null
    } catch (error) {
      if (asked.current === key) failure.value = failureOf(error)
    }
  }
  useEffect(() => {
    value.value = null
    void ask()
    const timer = setInterval(() => void ask(), everyMs)
    return () => clearInterval(timer)
  }, [key])
  return { value, failure, again: () => void ask() }
}
