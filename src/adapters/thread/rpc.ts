/** Ports over a message channel: the main thread calls objects of a worker as if they were its own. */

import { errorText } from '../../kernel/index.ts'
import { PortError } from '../../ports/index.ts'
import type { Remote, ThreadClient, ThreadEvent, ThreadProtocol, ThreadRequest, ThreadResponse, ThreadServer } from './protocol.ts'
import { transferable } from './transfer.ts'
import { errorOf, plainError } from './wire-error.ts'

/** A worker_threads Worker, MessagePort or parentPort. */
export interface ThreadChannel {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void
  on(event: string, listener: (value: unknown) => void): unknown
}

/** A call whose names are not checked: the types of the protocol stand in front of it. */
interface PlainCall {
  readonly kind: 'call'
  readonly id: number
  readonly target: string
  readonly method: string
  readonly args: unknown[]
}

type PlainEvent = { readonly kind: 'event'; readonly name: string; readonly data: unknown }
type Post<M> = (message: M, transfer?: ArrayBuffer[]) => void

/** Between threads there is no origin: the second argument lists what is handed over instead of copied. */
function poster<M>(channel: ThreadChannel): Post<M> {
  return (message, transfer = []) => channel.postMessage(message, transfer)
}

interface Emitter {
  readonly emit: (name: string, data: unknown) => void
  readonly on: (name: string, listener: (data: never) => void) => void
  readonly dispatch: (event: PlainEvent) => void
}

function createEmitter<E>(post: Post<ThreadEvent<E>>): Emitter {
  const listeners = new Map<string, ((data: unknown) => void)[]>()
  return {
    emit: (name, data) => post({ kind: 'event', name, data } as ThreadEvent<E>),
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener as (data: unknown) => void])
    },
    dispatch({ name, data }) {
      for (const listener of listeners.get(name) ?? []) listener(data)
    },
  }
}

type Target = Readonly<Record<string, ((...args: unknown[]) => unknown) | undefined>>

export function serve<P extends ThreadProtocol>(channel: ThreadChannel, initial: Partial<P['targets']>): ThreadServer<P> {
  const targets = new Map<string, unknown>(Object.entries(initial))
  const post = poster<ThreadResponse<P> | ThreadEvent<P['fromWorker']>>(channel)
  const events = createEmitter<P['fromWorker']>(post)

  async function answer({ id, target: name, method: methodName, args }: PlainCall): Promise<void> {
    try {
      const target = targets.get(name) as Target | undefined
      const method = target && Object.hasOwn(target, methodName) ? target[methodName] : undefined
      if (!method) throw new PortError('closed', `"${name}.${methodName}" is not served by this thread`)
      const value = await method.apply(target, args)
      post({ kind: 'result', id, value } as ThreadResponse<P>, transferable(value))
    } catch (error) {
      post({ kind: 'error', id, error: plainError(error) })
    }
  }

  channel.on('message', (value) => {
    const message = value as PlainCall | PlainEvent
    if (message.kind === 'call') void answer(message)
    else events.dispatch(message)
  })
  return {
    emit: events.emit,
    on: events.on,
    add(more) {
      for (const [name, target] of Object.entries(more)) targets.set(name, target)
    },
  }
}

interface PendingCall {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The calls that wait for their answers. */
function createCalls(post: Post<PlainCall>) {
  const pending = new Map<number, PendingCall>()
  let next = 1
  let closed: Error | null = null
  return {
    call(target: string, method: string, args: unknown[]): Promise<unknown> {
      if (closed) return Promise.reject(closed)
      return new Promise((resolve, reject) => {
        const id = next++
        // Throws when the arguments cannot go between threads: then nothing waits.
        post({ kind: 'call', id, target, method, args })
        pending.set(id, { resolve, reject })
      })
    },
    complete(response: ThreadResponse<ThreadProtocol>): void {
      const call = pending.get(response.id)
      pending.delete(response.id)
      if (response.kind === 'result') call?.resolve(response.value)
      else call?.reject(errorOf(response.error))
    },
    /** Rejects what waits, and every later call. */
    close(reason: Error): void {
      closed ??= reason
      for (const call of pending.values()) call.reject(closed)
      pending.clear()
    },
  }
}

export function connectThread<P extends ThreadProtocol>(channel: ThreadChannel): ThreadClient<P> {
  const post = poster<ThreadRequest<P> | ThreadEvent<P['toWorker']>>(channel)
  const events = createEmitter<P['toWorker']>(post)
  const calls = createCalls((call) => post(call as unknown as ThreadRequest<P>))
  channel.on('message', (value) => {
    const message = value as ThreadResponse<ThreadProtocol> | PlainEvent
    if (message.kind === 'event') events.dispatch(message)
    else calls.complete(message)
  })
  const fail = (error: unknown): void =>
    calls.close(new PortError('closed', `the store thread failed: ${errorText(error)}`, { cause: error }))
  channel.on('error', fail)
  // An answer that cannot be read: the call it belongs to is unknown.
  channel.on('messageerror', fail)
  channel.on('exit', () => calls.close(new PortError('closed', 'the store thread has ended')))
  return {
    emit: events.emit,
    on: events.on,
    remote: (target) => createRemote((method, args) => calls.call(target, method, args)),
  }
}

/** An object whose methods are calls. It does not look like a promise: an async function may return it. */
export function createRemote<T>(call: (method: string, args: unknown[]) => Promise<unknown>): Remote<T> {
  const methods = new Map<string, (...args: unknown[]) => Promise<unknown>>()
  const get = (_: object, name: string | symbol): unknown => {
    if (typeof name === 'symbol' || name === 'then') return undefined
    const cached = methods.get(name) ?? ((...args: unknown[]) => call(name, args))
    methods.set(name, cached)
    return cached
  }
  return new Proxy({}, { get }) as Remote<T>
}
