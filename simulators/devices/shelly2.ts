/** A Shelly of the second generation with one metered output (shelly-api-docs.shelly.cloud/gen2): JSON-RPC over MQTT. */

import { type DeviceMessage, type Equipment, jsonOf, type MakeDevice, type MakeForm, rounded } from './device.ts'
import { createOffTimer } from './off-timer.ts'

export interface ShellyOptions {
  /** Identity, and prefix of its topics: `shellyplus1pm-a8032ab11964`. */
  readonly name: string
  readonly equipment: Equipment
  /** `auto_off_delay`, ms; null: auto-off is not configured. */
  readonly autoOff: number | null
  /** A dimmer: its component is `light:0`. */
  readonly dimmer?: boolean
}

type Json = Readonly<Record<string, unknown>>

const VOLTAGE = 230.4
const FIELDS: Readonly<Record<string, string>> = { energy: 'aenergy.total', power: 'apower', switch: 'output', level: 'brightness' }

const componentOf = (dimmer: boolean): string => (dimmer ? 'light:0' : 'switch:0')

export const shellyDevice: MakeForm = {
  open: ({ name, equipment }) => createShelly({ name, equipment, autoOff: null }),
  address: (device, quantity) => ({ device, field: `${componentOf(false)}.${FIELDS[quantity] ?? quantity}` }),
}

const asJson = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

export function createShelly({ name, equipment, autoOff, dimmer = false }: ShellyOptions): MakeDevice {
  const timer = createOffTimer(equipment, autoOff)
  const component = componentOf(dimmer)

  const status = (at: number, source: string): Json => {
    const { energy, power, level, switch: on } = equipment.values(at)
    return {
      id: 0,
      source,
      ...(on === undefined ? {} : { output: on }),
      ...(dimmer ? { brightness: level } : {}),
      apower: rounded(power, 1),
      voltage: VOLTAGE,
      current: rounded(Number(power ?? 0) / VOLTAGE, 3),
      // In Wh; minutes in mWh, which the total has already.
      aenergy: { total: rounded(Number(energy ?? 0) * 1000, 3), by_minute: [0, 0, 0], minute_ts: Math.floor(at / 60_000) * 60 },
      temperature: { tC: 41.2, tF: 106.2 },
    }
  }
  const notify = (at: number, source: string): DeviceMessage => ({
    topic: `${name}/events/rpc`,
    payload: JSON.stringify({
      src: name,
      dst: `${name}/events`,
      method: 'NotifyStatus',
      params: { ts: at / 1000, [component]: status(at, source) },
    }),
  })
  const answer = ({ id, src }: Json, body: Json): DeviceMessage => ({
    topic: `${String(src)}/rpc`,
    payload: JSON.stringify({ id, src: name, dst: src, ...body }),
  })

  /** The error of a request, or null when it was carried out. */
  function carryOut(method: string, { id, on, brightness }: Json, at: number): Json | null {
    if (method !== (dimmer ? 'Light.Set' : 'Switch.Set')) return { code: 404, message: `No handler for ${method}` }
    if (id !== 0) return { code: -105, message: `Argument 'id', value ${JSON.stringify(id)} not found!` }
    if (typeof on !== 'boolean' && typeof brightness !== 'number') return { code: -103, message: "Missing required argument 'on'!" }
    if (typeof brightness === 'number' && on !== false) equipment.set('level', brightness, at)
    else equipment.set('switch', on === true, at)
    timer.restart(at)
    return null
  }

  return {
    will: { topic: `${name}/online`, payload: 'false', retain: true },
    listensTo: [`${name}/rpc`],
    connected: (at) => [{ topic: `${name}/online`, payload: 'true', retain: true }, notify(at, 'init')],
    report: (at) => [notify(at, 'timer')],
    receive(message, at) {
      const request = jsonOf(message)
      if (request === null || typeof request['src'] !== 'string') return []
      const method = String(request['method'])
      if (method === 'Shelly.GetStatus') return [answer(request, { result: { [component]: status(at, 'MQTT') } })]
      const before = equipment.values(at)['switch']
      const error = carryOut(method, asJson(request['params']), at)
      return error === null ? [answer(request, { result: { was_on: before } }), notify(at, 'MQTT')] : [answer(request, { error })]
    },
    expire: (at) => (timer.expire(at) ? [notify(at, 'timer')] : []),
  }
}
