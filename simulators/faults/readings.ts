/** Faults inside a meter: what it shows instead of what it counted. Each wraps the reader below it and depends on time alone. */

import type { Value } from '../campus-model.ts'
import type { Field } from '../models/device.ts'
import type { Fault } from './parse.ts'

/** What a device shows at an instant, in the order of its fields. */
export type Reader = (at: number) => readonly Value[]

export function faultyReader(reader: Reader, fields: readonly Field[], faults: readonly Fault[]): Reader {
  return faults.reduce((below, fault) => wrap(below, fields, fault), reader)
}

function wrap(below: Reader, fields: readonly Field[], fault: Fault): Reader {
  switch (fault.kind) {
    case 'reset':
      return (at) => (at < fault.at ? below(at) : registers(fields, below(at), subtract(below(fault.at))))
    case 'rollover':
      return (at) => registers(fields, below(at), (base, perUnit) => base % Math.round(fault.modulus * perUnit))
    case 'stuck':
      return (at) => below(at >= fault.at && at < fault.at + fault.ms ? fault.at : at)
    case 'drop':
    case 'duplicate':
    case 'delay':
    case 'reorder':
    case 'skew':
    case 'outage':
    case 'qos':
      return below
  }
}

type OnRegister = (base: number, perUnit: number, index: number) => number

/** Works in whole base units, so that no decimal is invented. */
function registers(fields: readonly Field[], values: readonly Value[], change: OnRegister): readonly Value[] {
  return values.map((value, i) => {
    const field = fields[i]
    if (field?.shape !== 'register' || typeof value !== 'number') return value
    const perUnit = field.perUnit ?? 1
    return change(Math.round(value * perUnit), perUnit, i) / perUnit
  })
}

function subtract(start: readonly Value[]): OnRegister {
  return (base, perUnit, i) => base - Math.round(Number(start[i] ?? 0) * perUnit)
}

/** Whether a device says nothing at an instant. */
export function isSilent(faults: readonly Fault[], at: number): boolean {
  return faults.some((f) => f.kind === 'outage' && at >= f.at && at < f.at + f.ms)
}

/** How far the device's clock is ahead, ms. */
export function skewOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, f) => (f.kind === 'skew' ? sum + f.ms : sum), 0)
}
