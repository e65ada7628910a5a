/** A read model of one panel: requested when the panel appears, again at an interval, and soon after a failure that may pass. */

import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { type Failure, failureOf, isTransient, RETRY_MS } from './client.ts'

export interface Polling<T> {
  readonly value: Signal<T | null>
  readonly failure: Signal<Failure | null>
  readonly reload: () => void
}

/** `key` names the request: another key loads anew, and an answer that belongs to an older key is dropped. */
export function usePolling<T>(load: () => Promise<T>, everyMs: number, key = ''): Polling<T> {
  const value = useSignal<T | null>(null)
  const failure = useSignal<Failure | null>(null)
  const current = useRef(key)
  current.current = key
  const request = async (): Promise<void> => {
    try {
      const answer = await load()
      if (current.current !== key) return
      value.value = answer
      failure.value = null
    } catch (error) {
      if (current.current === key) failure.value = failureOf(error)
    }
  }
  useEffect(() => {
    value.value = null
    void request()
    const timers = [
      setInterval(() => void request(), everyMs),
      setInterval(() => (isTransient(failure.peek()) ? void request() : undefined), Math.min(RETRY_MS, everyMs)),
    ]
    return () => {
      for (const timer of timers) clearInterval(timer)
    }
  }, [key])
  return { value, failure, reload: () => void request() }
}
