/** Carries the decisions of the rounds out: appends what they decide to the log, publishes commands, and takes the wishes of people. */

import { type Actuator, type DeviceCommand, type EncodedCommand, type Instant, instant, SECOND } from '../domain/index.ts'
import { createSerialQueue, errorText } from '../kernel/index.ts'
import type { Broker, LatestReading } from '../ports/index.ts'
import type { Decision } from './proposal.ts'
import { type ActuatorState, FRESH, stateFromLog } from './commands/actuator-state.ts'
import { endCommand, type SendOrder } from './commands/step.ts'
import { type ControlEntry, type LoggedState, SERVICE } from './control-log.ts'
import { createLogKeeper, type LogKeeper, type LogKeeperParts } from './log-keeper.ts'
import { createInquiries, type Inquiries } from './inquiries.ts'
import type { Override } from './override.ts'
import { type ByPerson, endOfOverride, entryForAll, entryOfOverride } from './override-entries.ts'
import type { PlanIndex } from './plan-index.ts'
import { markSent, newMemory, type RoundMemory, runRound } from './round.ts'
import { watch, type WatchedReading } from './snapshot.ts'
import { type ControlReason, inWords, why } from './reasons/reason.ts'

export interface ControllerParts extends LogKeeperParts {
  /** Null: nothing can be sent. */
  readonly broker: Pick<Broker, 'publish'> | null
  readonly index: () => PlanIndex
  readonly latest: () => ReadonlyMap<string, LatestReading>
  readonly isOnline: (actuator: Actuator) => boolean
  readonly encode: (command: DeviceCommand) => EncodedCommand
}

export interface ControlledActuator {
  readonly actuator: Actuator
  readonly decision: Decision
  readonly state: ActuatorState
  readonly override: Override | null
}

export interface StopState {
  readonly at: Instant
  readonly by: string
  readonly reason: ControlReason
}

const ROUND_MS = SECOND
/** Life of a command that no reading confirms. */
const COMMAND_LIFE = 30 * SECOND

/** One for a running service. All work on its state is serial: a wish of a person never falls between a decision and its publish. */
export class Controller {
  readonly #parts: ControllerParts
  readonly #memory: RoundMemory = newMemory()
  readonly #readings = new Map<string, WatchedReading>()
  readonly #log: LogKeeper
  readonly #logged: LoggedState
  readonly #queue = createSerialQueue()
  readonly #ended = new AbortController()
  readonly #inquiries: Inquiries
  #begun: Instant | null = null
  #rounds: Promise<void> | null = null
  #sleep = new AbortController()
  #woken = false
  #numbered = 0
  /** Set before a stop is on disk: a round that is sending ends at once. */
  #halted = false
  /** Ends the wait between two commands. */
  #staggered = new AbortController()

  constructor(parts: ControllerParts) {
    this.#parts = parts
    this.#log = createLogKeeper(parts)
    this.#logged = this.#log.logged
    const states = this.#memory.states
    this.#inquiries = createInquiries({ ...parts, states, isHalted: () => this.#halted, ended: this.#ended.signal })
  }

  /** Reads the log and begins rounds: once a second, and when a watched point changes. */
  async start(): Promise<void> {
    await this.#queue.run(() => this.#load())
    this.#begun = this.#parts.clock.now()
    this.#take(this.#parts.latest().values(), ({ time }) => time)
    this.#rounds = this.#runRounds()
  }

  async stop(): Promise<void> {
    this.#ended.abort()
    this.#sleep.abort()
    this.#staggered.abort()
    await this.#rounds
  }

