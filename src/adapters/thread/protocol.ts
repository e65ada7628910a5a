/** What two threads say to each other, as types: a name that the protocol does not have does not compile. */

import type { PlainError } from './wire-error.ts'

/** Of a worker thread and the main thread. */
export interface ThreadProtocol {
  /** Objects of the worker that the main thread calls, by name. Every method returns a promise. */
  readonly targets: object
  /** Events of the worker: name to data. */
  readonly fromWorker: object
  /** Events of the main thread: name to data. */
  readonly toWorker: object
}

type Name<T> = keyof T & string

/** A method that can be called from another thread. */
type AsyncMethod = (...args: never[]) => Promise<unknown>

/** A target as the other thread sees it: a method that returns no promise is not there. */
export type Remote<T> = { readonly [M in keyof T]: T[M] extends AsyncMethod ? T[M] : never }

type MethodName<T> = { [M in Name<T>]: T[M] extends AsyncMethod ? M : never }[Name<T>]

type CallsOf<T, Target extends string> = {
  [M in MethodName<T>]: {
    readonly kind: 'call'
    readonly id: number
    readonly target: Target
    readonly method: M
    readonly args: T[M] extends (...args: infer A) => unknown ? A : never
  }
}[MethodName<T>]

/** Main thread to worker: one call. */
export type ThreadRequest<P extends ThreadProtocol> = {
  [T in Name<P['targets']>]: CallsOf<P['targets'][T], T>
}[Name<P['targets']>]

type ResultsOf<T> = { [M in Name<T>]: T[M] extends (...args: never[]) => Promise<infer R> ? R : never }[Name<T>]

/** Worker to main thread: the answer to the call with this id. */
export type ThreadResponse<P extends ThreadProtocol> =
  | {
      readonly kind: 'result'
      readonly id: number
      readonly value: { [T in Name<P['targets']>]: ResultsOf<P['targets'][T]> }[Name<P['targets']>]
    }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }

/** One way, without an answer. */
export type ThreadEvent<E> = {
  [N in Name<E>]: { readonly kind: 'event'; readonly name: N; readonly data: E[N] }
}[Name<E>]

/** What a thread sends (`Out`) and hears (`In`) beside calls. */
export interface EventChannel<Out, In> {
  emit<N extends Name<Out>>(name: N, data: Out[N]): void
  on<N extends Name<In>>(name: N, listener: (data: In[N]) => void): void
}

/** The worker's side. */
export interface ThreadServer<P extends ThreadProtocol> extends EventChannel<P['fromWorker'], P['toWorker']> {
  add(targets: Partial<P['targets']>): void
}

/** The main thread's side. */
export interface ThreadClient<P extends ThreadProtocol> extends EventChannel<P['toWorker'], P['fromWorker']> {
  remote<T extends Name<P['targets']>>(target: T): Remote<P['targets'][T]>
}
