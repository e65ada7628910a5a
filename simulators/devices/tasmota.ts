/** A plug with Tasmota firmware (tasmota.github.io/docs/MQTT): `tele`, `stat` and `cmnd` in the order of its FullTopic, times without offset. */

import { type DeviceMessage, type Equipment, type MakeDevice, type MakeForm, rounded, textOf } from './device.ts'
import { createOffTimer } from './off-timer.ts'

export interface TasmotaOptions {
  /** `%topic%` */
  readonly name: string
  readonly equipment: Equipment
  /** Default `%prefix%/%topic%/`. */
  readonly fullTopic?: string
  /** PulseTime, ms; null: the output stays as it was commanded. */
  readonly pulseTime: number | null
  /** ms that local time is ahead of UTC: its `Time` has no offset. */
  readonly offset: (at: number) => number
}

const FIELDS: Readonly<Record<string, string>> = {
  energy: 'ENERGY.Total',
  power: 'ENERGY.Power',
  switch: 'POWER',
  level: 'Dimmer',
}

const VOLTAGE = 231

export const tasmotaDevice: MakeForm = {
  open: (setup) => createTasmota({ ...setup, pulseTime: null }),
  address: (device, quantity) => ({ device, field: FIELDS[quantity] ?? quantity }),
}

/** The body of `SENSOR`. */
function sensorsOf({ energy, power }: ReturnType<Equipment['values']>, time: string): Record<string, unknown> {
  const watts = rounded(power, 0)
  return {
    Time: time,
    ENERGY: {
      TotalStartTime: '2024-01-01T00:00:00',
      Total: rounded(energy, 3),
      Power: watts,
      ApparentPower: watts,
      ReactivePower: 0,
      Factor: 1,
      Voltage: VOLTAGE,
      Current: rounded(watts / VOLTAGE, 3),
    },
  }
}

export function createTasmota(options: TasmotaOptions): MakeDevice {
  const { name, equipment, fullTopic = '%prefix%/%topic%/', pulseTime } = options
  const timer = createOffTimer(equipment, pulseTime)
  const topic = (prefix: string, suffix: string): string => `${fullTopic.replace('%prefix%', prefix).replace('%topic%', name)}${suffix}`
  const json = (prefix: string, suffix: string, body: unknown): DeviceMessage => ({
    topic: topic(prefix, suffix),
    payload: JSON.stringify(body),
  })
  const timeOf = (at: number): string => new Date(at + options.offset(at)).toISOString().slice(0, 19)
  const isOn = (at: number): 'ON' | 'OFF' => (equipment.values(at)['switch'] === true ? 'ON' : 'OFF')

  const sensors = (at: number): Record<string, unknown> => sensorsOf(equipment.values(at), timeOf(at))
  const state = (at: number): Record<string, unknown> => ({
    Time: timeOf(at),
    UptimeSec: 4242,
    Heap: 27,
    ...(equipment.values(at)['switch'] === undefined ? {} : { POWER: isOn(at) }),
    Wifi: { AP: 1, SSId: 'plant', RSSI: 78, Signal: -61 },
  })
  const report = (at: number): readonly DeviceMessage[] => [json('tele', 'STATE', state(at)), json('tele', 'SENSOR', sensors(at))]
  const answer = (at: number): readonly DeviceMessage[] => [
    json('stat', 'RESULT', { POWER: isOn(at) }),
    { topic: topic('stat', 'POWER'), payload: isOn(at) },
  ]

  function switchOutput(word: string, at: number): readonly DeviceMessage[] {
    const wanted = { ON: true, '1': true, OFF: false, '0': false, TOGGLE: isOn(at) === 'OFF' }[word.toUpperCase()]
    if (wanted !== undefined) {
      equipment.set('switch', wanted, at)
      timer.restart(at)
    }
    return answer(at)
  }
  function dim(word: string, at: number): readonly DeviceMessage[] {
    if (/^\d{1,3}$/.test(word) && Number(word) <= 100) {
      equipment.set('level', Number(word), at)
      timer.restart(at)
    }
    return [json('stat', 'RESULT', { POWER: isOn(at), Dimmer: equipment.values(at)['level'] })]
  }

  return {
    will: { topic: topic('tele', 'LWT'), payload: 'Offline', retain: true },
    listensTo: [topic('cmnd', '+')],
    connected: (at) => [{ topic: topic('tele', 'LWT'), payload: 'Online', retain: true }, ...report(at)],
    report,
    receive(message, at) {
      const command = message.topic.slice(message.topic.lastIndexOf('/') + 1).toUpperCase()
      const word = textOf(message).trim()
      if (/^POWER1?$/.test(command)) return word === '' ? answer(at) : switchOutput(word, at)
      if (/^DIMMER1?$/.test(command)) return dim(word, at)
      if (command === 'TELEPERIOD' && word === '') return [json('stat', 'RESULT', { TelePeriod: 300 }), ...report(at)]
      if (command === 'STATUS' && word === '10') return [json('stat', 'STATUS10', { StatusSNS: sensors(at) })]
      return [json('stat', 'RESULT', { Command: 'Unknown' })]
    },
    expire: (at) => (timer.expire(at) ? answer(at) : []),
  }
}