  onReadings(newer: readonly LatestReading[]): void {
    const now = this.#parts.clock.now()
    if (this.#take(newer, () => now)) this.#wake()
  }

  /** A device answered a command. A `done` confirms nothing: a reading does. */
  onAnswer(source: string, command: string, result: string | null): void {
    if (result !== 'refused') return
    void this.#queue.run(async () => {
      for (const actuator of this.#parts.index().plan.actuators) {
        const own = this.#memory.states.get(actuator.id)?.command
        if (actuator.command.source === source && own?.id === command && own.state === 'sent')
          await this.#fail(actuator, 'refused', why('device-refused'))
      }
    })
  }

  /** A device is connected again: what expired without it is sent. */
  onReturn(source: string, device: string): void {
    for (const { id, command } of this.#parts.index().plan.actuators) {
      const state = this.#memory.states.get(id)
      const own = command.source === source && command.device === device
      if (own && state !== undefined) this.#memory.states.set(id, { ...state, retryAt: instant(0) })
    }
    this.#wake()
  }

  /** In the order of the plan. */
  actuators(): Promise<readonly ControlledActuator[]> {
    return this.#read(() =>
      this.#parts.index().plan.actuators.map((actuator) => ({
        actuator,
        decision: this.#memory.decisions.get(actuator.id) ?? { wanted: null, suppressed: [] },
        state: this.#memory.states.get(actuator.id) ?? FRESH,
        override: this.#logged.overrides.get(actuator.id) ?? null,
      })),
    )
  }

  /** Null while control runs. */
  stopped(): Promise<StopState | null> {
    return this.#read(() => {
      const { stopped } = this.#logged
      return stopped && { at: stopped.at, by: stopped.principal, reason: stopped.reason }
    })
  }

  overrides(): Promise<readonly Override[]> {
    return this.#read(() => [...this.#logged.overrides.values()])
  }

  /** Oldest first; the newest ENTRIES_KEPT. */
  entries(): Promise<readonly ControlEntry[]> {
    return this.#read(() => this.#logged.entries())
  }

  /** Replaces an override of the same actuator. */
  override(wish: Omit<Override, 'id'>): Promise<Override> {
    return this.#change(async () => {
      const before = this.#logged.overrides.get(wish.actuator)
      const since = before === undefined || before.until < wish.at ? {} : { since: before.since ?? before.at }
      const override: Override = { ...wish, ...since, id: `override-${wish.at.toString(36)}-${(this.#numbered++).toString(36)}` }
      const { at, principal } = override
      const end = before === undefined ? [] : [endOfOverride(before, { at, by: principal, reason: why('override-replaced') })]
      await this.#log.append([...end, entryOfOverride(override)])
      return override
    })
  }

  /** Null when there is none with this id. */
  endOverride(id: string, by: string): Promise<Override | null> {
    return this.#change(async () => {
      const found = [...this.#logged.overrides.values()].find((o) => o.id === id) ?? null
      if (found !== null) await this.#log.append([endOfOverride(found, { at: this.#parts.clock.now(), by, reason: why('ended-by-hand') })])
      return found
    })
  }

  /** Nothing is sent from now on, renewals neither: fail-safes act. */
  stopAll(by: string, reason: string): Promise<void> {
    this.#halted = true
    this.#staggered.abort()
    return this.#change(() => this.#log.append([entryForAll('stop-all', this.#byPerson(by, reason))]))
  }

  resume(by: string, reason: string): Promise<void> {
    return this.#change(async () => {
      await this.#log.append([entryForAll('resume', this.#byPerson(by, reason))])
      this.#halted = false
    })
  }

  #byPerson(by: string, reason: string): ByPerson {
    return { at: this.#parts.clock.now(), by, reason: inWords(reason) }
  }

  /** Answers at once: a round that sends for a second is not waited for. */
  async #read<T>(answer: () => T): Promise<T> {
    if (!this.#log.isLoaded()) await this.#queue.run(() => this.#load())
    return answer()
  }

  #change<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      await this.#load()
      const result = await work()
      this.#wake()
      return result
    })
  }

  async #load(): Promise<void> {
    if (!(await this.#log.load())) return
    this.#halted = this.#logged.stopped !== null
    for (const actuator of this.#parts.index().plan.actuators)
      this.#memory.states.set(actuator.id, stateFromLog(actuator, this.#logged.sent.get(actuator.id)))
  }

  /** Watches points of the plan; true when one has another value. */
  #take(newer: Iterable<LatestReading>, arrivedAt: (reading: LatestReading) => Instant): boolean {
    const { points, means } = this.#parts.index()
    let changed = false
    for (const reading of newer) {
      if (!points.has(reading.point) || reading.quality === 'bad') continue
      const before = this.#readings.get(reading.point)
      const { value, time, point } = reading
      this.#readings.set(point, watch(before, { value, time, arrived: arrivedAt(reading), interval: means.get(point) ?? null }))
      changed ||= before?.value !== reading.value
    }
    return changed
  }

  #wake(): void {
    this.#woken = true
    this.#sleep.abort()
  }

  async #runRounds(): Promise<void> {
    const { clock, events } = this.#parts
    while (!this.#ended.signal.aborted) {
      this.#woken = false
      try {
        await this.#queue.run(() => this.#round())
      } catch (error) {
        events.emit({ code: 'job-failed', level: 'error', detail: `a round of control failed: ${errorText(error)}` })
      }
      if (this.#woken || this.#ended.signal.aborted) continue
      // One signal a round: each `AbortSignal.any` would leave a reference at the one that lasts.
      this.#sleep = new AbortController()
      await clock.sleep(ROUND_MS, this.#sleep.signal)
    }
  }

  async #round(): Promise<void> {
    const at = this.#parts.clock.now()
    const index = this.#parts.index()
    const over = [...this.#logged.overrides.values()].filter((o) => at >= o.until)
    await this.#log.append(over.map((o) => endOfOverride(o, { at, by: SERVICE, reason: why('time-over') })))
    const { entries, orders } = runRound(this.#memory, {
      index,
      snapshot: { at, begun: this.#begun ?? at, readings: this.#readings },
      overrides: this.#logged.overrides.values(),
      stopped: this.#logged.stopped !== null,
      isOnline: this.#parts.isOnline,
      nextId: () => `c-${(this.#begun ?? 0).toString(36)}-${(this.#numbered++).toString(36)}`,
    })
    await this.#log.append(entries)
    await this.#sendAll(orders, index.plan.stagger)
  }

  async #sendAll(orders: readonly SendOrder[], stagger: number): Promise<void> {
    this.#staggered = new AbortController()
    const { signal } = this.#staggered
    for (const [i, order] of orders.entries()) {
      if (i > 0 && stagger > 0) await this.#parts.clock.sleep(stagger, signal)
      if (this.#ended.signal.aborted || this.#halted) return
      await this.#send(order)
    }
  }

  async #send(order: SendOrder): Promise<void> {
    const { actuator, id, proposal, renewal } = order
    const { broker, clock, metrics } = this.#parts
    // The last gate before the wire, whatever came before it.
    if (actuator.never || !actuator.live || broker === null) return
    const now = clock.now()
    const life = actuator.confirm === null ? COMMAND_LIFE : actuator.confirmWithin
    const encoded = this.#parts.encode({ ...actuator.command, id, value: proposal.value, expires: instant(now + life), at: now })
    await this.#log.append(markSent(this.#memory, order, now))
    if (encoded.result === 'refused') return this.#fail(actuator, 'refused', inWords(encoded.refusal.detail))
    const { topic, payload, qos } = encoded.message
    try {
      await broker.publish(topic, payload, { qos, retain: false })
      metrics.count('commands_sent', { renewal: String(renewal) })
      if (!renewal && encoded.inquiry !== undefined) this.#inquiries.plan(order, encoded.inquiry)
    } catch (error) {
      await this.#fail(actuator, 'expired', why('broker-refused', { error: errorText(error) }))
    }
  }

  async #fail(actuator: Actuator, end: 'refused' | 'expired', reason: ControlReason): Promise<void> {
    const state = this.#memory.states.get(actuator.id)
    if (state === undefined || state.command === null) return
    const next = endCommand(state, state.command, end, { now: this.#parts.clock.now(), actuator, reason })
    this.#memory.states.set(actuator.id, next.state)
    await this.#log.append(next.entries)
  }
}
