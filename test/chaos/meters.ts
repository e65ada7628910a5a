/** Meters of a park and the readings they published: each value follows from its index, and each reading knows whether it was acknowledged. */

import type { Random } from './random.ts'

export const METERS = 30
/** A whole hour in the zone of the park. */
export const SINCE = Date.parse('2026-03-02T00:00:00+08:00')
/** Simulated time between two readings of a meter. */
export const EVERY = 300_000

export const PARK = `campus: { id: park, timezone: Asia/Shanghai }
sites: [{ id: park, kind: office, grid: CN-NORTH }]
sources: [{ id: native, preset: native }]
points:
  - { id: park/probe/co2, from: [{ source: native, device: probe, field: co2 }] }
templates:
  - for: { n: 1..${METERS} }
    points:
      - { id: "park/m{n}/energy", place: { site: park }, medium: electricity, interval: 5m, from: [{ source: native, device: "m-{n}", field: energy }] }
      - { id: "park/m{n}/power", place: { site: park }, medium: electricity, interval: 5m, from: [{ source: native, device: "m-{n}", field: power }] }
`

/** Energy in kWh, power in W: all of them exact in binary. */
const STEP = 1 / 16

export interface Meter {
  readonly number: number
  readonly topic: string
  /** Number of readings so far; the next one has this index. */
  count(): number
  /** Adds the next reading and returns its index. */
  addReading(): number
  energy(index: number): number
  power(index: number): number
  acknowledge(index: number): void
  isAcknowledged(index: number): boolean
}

export const timeOf = (index: number): number => SINCE + index * EVERY

export function createMeter(number: number, random: Random): Meter {
  const registers = [number * 1000]
  const acknowledged = new Set<number>()
  let count = 0
  return {
    number,
    topic: `campus/park/m-${number}/telemetry`,
    count: () => count,
    addReading() {
      registers.push((registers.at(-1) as number) + random.whole(0, 4) * STEP)
      return count++
    },
    energy: (index) => registers[index] as number,
    power: (index) => 100 * number + (index % 64),
    acknowledge: (index) => void acknowledged.add(index),
    isAcknowledged: (index) => acknowledged.has(index),
  }
}

const item = (meter: Meter, index: number): object => ({
  time: timeOf(index),
  values: { energy: meter.energy(index), power: meter.power(index) },
})

/** Readings of one meter as one message; `seq` counts its messages. */
export function payloadOf(meter: Meter, indices: readonly number[], seq: number): string {
  const [first] = indices
  return JSON.stringify(
    indices.length === 1 && first !== undefined
      ? { seq, ...item(meter, first) }
      : { seq, readings: indices.map((index) => item(meter, index)) },
  )
}
