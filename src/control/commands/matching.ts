/** Whether a reading shows the state that a command wants. */

import type { Actuator, CommandValue, Confirmation } from '../../domain/index.ts'

/** A load draws more than this when it runs, W. */
const RUNNING_POWER = 1
/** Dimmers and set-points answer in steps of their own. */
const LEVEL_TOLERANCE = 1.5
const SETPOINT_TOLERANCE = 0.3

const wantsRunning = (value: CommandValue): boolean => (typeof value === 'string' ? value !== 'off' : Number(value) > 0)

/** On and off alone tell whether it runs; of a level the reading tells the level. */
export function isShown({ kind, confirm }: Pick<Actuator, 'kind' | 'confirm'>, value: CommandValue, reading: number): boolean {
  if (confirm === null) return false
  if (confirm.quantity === 'power') return reading > RUNNING_POWER === wantsRunning(value)
  if (kind === 'mode') return reading === modeNumber(confirm, value)
  if (kind === 'setpoint') return Math.abs(reading - Number(value)) <= SETPOINT_TOLERANCE
  if (kind === 'level' && confirm.quantity !== 'switch') return Math.abs(reading - Number(value)) <= LEVEL_TOLERANCE
  return reading > 0 === wantsRunning(value)
}

function modeNumber({ words }: Confirmation, value: CommandValue): number | null {
  const own = words?.[String(value)]
  if (own !== undefined) return own
  return typeof value === 'number' ? value : null
}

/** The reading as a value of the actuator, for people; null: the reading does not tell it. */
export function shownValue({ kind, confirm }: Pick<Actuator, 'kind' | 'confirm'>, reading: number): CommandValue | null {
  if (confirm === null) return null
  if (kind === 'mode') return Object.entries(confirm.words ?? {}).find(([, number]) => number === reading)?.[0] ?? reading
  if (confirm.quantity === 'power') return kind === 'setpoint' ? null : reading > RUNNING_POWER
  return kind === 'switch' || confirm.quantity === 'switch' ? reading > 0 : reading
}
