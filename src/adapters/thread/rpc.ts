/** Ports over a message channel: the main thread calls objects of a worker as if they were its own. */

import { errorText } from '../../kernel/index.ts'
import { PortError } from '../../ports/index.ts'
import { transferable } from './transfer.ts'
import { errorOf, type PlainError, plainError } from './wire-error.ts'

/** A worker_threads Worker, MessagePort or parentPort. */
export interface ThreadChannel {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void
  on(event: string, listener: (value: unknown) => void): unknown
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly target: string; readonly method: string; readonly args: unknown[] }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'event'; readonly name: string; readonly data: unknown }

/** Between threads there is no origin: the second argument is what is handed over. */
function post(channel: ThreadChannel, message: Message, handedOver: ArrayBuffer[] = []): void {
  channel.postMessage(message, handedOver)
}

interface Emitter {
  readonly emit: (name: string, data: unknown) => void
  readonly on: (name: string, listener: (data: unknown) => void) => void
}

export interface ThreadServer extends Emitter {
  add(targets: Readonly<Record<string, object>>): void
}

export interface ThreadClient extends Emitter {
  /** An object of the other side: every method returns a promise. */
  remote<T extends object>(target: string): T
}

function emitter(channel: ThreadChannel): Emitter & { readonly heard: (name: string, data: unknown) => void } {
  const listeners = new Map<string, ((data: unknown) => void)[]>()
  return {
    emit(name, data) {
      post(channel, { kind: 'event', name, data })
    },
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener])
    },
    heard(name, data) {
      for (const listener of listeners.get(name) ?? []) listener(data)
    },
  }
}

type Target = Readonly<Record<string, ((...args: unknown[]) => unknown) | undefined>>

export function serve(channel: ThreadChannel, initial: Readonly<Record<string, object>>): ThreadServer {
  const targets = new Map(Object.entries(initial))
  const events = emitter(channel)

  async function answer(call: Extract<Message, { kind: 'call' }>): Promise<void> {
    try {
      const target = targets.get(call.target) as Target | undefined
      const method = target && Object.hasOwn(target, call.method) ? target[call.method] : undefined
      if (!method) throw new PortError('closed', `"${call.target}.${call.method}" is not served by this thread`)
      const value = await method.apply(target, call.args)
      post(channel, { kind: 'result', id: call.id, value }, transferable(value))
    } catch (error) {
      post(channel, { kind: 'error', id: call.id, error: plainError(error) })
    }
  }

  channel.on('message', (value) => {
    const message = value as Message
    if (message.kind === 'call') void answer(message)
    else if (message.kind === 'event') events.heard(message.name, message.data)
  })
  return {
    emit: events.emit,
    on: events.on,
    add(more) {
      for (const [name, target] of Object.entries(more)) targets.set(name, target)
    },
  }
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

export function connectThread(channel: ThreadChannel): ThreadClient {
  const waiting = new Map<number, Waiting>()
  const events = emitter(channel)
  let next = 1
  let gone: Error | null = null

  function settle(message: Extract<Message, { kind: 'result' | 'error' }>): void {
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'result') call?.resolve(message.value)
    else call?.reject(errorOf(message.error))
  }

  function end(reason: Error): void {
    gone ??= reason
    for (const call of waiting.values()) call.reject(gone)
    waiting.clear()
  }

  function call(target: string, method: string, args: unknown[]): Promise<unknown> {
    if (gone) return Promise.reject(gone)
    return new Promise((resolve, reject) => {
      const id = next++
      // Throws when the arguments cannot go between threads: then nothing waits.
      post(channel, { kind: 'call', id, target, method, args })
      waiting.set(id, { resolve, reject })
    })
  }

  channel.on('message', (value) => {
    const message = value as Message
    if (message.kind === 'event') events.heard(message.name, message.data)
    else if (message.kind !== 'call') settle(message)
  })
  const failed = (error: unknown): void => end(new PortError('closed', `the store thread failed: ${errorText(error)}`, { cause: error }))
  channel.on('error', failed)
  // An answer that cannot be read: whose it was is not known.
  channel.on('messageerror', failed)
  channel.on('exit', () => end(new PortError('closed', 'the store thread has ended')))
  return {
    emit: events.emit,
    on: events.on,
    remote<T extends object>(target: string): T {
      const methods = new Map<string, (...args: unknown[]) => Promise<unknown>>()
      const get = (_: object, name: string | symbol): unknown => {
        // A promise resolves to this object: it must not look like one itself.
        if (typeof name === 'symbol' || name === 'then') return undefined
        const known = methods.get(name) ?? ((...args: unknown[]) => call(target, name, args))
        methods.set(name, known)
        return known
      }
      return new Proxy({}, { get }) as T
    },
  }
}
