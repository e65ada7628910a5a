/** State of the demo between runs: its registers, and the time up to which the service has acknowledged them. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs'

export interface DemoState {
  readonly seed: number
  /** Local date (days since 1970) at whose midnight the registers had these values. */
  readonly anchor: number
  /** Base units by `<device> <field>`. */
  readonly registers: Readonly<Record<string, number>>
  /** Base units by `<device> <field>` that control changed: registers are those of the model and this. */
  readonly changes: Readonly<Record<string, number>>
  /** Epoch ms: everything before has been acknowledged. */
  readonly filledTo: number
}

/** Null when the file is missing or damaged: the demo begins from the start. */
export function readDemoState(file: string): DemoState | null {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoState>
    const { seed, anchor, registers, filledTo, changes = {} } = state
    const sound =
      [seed, anchor, filledTo].every((n) => typeof n === 'number' && Number.isFinite(n)) &&
      typeof registers === 'object' &&
      registers !== null
    return sound ? ({ ...state, changes } as DemoState) : null
  } catch {
    return null
  }
}

/** Writes the file in one step. */
export function writeDemoState(file: string, state: DemoState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`)
  renameSync(`${file}.new`, file)
}
