/** A model file becomes devices: each entry names a kind and its numbers. Faults name the entry. */

import type { Device } from './device.ts'
import { basinHeaters, garageLighting, outdoorLighting } from './lights.ts'
import { load, mainMeter } from './meters.ts'
import { officeZone } from './office-zone.ts'
import { shop, shopLights } from './shop.ts'
import { solarLoop } from './solar.ts'
import { coolingPlant, dataCentre, officeSite, wasteScale } from './plant.ts'
import type { DrawPlan } from './environment/seasons.ts'
import { hotWater, irrigation, kitchenGas, waterInlet, waterMeter } from './water.ts'
import { weatherStation } from './station.ts'

export type Entry = Readonly<Record<string, unknown>>

/** Reads an entry's values; what is missing or wrong is named. */
interface Reader {
  readonly id: string
  readonly plan: DrawPlan
  number(key: string, otherwise?: number): number
  flag(key: string): boolean
  devices(key: string, metering: string): readonly string[]
}

/** What is switched in a square metre of an office, W. */
const SWITCHED = { lighting: 0.9, sockets: 0.23, ac: 0.85 }

function zoneOf(r: Reader): readonly Device[] {
  const area = r.number('area')
  const size = (key: keyof typeof SWITCHED): number => r.number(key, SWITCHED[key] * area)
  return officeZone({
    id: r.id,
    area,
    lighting: size('lighting'),
    sockets: size('sockets'),
    ac: size('ac'),
    talkative: r.flag('talkative'),
  })
}

const KINDS: Readonly<Record<string, (read: Reader) => readonly Device[]>> = {
  'office-zone': zoneOf,
  'garage-lighting': (r) => [garageLighting({ id: r.id, rated: r.number('rated') })],
  'outdoor-lighting': (r) => [outdoorLighting({ id: r.id, rated: r.number('rated') })],
  'basin-heaters': (r) => [basinHeaters({ id: r.id, rated: r.number('rated') })],
  'cooling-plant': (r) => [coolingPlant({ id: r.id, area: r.number('area') })],
  load: (r) => [load({ id: r.id, watts: r.number('watts') })],
  'main-meter': (r) => [
    mainMeter({ id: r.id, of: r.devices('of', 'energy'), losses: r.number('losses', 0.01), other: r.number('other', 0) }),
  ],
  water: (r) => [waterMeter({ id: r.id, people: r.number('people'), litres: r.number('litres'), talkative: r.flag('talkative') })],
  'water-inlet': (r) => [waterInlet({ id: r.id, of: r.devices('of', 'volume'), losses: r.number('losses', 0) })],
  irrigation: (r) => [irrigation({ id: r.id, litres: r.number('litres') })],
  'hot-water': (r) => [hotWater({ id: r.id, of: r.devices('of', 'volume'), people: r.number('people'), litres: r.number('litres') })],
  'kitchen-gas': (r) => [kitchenGas({ id: r.id, meals: r.number('meals') })],
  solar: ({ id, plan, ...r }) =>
    solarLoop({ id, plan, area: r.number('area'), tank: r.number('tank'), summer: r.number('summer'), winter: r.number('winter') }),
  'waste-scale': (r) => [wasteScale({ id: r.id, kilograms: r.number('kilograms') })],
  'data-centre': (r) => dataCentre({ id: r.id, it: r.number('it') }),
  'office-site': (r) => officeSite({ id: r.id, watts: r.number('watts'), tap: r.number('tap'), reclaimed: r.number('reclaimed') }),
  shop: (r) => shop({ id: r.id, area: r.number('area') }),
  'shop-lights': (r) => [shopLights({ id: r.id, area: r.number('area') })],
  weather: (r) => [weatherStation({ id: r.id })],
}

/** Devices in the order of the entries, so that a meter stands below its children. `of: a-*` means every device made before whose id begins so. */
export function buildDevices(entries: readonly Entry[], plan: DrawPlan): readonly Device[] {
  const devices: Device[] = []
  const known = new Set<string>()
  for (const entry of entries) {
    for (const device of build(entry, devices, plan)) {
      if (known.has(device.id)) throw new Error(`the device "${device.id}" is there twice; give one of them another id`)
      known.add(device.id)
      devices.push(device)
    }
  }
  return devices
}

function build(entry: Entry, before: readonly Device[], plan: DrawPlan): readonly Device[] {
  const kind = String(entry['kind'])
  const make = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (make === undefined) throw new Error(`the kind "${kind}" of "${String(entry['id'])}" is not one of ${Object.keys(KINDS).join(', ')}`)
  return make(reader(entry, before, plan))
}

function reader(entry: Entry, before: readonly Device[], plan: DrawPlan): Reader {
  const id = entry['id']
  if (typeof id !== 'string' || id === '') throw new Error(`a device of kind "${String(entry['kind'])}" has no id`)
  return {
    id,
    plan,
    flag: (key) => entry[key] === true,
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
