/** The field of a device that a row means, where the sheet leaves it open and the preset has one field of that quantity alone. */

import type { ConventionDescriptor, Mapping, Quantity } from '../../domain/index.ts'
import type { CellReader } from './cells.ts'

/** Fields that devices of a convention with code of its own nearly always have. */
const USUAL: Readonly<Record<string, Readonly<Partial<Record<Quantity, string>>>>> = {
  tasmota: {
    energy: 'ENERGY.Total',
    power: 'ENERGY.Power',
    voltage: 'ENERGY.Voltage',
    current: 'ENERGY.Current',
    power_factor: 'ENERGY.Factor',
  },
  zigbee2mqtt: {
    energy: 'energy',
    power: 'power',
    voltage: 'voltage',
    current: 'current',
    temperature: 'temperature',
    humidity: 'humidity',
    occupancy: 'occupancy',
    illuminance: 'illuminance',
    switch: 'state',
    battery: 'battery',
  },
  shelly2: {
    energy: 'switch:0.aenergy.total',
    power: 'switch:0.apower',
    voltage: 'switch:0.voltage',
    current: 'switch:0.current',
    switch: 'switch:0.output',
  },
}

/** Fields of the quantity that the rules of a preset name. */
export function fieldsOfPreset({ body }: ConventionDescriptor, quantity: Quantity): readonly string[] {
  const forms: readonly Mapping[] = body === null ? [] : (body.forms ?? [body])
  const rules = forms.flatMap((form) => Object.entries(form.points ?? {}))
  const fields = rules.filter(([path, rule]) => rule.quantity === quantity && rule.ignore !== true && !path.includes('*'))
  return [...new Set(fields.map(([path, rule]) => rule.as ?? path))]
}

export function fieldOfRow(cells: CellReader, convention: ConventionDescriptor, quantity: Quantity): string | null {
  const own = cells.text('field')
  if (own !== null) return own
  if (convention.namesQuantities) return quantity
  const usual = USUAL[convention.name]?.[quantity]
  if (usual !== undefined) return usual
  const fields = fieldsOfPreset(convention, quantity)
  if (fields.length === 1) return fields[0] ?? null
  const hint =
    fields.length === 0
      ? 'write it as the messages of the device name it; `campus discover` lists them'
      : `${convention.name} has ${fields.slice(0, 8).join(', ')}`
  cells.blame('field', `the row does not say which field of the device is its ${quantity}`, hint)
  return null
}
