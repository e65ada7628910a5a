/**
 * The store thread, replaced when its store has failed for good: DuckDB refuses everything after some failures until its file is opened again.
 * A new thread takes up at the last checkpoint, the journal brings what came after it. Callers keep their ports; meanwhile they are told to try again.
 */

import { Worker } from 'node:worker_threads'
import { connectThread, type ThreadClient } from '../adapters/thread/rpc.ts'
import type { Campus } from '../domain/index.ts'
import { type Clock, type Events, PortError } from '../ports/index.ts'
import type { StoreThreadData, ThreadControl } from '../store-thread.ts'

export interface StoreHost extends ThreadClient {
  /** What a new thread is to know of the campus. */
  reconfigured(campus: Campus): void
  close(): Promise<void>
}

interface HostParts {
  readonly data: StoreThreadData
  readonly events: Events
  readonly clock: Clock
  /** They hear what the thread says while it opens the store, too. */
  readonly listeners: Readonly<Record<string, (value: unknown) => void>>
}

interface Thread {
  readonly worker: Worker
  readonly client: ThreadClient
  readonly control: ThreadControl
}

/** Waits between two restarts, ms; the last one repeats. */
const WAITS = [0, 5000, 15_000, 60_000]
/** A thread that lived so long begins with the first wait again. */
const SETTLED_MS = 10 * 60_000
const ABANDON_MS = 5000

function spawn(data: StoreThreadData): Thread {
  const entry = new URL(import.meta.url.endsWith('.ts') ? '../store-thread.ts' : '../store-thread.js', import.meta.url)
  const worker = new Worker(entry, { workerData: data })
  const client = connectThread(worker)
  return { worker, client, control: client.remote<ThreadControl>('control') }
}

/** Resolves when the first thread has opened the store; rejects with why it has not. */
export async function openStoreHost({ data, events, clock, ...parts }: HostParts): Promise<StoreHost> {
  const listeners = Object.entries(parts.listeners)
  const ended = new AbortController()
  let campus = data.campus
  let current: Thread | null = null
  let nudge: unknown = null
  let restarts = 0
  let begun = 0
  let replacing: Promise<void> | null = null

  async function begin(): Promise<void> {
    const thread = spawn({ ...data, campus })
    for (const [name, listener] of listeners) thread.client.on(name, listener)
    thread.client.on('fatal', (why) => {
      if (current === thread) replacing ??= replace(thread, String(why)).finally(() => (replacing = null))
    })
    await thread.control.opened().catch(async (error: unknown) => {
      await thread.worker.terminate()
      throw error
    })
    current = thread
    begun = clock.monotonic()
    if (nudge !== null) thread.client.emit('nudge', nudge)
  }

  async function replace(failed: Thread, why: string): Promise<void> {
    current = null
    if (clock.monotonic() - begun > SETTLED_MS) restarts = 0
    events.emit({ code: 'store-away', level: 'error', detail: `the store failed and is opened again: ${why.split('\n')[0]}` })
    await Promise.race([failed.control.abandon().catch(() => undefined), clock.sleep(ABANDON_MS)])
    await failed.worker.terminate()
    while (!ended.signal.aborted && current === null) {
      await clock.sleep(WAITS[Math.min(restarts, WAITS.length - 1)] ?? 0, ended.signal)
      restarts += 1
      await begin().catch((error: unknown) =>
        events.emit({ code: 'store-away', level: 'error', detail: `the store could not be opened again: ${String(error)}` }),
      )
    }
    if (current !== null)
      events.emit({ code: 'store-back', level: 'info', detail: 'the store is open again; the journal brings what it had not kept' })
  }

  function proxied<T extends object>(target: string): T {
    const get = (_: object, name: string | symbol): unknown => {
      if (typeof name === 'symbol' || name === 'then') return undefined
      return (...args: unknown[]) => {
        const far = current?.client.remote<Record<string, (...args: unknown[]) => Promise<unknown>>>(target)
        return far?.[name]?.(...args) ?? Promise.reject(new PortError('unavailable', 'the store is being opened again'))
      }
    }
    return new Proxy({}, { get }) as T
  }

  await begin()
  return {
    remote: proxied,
    emit(name, value) {
      if (name === 'nudge') nudge = value
      current?.client.emit(name, value)
    },
    on(name, listener) {
      listeners.push([name, listener])
      current?.client.on(name, listener)
    },
    reconfigured: (next) => void (campus = next),
    async close() {
      ended.abort()
      await replacing
      const thread = current
      // A store that cannot be closed, on a full disk say, must not keep the process alive.
      try {
        await thread?.control.close()
      } finally {
        await thread?.worker.terminate()
      }
    },
  }
}
