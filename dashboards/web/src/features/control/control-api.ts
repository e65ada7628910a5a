/** What the screen reads, and values in the language of the reader. */

import type { Answer } from '../../api/types.ts'
import { exact } from '../../text/format.ts'
import { findTerm } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'

export const CONTROL = '/api/v1/control'

/** Of a list at a time. */
export const ROWS = 20

export type Actuators = Answer<'GET /api/v1/control/actuators'>
export type ActuatorState = Actuators['actuators'][number]
export type Timeline = Answer<'GET /api/v1/control/preview'>
export type ControlLog = Answer<'GET /api/v1/control/log'>

/** `on` and `off` in words, levels and set-points with their unit, modes as they are. */
export function valueName(value: string | number | null, unit: ActuatorState['unit'] = null): string {
  if (value === null) return '–'
  return typeof value === 'number'
    ? withUnit(exact(value), unit ?? '')
    : (findTerm('control-value', value.replaceAll(' ', '-'), {}) ?? value)
}
