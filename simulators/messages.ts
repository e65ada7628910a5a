/** Telemetry of a device in the native convention, and the streams of many devices in time order. */

import type { Campus } from './campus.ts'
import { faultyDelivery, type Message } from './faults/delivery.ts'
import type { Fault } from './faults/parse.ts'
import { faultyReader, isSilent, type Reader, skewOf } from './faults/readings.ts'
import type { CampusModel, Value } from './campus-model.ts'
import { openMake, valuesOf } from './devices/campus-makes.ts'
import type { DeviceMessage } from './devices/device.ts'
import type { Device } from './models/device.ts'
import type { Zone } from './models/zone.ts'

export function telemetryTopic(campus: string, device: string): string {
  return `campus/${campus}/${device}/telemetry`
}

export function statusTopic(campus: string, device: string): string {
  return `campus/${campus}/${device}/status`
}

/** Formats times as RFC 3339 and caches the last texts, because all devices send at the same instants. */
export function createTimeFormatter(zone: Zone): (at: number) => string {
  const cache = new Map<number, string>()
  return (at) => {
    const found = cache.get(at)
    if (found !== undefined) return found
    const text = zone.format(at)
    if (cache.size >= 512) cache.clear()
    cache.set(at, text)
    return text
  }
}

export interface Reading {
  /** RFC 3339 */
  readonly time: string
  readonly values: readonly Value[]
}

/** One reading as `{time, seq, values}`, several as a batch. Values are in the order of the device's fields; readings that a device buffered have no `seq`. */
export function encode(device: Device, seq: number | null, readings: readonly Reading[]): string {
  const [only] = readings
  const count = seq === null ? '' : `"seq":${seq},`
  if (readings.length === 1 && only !== undefined) return `{"time":"${only.time}",${count}"values":${object(device, only.values)}}`
  return `{${count}"readings":[${readings.map((r) => `{"time":"${r.time}","values":${object(device, r.values)}}`).join(',')}]}`
}

function object(device: Device, values: readonly Value[]): string {
  const { fields } = device
  let text = '{'
  for (let i = 0; i < fields.length; i++) text += `${i === 0 ? '' : ','}"${fields[i]?.name ?? ''}":${JSON.stringify(values[i] ?? null)}`
  return `${text}}`
}

export interface Play {
  readonly campus: Campus
  readonly model: CampusModel
  readonly from: number
  /** Last instant that is read, inclusive; null: no end. */
  readonly to: number | null
  readonly stepMs: number
  /** Readings in a message. */
  readonly batch: number
  readonly faults: readonly Fault[]
  readonly seed: number
  /** Devices of other makes have connections of their own, and are no part of the streams. */
  readonly apart: boolean
}

type Times = Pick<Play, 'from' | 'to' | 'stepMs'>

/** The first instant, every whole `stepMs` of the clock after it, and the last: registers have both edges and every full hour between. */
export function* instants({ from, to, stepMs }: Times): Iterable<number> {
  const end = to ?? Number.POSITIVE_INFINITY
  if (from < end) yield from
  for (let at = (Math.floor(from / stepMs) + 1) * stepMs; at < end; at += stepMs) yield at
  if (to !== null) yield to
}

/** Number of these instants; null without an end. */
export function instantCount({ from, to, stepMs }: Times): number | null {
  return to === null ? null : Math.max(1, Math.ceil(to / stepMs) - Math.floor(from / stepMs) + 1 - (from === to ? 1 : 0))
}

export function deviceMessages(play: Play, device: number, stamp: (at: number) => string): Iterable<Message> {
  return faultyDelivery(plainMessages(play, device, stamp), play.faults, play.seed)
}

function* plainMessages(play: Play, index: number, stamp: (at: number) => string): Iterable<Message> {
  const device = play.model.devices[index]
  if (device === undefined) return
  if (device.speaks !== undefined) return play.apart ? undefined : yield* makeMessages(play, index, device)
  const read: Reader = faultyReader((at) => play.model.read(index, at), device.fields, play.faults)
  const skew = skewOf(play.faults)
  let seq = 0
  let sendAt = play.from
  let readings: Reading[] = []
  const message = (): Message => ({
    device: index,
    seq,
    sendAt,
    readings: readings.length * device.fields.length,
    payload: encode(device, seq++, readings),
  })
  for (const at of instants(play)) {
    if (isSilent(play.faults, at)) continue
    readings.push({ time: stamp(at + skew), values: read(at) })
    sendAt = at
    if (readings.length < play.batch) continue
    yield message()
    readings = []
  }
  if (readings.length > 0) yield message()
}

/** A device of another make sends each reading at once. Its bridge announces itself apart. */
function* makeMessages(play: Play, index: number, device: Device): Iterable<Message> {
  const read: Reader = faultyReader((at) => play.model.read(index, at), device.fields, play.faults)
  const equipment = { values: (at: number) => valuesOf(device, read(at)), set: () => false }
  const made = openMake(device, equipment, (at) => play.campus.zone.offset(at))
  if (made === null) return
  const skew = skewOf(play.faults)
  let seq = 0
  const messages = (list: readonly DeviceMessage[], sendAt: number): readonly Message[] =>
    list.map((message) => ({ device: index, seq: seq++, sendAt, readings: device.fields.length, ...message }))
  if (device.speaks?.make !== 'zigbee2mqtt') yield* messages(made.connected(play.from + skew), play.from)
  for (const at of instants(play)) if (!isSilent(play.faults, at)) yield* messages(made.report(at + skew), at)
}

/** Messages of all devices by their sending time; at the same time in the order of the devices. */
export function* mergeByTime(streams: readonly Iterable<Message>[]): Iterable<Message> {
  const iterators = streams.map((s) => s[Symbol.iterator]())
  const heads = iterators.map((it) => it.next())
  for (;;) {
    let first = -1
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < heads.length; i++) {
      const head = heads[i]
      if (head === undefined || head.done === true || head.value.sendAt >= least) continue
      first = i
      least = head.value.sendAt
    }
    const head = heads[first]
    const iterator = iterators[first]
    if (head === undefined || head.done === true || iterator === undefined) return
    yield head.value
    heads[first] = iterator.next()
  }
}

export function campusMessages(play: Play): Iterable<Message> {
  const stamp = createTimeFormatter(play.campus.zone)
  return mergeByTime(play.model.devices.map((_, i) => deviceMessages(play, i, stamp)))
}
