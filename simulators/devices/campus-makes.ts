/** Devices of a campus model in the form of their makes: their streams for a play, and the loads behind them. */

import type { CampusModel, Value } from '../campus-model.ts'
import type { Device } from '../models/device.ts'
import { makeForm } from './catalog.ts'
import type { Equipment, EquipmentValue, MakeDevice } from './device.ts'
import { createZigbeeBridge } from './zigbee2mqtt.ts'

/** Values of a device, by quantity. A load that is switched tells whether it runs. */
export function valuesOf({ fields, rated }: Device, values: readonly Value[]): Record<string, EquipmentValue> {
  const found: Record<string, EquipmentValue> = {}
  for (const [i, field] of fields.entries()) {
    const value = values[i]
    if (value !== undefined) found[field.name] = value
  }
  const power = found['power']
  return rated === undefined || found['switch'] !== undefined || power === undefined ? found : { switch: Number(power) > 0, ...found }
}

/** Equipment that does as its model: it takes no commands. */
export function modelEquipment(model: CampusModel, index: number): Equipment {
  const device = model.devices[index]
  return {
    values: (at) => (device === undefined ? {} : valuesOf(device, model.read(index, at))),
    set: () => false,
  }
}

/** Null for a device of the native convention. */
export function openMake({ speaks }: Device, equipment: Equipment, offset: (at: number) => number): MakeDevice | null {
  return speaks === undefined ? null : makeForm(speaks.make).open({ name: speaks.name, equipment, offset })
}

/** The one bridge of all Zigbee devices: it lists them. Null where there are none. */
export function bridgeOf(devices: readonly Device[], equipmentOf: (index: number) => Equipment): MakeDevice | null {
  const zigbee = devices.flatMap(({ speaks }, i) =>
    speaks?.make === 'zigbee2mqtt' ? [{ name: speaks.name, equipment: equipmentOf(i) }] : [],
  )
  return zigbee.length === 0 ? null : createZigbeeBridge({ devices: zigbee })
}
