/** A message of Tasmota with what the codec remembers, and its time. */

import type { BoundedMemory } from '../../fields/memory.ts'
import type { Registers } from '../../fields/registers.ts'
import { type FieldMessage, type FieldMoment, fieldTime } from '../../fields/scope.ts'
import { child } from '../../values/path.ts'

export interface TasmotaMessage extends FieldMessage {
  readonly device: string
  readonly registers: Registers
  readonly temperatures: BoundedMemory<readonly [time: number, value: number]>
}

/** `Epoch` is UTC and comes before the local `Time`. */
export function momentOf(message: FieldMessage, device: string, body: unknown): FieldMoment | null {
  const epoch = fieldTime(message, device, child(body, 'Epoch'), { unit: 's' })
  return epoch ?? fieldTime(message, device, child(body, 'Time'))
}
