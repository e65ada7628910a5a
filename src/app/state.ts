/** What changes while the service runs: the configuration in force and the health of store and rollup. Written by named transitions alone. */

import type { Config } from '../config/types.ts'
import type { Campus } from '../domain/index.ts'
import type { AppState } from './context.ts'

/** The fault of a store until it is open. */
const OPENING = 'it is being opened'

export class ServiceState implements AppState {
  #config: Config
  #stored = 0
  #storeFault: string | null = OPENING
  #rollupFault: string | null = null

  readonly #started: Promise<void>
  #resolveStarted: () => void = () => undefined

  constructor(config: Config) {
    this.#started = new Promise((resolve) => {
      this.#resolveStarted = resolve
    })
    this.#config = config
  }

  get config(): Config {
    return this.#config
  }

  get campus(): Campus {
    return this.#config.campus
  }

  get stored(): number {
    return this.#stored
  }

  get storeFault(): string | null {
    return this.#storeFault
  }

  get rollupFault(): string | null {
    return this.#rollupFault
  }

  /** Resolves once broker, jobs and control run. */
  get started(): Promise<void> {
    return this.#started
  }

  recordStarted(): void {
    this.#resolveStarted()
  }

  /** Another campus file is in force. */
  reconfigure(config: Config): void {
    this.#config = config
  }

  /** The store is open, and holds everything up to this journal sequence. */
  resumeAt(seq: number): void {
    this.#stored = seq
    // What else the store has reported meanwhile still holds.
    if (this.#storeFault === OPENING) this.#storeFault = null
  }

  /** A commit up to this journal sequence succeeded, which ends any fault of the store. */
  recordStored(seq: number): void {
    this.#stored = seq
    this.#storeFault = null
  }

  storeFailed(reason: string): void {
    this.#storeFault = reason
  }

  storeRecovered(): void {
    this.#storeFault = null
  }

  rollupFailed(reason: string): void {
    this.#rollupFault = reason
  }

  rollupRecovered(): void {
    this.#rollupFault = null
  }
}
