/** Twenty meters that publish by hand: what was acknowledged is known exactly, so that it can be compared with what is stored. */

import { connectAsync, type MqttClient } from 'mqtt'
import type { Service } from '../process/service.ts'

export const METERS = 20
const SINCE = Date.parse('2026-03-02T00:00:00+08:00')
const MINUTE = 60_000

export const METER_PARK = `campus: { id: park, timezone: Asia/Shanghai }
sites: [{ id: park, kind: office, grid: CN-NORTH }]
sources: [{ id: native, preset: native }]
templates:
  - for: { n: 1..${METERS} }
    points:
      - { id: "park/m{n}/energy", place: { site: park }, medium: electricity, interval: 15m, from: [{ source: native, device: "m-{n}", field: energy }] }
`

export interface MeterPark {
  /** Publishes so many messages of so many readings from each meter, and resolves when all are acknowledged. */
  publish(messages: number, readings?: number): Promise<void>
  /** Readings acknowledged so far, per meter. */
  acknowledged(): number
  close(): Promise<void>
}

const valueAt = (meter: number, reading: number): number => meter * 1000 + reading / 4

function payload(meter: number, first: number, count: number): string {
  const readings = Array.from({ length: count }, (_, i) => ({
    time: SINCE + (first + i) * MINUTE,
    values: { energy: valueAt(meter, first + i) },
  }))
  return JSON.stringify({ readings })
}

export async function openMeterPark(url: string, login: { username?: string; password?: string } = {}): Promise<MeterPark> {
  const client: MqttClient = await connectAsync(url, { ...login, protocolVersion: 4, reconnectPeriod: 200 })
  client.on('error', () => undefined)
  let sent = 0
  return {
    async publish(messages, readings = 1) {
      const acks: Promise<unknown>[] = []
      for (let m = 0; m < messages; m++) {
        for (let meter = 1; meter <= METERS; meter++)
          acks.push(client.publishAsync(`campus/park/m-${meter}/telemetry`, payload(meter, sent, readings), { qos: 1 }))
        sent += readings
      }
      await Promise.all(acks)
    },
    acknowledged: () => sent,
    close: () => client.endAsync(true),
  }
}

interface Raw {
  readonly values: readonly { readonly time: string; readonly value: number }[]
}

/** As many as one answer holds, at a reading a minute. */
const ASKED = 4000

async function rawOf(service: Service, point: string, acknowledged: number): Promise<Raw['values']> {
  const all: Raw['values'][number][] = []
  const at = (reading: number): string => new Date(SINCE + reading * MINUTE).toISOString()
  for (let i = -1; i <= acknowledged; i += ASKED) {
    const span = `from=${at(i)}&to=${at(Math.min(i + ASKED, acknowledged + 1))}`
    all.push(...(await service.get<Raw>(`/api/v1/points/${encodeURIComponent(point)}/series?step=raw&${span}`)).values)
  }
  return all
}

/** What the service has of what was acknowledged: readings lost, wrong or never sent, by name. Empty: truth and store agree. */
export async function disagreements(service: Service, acknowledged: number): Promise<string[]> {
  const found: string[] = []
  for (let meter = 1; meter <= METERS; meter++) {
    const values = await rawOf(service, `park/m${meter}/energy`, acknowledged)
    if (values.length !== acknowledged) found.push(`m${meter}: ${values.length} readings instead of ${acknowledged}`)
    values.forEach(({ time, value }, i) => {
      if (Date.parse(time) !== SINCE + i * MINUTE || value !== valueAt(meter, i)) found.push(`m${meter}: ${value} at ${time}`)
    })
  }
  return found
}
