/** What the demo remembers between runs: where its registers stood, and up to when the service has been told. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs'

export interface DemoState {
  readonly seed: number
  /** Local date (days since 1970) on whose midnight `registers` stood. */
  readonly anchor: number
  /** Base units by `<device> <field>`. */
  readonly registers: Readonly<Record<string, number>>
  /** Epoch ms: everything before has been acknowledged. */
  readonly filledTo: number
}

/** Null when there is none or it cannot be read: the demo begins anew. */
export function readState(file: string): DemoState | null {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoState>
    const { seed, anchor, registers, filledTo } = state
    const sound =
      [seed, anchor, filledTo].every((n) => typeof n === 'number' && Number.isFinite(n)) &&
      typeof registers === 'object' &&
      registers !== null
    return sound ? (state as DemoState) : null
  } catch {
    return null
  }
}

/** Whole or not at all. */
export function writeState(file: string, state: DemoState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`)
  renameSync(`${file}.new`, file)
}
