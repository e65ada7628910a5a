/** 85.0 of a DS18B20 is its power-on value: it is believed only where the earlier temperature was near. */

import { HOUR } from '../../../domain/index.ts'
import type { TasmotaMessage } from './message.ts'

const POWER_ON = 85
/** A tank does not move further within an hour than this from the power-on value, in K. */
const NEAR = 10

/** Marks readings from `first` on, and remembers the temperatures for the next message. */
export function markPowerOn({ out, temperatures }: TasmotaMessage, first: number): void {
  for (let i = first; i < out.readings.length; i++) {
    const reading = out.readings[i]
    if (reading === undefined || reading.quantity !== 'temperature' || !reading.channel.startsWith('DS18')) continue
    const key = `${reading.device}\u0000${reading.channel}`
    const last = temperatures.get(key)
    const near = last !== undefined && reading.time - last[0] <= HOUR && Math.abs(last[1] - POWER_ON) <= NEAR
    if (reading.value === POWER_ON && !near) out.readings[i] = { ...reading, quality: 'suspect' }
    else if (reading.quality === 'good') temperatures.set(key, [reading.time, reading.value])
  }
}
