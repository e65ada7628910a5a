/**
 * A Sparkplug B 3.0 edge node with devices behind it: births with aliases, data by alias, `seq` over all its messages, rebirth on request. Outputs obey
 * DCMD in the datatype of their birth and nothing else. With a watchdog they fall off when no command comes.
 */

import type { DeviceMessage, Equipment, MakeDevice, MakeForm } from '../device.ts'
import { createOffTimer, type OffTimer } from '../off-timer.ts'
import { type CommandedMetric, DATATYPE, type Datatype, type EdgeMetric, encodePayload, readCommands } from './protobuf.ts'

export interface EdgeDevice {
  readonly name: string
  readonly equipment: Equipment
  /** Watchdog of its controller, ms; null: outputs hold. */
  readonly watchdog: number | null
}

export interface EdgeNodeOptions {
  readonly group: string
  readonly node: string
  readonly devices: readonly EdgeDevice[]
}

interface MetricForm {
  readonly name: string
  readonly datatype: Datatype
  readonly unit?: string
}

const FORMS: Readonly<Record<string, MetricForm>> = {
  energy: { name: 'Meter/Active Energy', datatype: DATATYPE.double, unit: 'kWh' },
  power: { name: 'Meter/Active Power', datatype: DATATYPE.float, unit: 'W' },
  volume: { name: 'Meter/Volume', datatype: DATATYPE.double, unit: 'm3' },
  flow: { name: 'Meter/Flow', datatype: DATATYPE.float, unit: 'm3/h' },
  temperature: { name: 'Sensor/Temperature', datatype: DATATYPE.float, unit: '°C' },
  switch: { name: 'Outputs/Switch', datatype: DATATYPE.boolean },
  level: { name: 'Outputs/Level', datatype: DATATYPE.int32, unit: '%' },
}

export const edgeNodeDevice: MakeForm = {
  open({ name, equipment }) {
    const [group = '', node = '', device = ''] = name.split('/')
    return createEdgeNode({ group, node, devices: [{ name: device, equipment, watchdog: null }] })
  },
  address: (device, quantity) => ({ device, field: FORMS[quantity]?.name ?? quantity }),
}

const REBIRTH = 'Node Control/Rebirth'

interface Numbered {
  readonly device: EdgeDevice
  readonly timer: OffTimer
  readonly firstAlias: number
}

function metricsOf({ device, firstAlias }: Numbered, at: number, birth: boolean): readonly EdgeMetric[] {
  return Object.entries(device.equipment.values(at)).flatMap(([quantity, value], i): EdgeMetric[] => {
    const form = FORMS[quantity]
    if (form === undefined) return []
    const { name, datatype, unit } = form
    const described = birth ? { name, ...(unit === undefined ? {} : { unit }) } : {}
    return [
      {
        ...described,
        alias: firstAlias + i,
        datatype,
        timestamp: at,
        value: datatype === DATATYPE.int32 ? Math.round(Number(value)) : value,
      },
    ]
  })
}

/** True when an output took the value: its datatype must be that of the birth. */
function obey(numbered: Numbered, { name, alias, datatype, value }: CommandedMetric, at: number): boolean {
  const { equipment } = numbered.device
  const [quantity] = Object.keys(equipment.values(at)).filter((q, i) => FORMS[q]?.name === name || numbered.firstAlias + i === alias)
  const form = quantity === undefined ? undefined : FORMS[quantity]
  if (form === undefined || (quantity !== 'switch' && quantity !== 'level')) return false
  if (value === null || typeof value === 'string' || (datatype !== null && datatype !== form.datatype)) return false
  if (!equipment.set(quantity, value, at)) return false
  numbered.timer.restart(at)
  return true
}

export function createEdgeNode({ group, node, devices }: EdgeNodeOptions): MakeDevice {
  const all: readonly Numbered[] = devices.map((device, i) => ({
    device,
    timer: createOffTimer(device.equipment, device.watchdog),
    firstAlias: 10 * (i + 1),
  }))
  const topic = (kind: string, device?: string): string =>
    ['spBv1.0', group, kind, node, ...(device === undefined ? [] : [device])].join('/')
  let [seq, bdSeq] = [0, 0]
  const send = (to: string, at: number, metrics: readonly EdgeMetric[]): DeviceMessage => {
    const message = { topic: to, payload: encodePayload(at, seq, metrics), qos: 0 as const }
    seq = (seq + 1) % 256
    return message
  }
  const session = (at: number): EdgeMetric => ({ name: 'bdSeq', datatype: DATATYPE.int64, timestamp: at, value: bdSeq })

  function births(at: number): readonly DeviceMessage[] {
    seq = 0
    const control: EdgeMetric = { name: REBIRTH, datatype: DATATYPE.boolean, timestamp: at, value: false }
    return [
      send(topic('NBIRTH'), at, [session(at), control]),
      ...all.map((n) => send(topic('DBIRTH', n.device.name), at, metricsOf(n, at, true))),
    ]
  }
  const data = (numbered: Numbered, at: number): DeviceMessage =>
    send(topic('DDATA', numbered.device.name), at, metricsOf(numbered, at, false))

  return {
    get will() {
      return { topic: topic('NDEATH'), payload: encodePayload(0, null, [session(0)]) }
    },
    listensTo: [topic('NCMD'), topic('DCMD', '+')],
    connected: births,
    report: (at) => all.map((numbered) => data(numbered, at)),
    receive(message, at) {
      if (typeof message.payload === 'string') return []
      const commands = readCommands(message.payload)
      const target = all.find(({ device }) => message.topic === topic('DCMD', device.name))
      if (target !== undefined) return commands.filter((c) => obey(target, c, at)).length > 0 ? [data(target, at)] : []
      return commands.some(({ name, value }) => name === REBIRTH && value === true) ? births(at) : []
    },
    expire: (at) => all.filter(({ timer }) => timer.expire(at)).map((numbered) => data(numbered, at)),
  }
}
