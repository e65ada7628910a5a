/** A read model of the service, kept as a signal. */

import type { Signal } from '@preact/signals'
import { ApiError, type Failure, failureOf, get } from '../api/client.ts'
import { locked } from './session.ts'

/** The last answer stays while a newer one fails. */
export interface Model<T> {
  readonly value: T | null
  readonly failure: Failure | null
}

export const EMPTY = { value: null, failure: null }

/** The number of the newest request that each model has shown: a slower, older one says nothing new. */
const shown = new WeakMap<object, number>()
let requests = 0

export async function loadModel<Body, T>(target: Signal<Model<T>>, path: string, pick: (body: Body) => T): Promise<void> {
  const request = ++requests
  const show = (model: Model<T>): void => {
    if (request < (shown.get(target) ?? 0)) return
    shown.set(target, request)
    target.value = model
  }
  try {
    show({ value: pick(await get<Body>(path)), failure: null })
    locked.value = false
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) locked.value = true
    show({ value: target.value.value, failure: failureOf(error) })
  }
}
