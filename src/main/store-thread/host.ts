/**
 * The store thread, replaced when its store has failed for good: DuckDB refuses everything after some failures until its file is opened again.
 * A new thread begins at the last checkpoint, the journal brings what came after it. Callers keep their ports; meanwhile calls are rejected as
 * `unavailable`.
 */

import { Worker } from 'node:worker_threads'
import type { Remote, ThreadClient } from '../../adapters/thread/protocol.ts'
import { connectThread, createRemote } from '../../adapters/thread/rpc.ts'
import type { Campus } from '../../domain/index.ts'
import { type Clock, type Events, PortError } from '../../ports/index.ts'
import type { StoreProtocol, ThreadControl } from './protocol.ts'
import type { StoreThreadData } from './thread.ts'

type Client = ThreadClient<StoreProtocol>
type FromWorker = StoreProtocol['fromWorker']
type ToWorker = StoreProtocol['toWorker']

export interface StoreHost extends Client {
  /** The campus that a new thread begins with. */
  setCampus(campus: Campus): void
  close(): Promise<void>
}

interface HostParts {
  readonly data: StoreThreadData
  readonly events: Events
  readonly clock: Clock
  /** Registered before the thread opens its store: they hear its first events too. */
  readonly listen: (client: Pick<Client, 'on'>) => void
}

interface Thread {
  readonly worker: Worker
  readonly client: Client
  readonly control: ThreadControl
}

/** Waits between two restarts, ms; the last one repeats. */
const WAITS = [0, 5000, 15_000, 60_000]
/** A thread that lived this long resets the back-off. */
const STABLE_MS = 10 * 60_000
const ABANDON_MS = 5000

function spawn(data: StoreThreadData): Thread {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)
  const worker = new Worker(entry, { workerData: data })
  const client = connectThread<StoreProtocol>(worker)
  return { worker, client, control: client.remote('control') }
}

/** Methods of a target by name. */
type CallTable = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>

class Host implements StoreHost {
  readonly #parts: HostParts
  /** Each registers one listener with a thread. */
  readonly #registrations: ((client: Pick<Client, 'on'>) => void)[]
  readonly #ended = new AbortController()
  #campus: Campus
  #current: Thread | null = null
  #nudge: ToWorker['nudge'] | null = null
  #restarts = 0
  /** Monotonic time at which the thread was ready. */
  #since = 0
  #replacing: Promise<void> | null = null

  constructor(parts: HostParts) {
    this.#parts = parts
    this.#registrations = [parts.listen]
    this.#campus = parts.data.campus
  }

  async begin(): Promise<void> {
    const thread = spawn({ ...this.#parts.data, campus: this.#campus })
    for (const register of this.#registrations) register(thread.client)
    thread.client.on('fatal', (why) => {
      if (this.#current === thread) this.#replacing ??= this.#replace(thread, why).finally(() => (this.#replacing = null))
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
    if (clock.monotonic() - this.#since > STABLE_MS) this.#restarts = 0
    events.emit({ code: 'store-away', level: 'error', detail: `the store failed and is opened again: ${why.split('\n')[0]}` })
    await Promise.race([failed.control.abandon().catch(() => undefined), clock.sleep(ABANDON_MS)])
    // A thread that hangs in native code never ends: it is left behind.
    await Promise.race([failed.worker.terminate(), clock.sleep(ABANDON_MS)])
    while (!this.#ended.signal.aborted && !(await this.#tryBegin())) this.#restarts += 1
    if (this.#current !== null)
      events.emit({ code: 'store-back', level: 'info', detail: 'the store is open again; the journal brings what it had not kept' })
  }

  /** Waits as long as the restarts so far ask for, then begins; false when that failed. */
  async #tryBegin(): Promise<boolean> {
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

  remote<T extends keyof StoreProtocol['targets']>(target: T): Remote<StoreProtocol['targets'][T]> {
    return createRemote((method, args) => {
      const far = this.#current?.client.remote(target) as CallTable | undefined
      return far?.[method]?.(...args) ?? Promise.reject(new PortError('unavailable', 'the store is being opened again'))
    })
  }

  emit<N extends keyof ToWorker>(name: N, data: ToWorker[N]): void {
    if (name === 'nudge') this.#nudge = data as ToWorker['nudge']
    this.#current?.client.emit(name, data)
  }

  on<N extends keyof FromWorker>(name: N, listener: (data: FromWorker[N]) => void): void {
    const register = (client: Pick<Client, 'on'>): void => client.on(name, listener)
    this.#registrations.push(register)
    if (this.#current !== null) register(this.#current.client)
  }

  setCampus(campus: Campus): void {
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
