/** A model file becomes devices: each entry names a kind and its numbers. Faults name the entry. */

import type { Device } from './device.ts'
import { basinHeaters, garageLighting, outdoorLighting } from './lights.ts'
import { mainMeter } from './meters.ts'
import { officeZone } from './office-zone.ts'
import { shop } from './shop.ts'
import { solarLoop } from './solar.ts'
import { kitchenGas, waterInlet, waterMeter } from './water.ts'
import { weatherStation } from './station.ts'

export type Entry = Readonly<Record<string, unknown>>

/** Reads an entry's values; what is missing or wrong is named. */
interface Reader {
  readonly id: string
  number(key: string, otherwise?: number): number
  devices(key: string, metering: string): readonly string[]
}

const KINDS: Readonly<Record<string, (read: Reader) => readonly Device[]>> = {
  'office-zone': (r) => officeZone({ id: r.id, area: r.number('area') }),
  'garage-lighting': (r) => [garageLighting({ id: r.id, area: r.number('area') })],
  'outdoor-lighting': (r) => [outdoorLighting({ id: r.id, watts: r.number('watts') })],
  'basin-heaters': (r) => [basinHeaters({ id: r.id, count: r.number('count') })],
  'main-meter': (r) => [
    mainMeter({ id: r.id, of: r.devices('of', 'energy'), losses: r.number('losses', 0.01), other: r.number('other', 0) }),
  ],
  water: (r) => [waterMeter({ id: r.id, people: r.number('people'), litres: r.number('litres') })],
  'water-inlet': (r) => [
    waterInlet({ id: r.id, of: r.devices('of', 'volume'), irrigation: r.number('irrigation', 0), losses: r.number('losses', 0) }),
  ],
  'kitchen-gas': (r) => [kitchenGas({ id: r.id, meals: r.number('meals') })],
  solar: (r) =>
    solarLoop({ id: r.id, area: r.number('area'), tank: r.number('tank'), summer: r.number('summer'), winter: r.number('winter') }),
  shop: (r) => shop({ id: r.id, area: r.number('area') }),
  weather: (r) => [weatherStation({ id: r.id })],
}

/** Devices in the order of the entries, so that a meter stands below its children. `of: a-*` means every device made before whose id begins so. */
export function buildDevices(entries: readonly Entry[]): readonly Device[] {
  const devices: Device[] = []
  const known = new Set<string>()
  for (const entry of entries) {
    for (const device of build(entry, devices)) {
      if (known.has(device.id)) throw new Error(`the device "${device.id}" is there twice; give one of them another id`)
      known.add(device.id)
      devices.push(device)
    }
  }
  return devices
}

function build(entry: Entry, before: readonly Device[]): readonly Device[] {
  const kind = String(entry['kind'])
  const make = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (make === undefined) throw new Error(`the kind "${kind}" of "${String(entry['id'])}" is not one of ${Object.keys(KINDS).join(', ')}`)
  return make(reader(entry, before))
}

function reader(entry: Entry, before: readonly Device[]): Reader {
  const id = entry['id']
  if (typeof id !== 'string' || id === '') throw new Error(`a device of kind "${String(entry['kind'])}" has no id`)
  return {
    id,
    number(key, otherwise) {
      const value = entry[key] ?? otherwise
      if (typeof value !== 'number' || !(value >= 0))
        throw new Error(`"${key}" of "${id}" is ${JSON.stringify(value) ?? 'missing'}; give a number of 0 or more`)
      return value
    },
    devices(key, metering) {
      const patterns = Array.isArray(entry[key]) ? (entry[key] as unknown[]).map(String) : []
      const found = patterns.flatMap((pattern) => below(pattern, metering, before))
      if (found.length === 0) throw new Error(`"${key}" of "${id}" names no device; list devices that stand before it`)
      return [...new Set(found)]
    },
  }
}

function below(pattern: string, metering: string, before: readonly Device[]): string[] {
  const metered = before.filter((d) => d.fields.some((f) => f.name === metering)).map((d) => d.id)
  const found = pattern.endsWith('*') ? metered.filter((id) => id.startsWith(pattern.slice(0, -1))) : metered.filter((id) => id === pattern)
  if (found.length === 0) throw new Error(`"${pattern}" is no device with "${metering}" that stands before it in the model`)
  return found
}
