/**
 * A Zigbee2MQTT bridge with its devices (zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html). A `set` is echoed at once with the state that was
 * asked for; the lamp follows by radio a little later, or never, and `get` alone tells.
 */

import { type DeviceMessage, type Equipment, type EquipmentValue, jsonOf, type MakeDevice, type MakeForm, rounded } from './device.ts'

export interface ZigbeeDevice {
  /** Friendly name, which may hold blanks and `/`. */
  readonly name: string
  readonly equipment: Equipment
  /** Nothing reaches it by radio; default false. */
  readonly unreachable?: boolean
}

export interface ZigbeeBridgeOptions {
  readonly devices: readonly ZigbeeDevice[]
  /** Default `zigbee2mqtt`. */
  readonly base?: string
  /** ms until a radio message arrives; default 400. */
  readonly radioMs?: number
}

const FIELDS: Readonly<Record<string, string>> = { switch: 'state', level: 'brightness' }
const BRIGHTNESS = 254

export const zigbeeDevice: MakeForm = {
  open: ({ name, equipment }) => createZigbeeBridge({ devices: [{ name, equipment }] }),
  address: (device, quantity) => ({ device, field: FIELDS[quantity] ?? quantity }),
}

/** Attributes as the coordinator has them. */
function attributesOf(values: Readonly<Record<string, EquipmentValue>>): Record<string, unknown> {
  const { switch: on, level, power, energy, ...sensors } = values
  return {
    ...(on === undefined ? {} : { state: on === true ? 'ON' : 'OFF' }),
    ...(level === undefined ? {} : { brightness: Math.round((Number(level) * BRIGHTNESS) / 100) }),
    ...(power === undefined ? {} : { power: rounded(power, 1) }),
    ...(energy === undefined ? {} : { energy: rounded(energy, 3) }),
    ...sensors,
  }
}

const UNITS: Readonly<Record<string, string>> = {
  power: 'W',
  energy: 'kWh',
  temperature: '°C',
  humidity: '%',
  illuminance: 'lx',
  co2: 'ppm',
}

function exposesOf(values: Readonly<Record<string, EquipmentValue>>): readonly unknown[] {
  const sensors = Object.keys(values).filter((key) => UNITS[key] !== undefined)
  const features = [
    ...(values['switch'] === undefined
      ? []
      : [{ type: 'binary', name: 'state', property: 'state', access: 7, value_on: 'ON', value_off: 'OFF' }]),
    ...(values['level'] === undefined
      ? []
      : [{ type: 'numeric', name: 'brightness', property: 'brightness', access: 7, value_min: 0, value_max: BRIGHTNESS }]),
  ]
  return [
    ...(features.length === 0 ? [] : [{ type: values['level'] === undefined ? 'switch' : 'light', features }]),
    ...sensors.map((name) => ({ type: 'numeric', name, property: name, access: 1, unit: UNITS[name] })),
  ]
}

interface Order {
  readonly device: ZigbeeDevice
  readonly due: number
  readonly set: Readonly<Record<string, unknown>> | null
}

export function createZigbeeBridge({ devices, base = 'zigbee2mqtt', radioMs = 400 }: ZigbeeBridgeOptions): MakeDevice {
  const byName = new Map(devices.map((device) => [device.name, device]))
  const contacts = new Map<string, number>()
  let orders: Order[] = []

  const state = ({ name, equipment }: ZigbeeDevice, at: number, echo: Record<string, unknown> = {}): DeviceMessage => ({
    topic: `${base}/${name}`,
    payload: JSON.stringify({
      ...attributesOf(equipment.values(at)),
      ...echo,
      linkquality: 120,
      last_seen: new Date(contacts.get(name) ?? at).toISOString(),
    }),
  })
  const fresh = (device: ZigbeeDevice, at: number): DeviceMessage => {
    contacts.set(device.name, at)
    return state(device, at)
  }

  function obey({ device, set, due }: Order): DeviceMessage {
    const [word, brightness] = [set?.['state'], set?.['brightness']]
    if (typeof brightness === 'number') device.equipment.set('level', (brightness * 100) / BRIGHTNESS, due)
    if (typeof word === 'string') device.equipment.set('switch', word.toUpperCase() === 'ON', due)
    return fresh(device, due)
  }

  return {
    will: { topic: `${base}/bridge/state`, payload: '{"state":"offline"}', retain: true },
    listensTo: [`${base}/#`],
    connected(at) {
      const list = devices.map(({ name, equipment }, i) => ({
        friendly_name: name,
        ieee_address: `0x00158d00${String(i).padStart(8, '0')}`,
        type: 'Router',
        definition: { model: 'MODEL', vendor: 'VENDOR', exposes: exposesOf(equipment.values(at)) },
      }))
      return [
        { topic: `${base}/bridge/state`, payload: '{"state":"online"}', retain: true },
        { topic: `${base}/bridge/devices`, payload: JSON.stringify(list), retain: true },
        ...devices.map(({ name }) => ({ topic: `${base}/${name}/availability`, payload: '{"state":"online"}', retain: true })),
      ]
    },
    report: (at) => devices.map((device) => fresh(device, at)),
    receive(message, at) {
      const [, name = '', kind] = /^(.+)\/(set|get)$/.exec(message.topic.slice(base.length + 1)) ?? []
      const device = byName.get(name)
      const body = jsonOf(message)
      if (device === undefined || body === null) return []
      if (device.unreachable !== true) orders.push({ device, due: at + radioMs, set: kind === 'set' ? body : null })
      if (kind === 'get') return []
      // The echo: the wanted state, whatever the lamp does, beside what was measured before.
      return [state(device, at, body)]
    },
    expire(at) {
      const due = orders.filter((order) => order.due <= at)
      orders = orders.filter((order) => order.due > at)
      return due.map(obey)
    },
  }
}
