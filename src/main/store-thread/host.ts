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
import { errorText } from '../../kernel/index.ts'
import { createDecodeMemory, createHangDetector } from './decode-watch.ts'
import type { StoreProtocol, ThreadControl } from './protocol.ts'
import type { StoreThreadData } from './thread.ts'

type Client = ThreadClient<StoreProtocol>
type FromWorker = StoreProtocol['fromWorker']
type ToWorker = StoreProtocol['toWorker']

export interface StoreHost extends Client {
  /** Resolves when the first thread has opened the store; rejects with why it has not. */
  open(): Promise<void>
  /** The campus that a new thread begins with. */
  setCampus(campus: Campus): void
  close(): Promise<void>
}

interface HostParts {
  readonly data: Omit<StoreThreadData, 'decodeMemory' | 'poisoned'>
  /** What the thread runs; default: thread.ts. */
  readonly entry?: URL
  readonly events: Events
  readonly clock: Clock
  /** Registered before the thread opens its store: they hear its first events too. */
  readonly listen: (client: Pick<Client, 'on'>) => void
}

interface Thread {
  readonly worker: Worker
  readonly decodeMemory: SharedArrayBuffer
  readonly client: Client
  readonly control: ThreadControl
}

/** Waits between two restarts, ms; the last one repeats. */
const WAITS = [0, 5000, 15_000, 60_000]
/** A thread that lived this long resets the back-off. */
const STABLE_MS = 10 * 60_000
const ABANDON_MS = 5000
const WATCH_MS = 1000
/** A message that is decoded for so many looks hangs. */
const STUCK_TICKS = 10
/** So often a message may stop the thread; then it becomes a dead letter. */
const TRIES = 2

const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)

function spawn(data: StoreThreadData, entry: URL): Thread {
  const worker = new Worker(entry, { workerData: data })
  const client = connectThread<StoreProtocol>(worker)
  return { worker, decodeMemory: data.decodeMemory, client, control: client.remote('control') }
}

const isStuck = (error: unknown): boolean => error instanceof PortError && error.message.endsWith(STUCK)
const STUCK = 'does not end'
const stuckText = (seq: number): string => `decoding message ${seq} of the journal ${STUCK}`

/** Of the race with the opening: a thread that is gone rejects by itself. */
function rejectStuck(seq: number | null): Promise<never> {
  if (seq === null) return new Promise(() => undefined)
  return Promise.reject(new PortError('unavailable', stuckText(seq)))
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
  /** How often each message has stopped a thread. */
  readonly #stops = new Map<number, number>()

  constructor(parts: HostParts) {
    this.#parts = parts
    this.#registrations = [parts.listen]
    this.#campus = parts.data.campus
  }

  async begin(): Promise<void> {
    const poisoned = [...this.#stops].flatMap(([seq, stops]) => (stops >= TRIES ? [seq] : []))
    const { data, entry = ENTRY } = this.#parts
    const thread = spawn({ ...data, campus: this.#campus, decodeMemory: createDecodeMemory(), poisoned }, entry)
    for (const register of this.#registrations) register(thread.client)
    const watched = new AbortController()
    const stuck = this.#watch(thread, watched.signal)
    thread.client.on('fatal', (why) => this.#failed(thread, why))
    thread.worker.once('exit', () => watched.abort())
    await Promise.race([thread.control.opened(), stuck.then(rejectStuck)]).catch(async (error: unknown) => {
      await thread.worker.terminate()
      throw error
    })
    this.#current = thread
    this.#since = this.#parts.clock.monotonic()
    void stuck.then((seq) => {
      if (seq !== null) this.#failed(thread, stuckText(seq))
    })
    if (this.#nudge !== null) thread.client.emit('nudge', this.#nudge)
  }

  #failed(thread: Thread, why: string): void {
    if (this.#current === thread) this.#replacing ??= this.#replace(thread, why).finally(() => (this.#replacing = null))
  }

  /** Resolves to the message that the thread decodes without end, or to null when the thread is gone. */
  async #watch({ decodeMemory }: Thread, signal: AbortSignal): Promise<number | null> {
    const detector = createHangDetector(decodeMemory, STUCK_TICKS)
    while (!signal.aborted && !this.#ended.signal.aborted) {
      await this.#parts.clock.sleep(WATCH_MS, signal)
      const seq = detector.check()
      if (seq === null) continue
      this.#stops.set(seq, (this.#stops.get(seq) ?? 0) + 1)
      return seq
    }
    return null
  }

  /** A message that stops the thread while it opens is tried again, until it is a dead letter. */
  async open(): Promise<void> {
    for (;;) {
      try {
        return await this.begin()
      } catch (error) {
        const stops = [...this.#stops.values()]
        if (stops.every((n) => n > TRIES) || this.#ended.signal.aborted || !isStuck(error)) throw error
        this.#parts.events.emit({ code: 'store-away', level: 'error', detail: `the store is opened again: ${errorText(error)}` })
      }
    }
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

/** Callers may use it at once; their calls are rejected as `unavailable` until it is open. */
export function createStoreHost(parts: HostParts): StoreHost {
  return new Host(parts)
}
