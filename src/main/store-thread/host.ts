/**
 * The store thread, replaced when its store has failed for good: DuckDB refuses everything after some failures until its file is opened again.
 * A new thread takes up at the last checkpoint, the journal brings what came after it. Callers keep their ports; meanwhile they are told to try again.
 */

import { Worker } from 'node:worker_threads'
import { connectThread, type ThreadClient } from '../../adapters/thread/rpc.ts'
import type { Campus } from '../../domain/index.ts'
import { type Clock, type Events, PortError } from '../../ports/index.ts'
import type { StoreThreadData, ThreadControl } from './thread.ts'

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
  const entry = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)
  const worker = new Worker(entry, { workerData: data })
  const client = connectThread(worker)
  return { worker, client, control: client.remote<ThreadControl>('control') }
}

type Listener = (value: unknown) => void

class Host implements StoreHost {
  readonly #parts: HostParts
  readonly #listeners: (readonly [name: string, listener: Listener])[]
  readonly #ended = new AbortController()
  #campus: Campus
  #current: Thread | null = null
  #nudge: unknown = null
  #restarts = 0
  /** Monotonic time at which the thread was ready. */
  #since = 0
  #replacing: Promise<void> | null = null

  constructor(parts: HostParts) {
    this.#parts = parts
    this.#listeners = Object.entries(parts.listeners)
    this.#campus = parts.data.campus
  }

  async begin(): Promise<void> {
    const thread = spawn({ ...this.#parts.data, campus: this.#campus })
    for (const [name, listener] of this.#listeners) thread.client.on(name, listener)
    thread.client.on('fatal', (why) => {
      if (this.#current === thread) this.#replacing ??= this.#replace(thread, String(why)).finally(() => (this.#replacing = null))
    })
    await thread.control.opened().catch(async (error: unknown) => {
      await thread.worker.terminate()
      throw error
    })
    this.#current = thread
    this.#since = this.#parts.clock.monotonic()
    if (this.#nudge !== null) thread.client.emit('nudge', this.#nudge)
  }

  async #replace(failed: Thread, why: string): Promise<void> {
    const { events, clock } = this.#parts
    this.#current = null
    if (clock.monotonic() - this.#since > SETTLED_MS) this.#restarts = 0
    events.emit({ code: 'store-away', level: 'error', detail: `the store failed and is opened again: ${why.split('\n')[0]}` })
    await Promise.race([failed.control.abandon().catch(() => undefined), clock.sleep(ABANDON_MS)])
    // A thread that hangs in native code never ends: it is left behind.
    await Promise.race([failed.worker.terminate(), clock.sleep(ABANDON_MS)])
    while (!this.#ended.signal.aborted && !(await this.#tried())) this.#restarts += 1
    if (this.#current !== null)
      events.emit({ code: 'store-back', level: 'info', detail: 'the store is open again; the journal brings what it had not kept' })
  }

  /** Waits as long as the restarts so far ask for, then begins; false when that failed. */
  async #tried(): Promise<boolean> {
    const { events, clock } = this.#parts
    await clock.sleep(WAITS[Math.min(this.#restarts, WAITS.length - 1)] ?? 0, this.#ended.signal)
    try {
      await this.begin()
      this.#restarts += 1
      return true
    } catch (error) {
      events.emit({ code: 'store-away', level: 'error', detail: `the store could not be opened again: ${String(error)}` })
      return false
    }
  }

  remote<T extends object>(target: string): T {
    const get = (_: object, name: string | symbol): unknown => {
      // A promise resolves to this object: it must not look like one itself.
      if (typeof name === 'symbol' || name === 'then') return undefined
      return (...args: unknown[]) => {
        const far = this.#current?.client.remote<Record<string, (...args: unknown[]) => Promise<unknown>>>(target)
        return far?.[name]?.(...args) ?? Promise.reject(new PortError('unavailable', 'the store is being opened again'))
      }
    }
    return new Proxy({}, { get }) as T
  }

  emit(name: string, value: unknown): void {
    if (name === 'nudge') this.#nudge = value
    this.#current?.client.emit(name, value)
  }

  on(name: string, listener: Listener): void {
    this.#listeners.push([name, listener])
    this.#current?.client.on(name, listener)
  }

  reconfigured(campus: Campus): void {
    this.#campus = campus
  }

  async close(): Promise<void> {
    this.#ended.abort()
    await this.#replacing
    // A store that cannot be closed, on a full disk say, must not keep the process alive.
    try {
      await this.#current?.control.close()
    } finally {
      await this.#current?.worker.terminate()
    }
  }
}

/** Resolves when the first thread has opened the store; rejects with why it has not. */
export async function openStoreHost(parts: HostParts): Promise<StoreHost> {
  const host = new Host(parts)
  await host.begin()
  return host
}
