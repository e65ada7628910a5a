/** Devices as the field has them: QoS 1, device time and seq; some messages twice, some late, some in the wrong order, some of several readings. */

import { openLine } from './line.ts'
import { createMeter, type Meter, METERS, payloadOf } from './meters.ts'
import type { Random } from './random.ts'

export interface Devices {
  readonly meters: readonly Meter[]
  /** Messages acknowledged so far. */
  acknowledged(): number
  /** Monotonic time of the last acknowledgement. */
  lastAcknowledged(): number
  /** Readings made by then, whose messages have not all been acknowledged. */
  open(): number
  /** Nothing goes out, readings are made; what was held back goes out at once when it ends. */
  holdBack(on: boolean): void
  /** Makes no more readings and sends what is left. */
  finish(): void
  close(): Promise<void>
}

const LINES = 6
/** Every meter makes a reading so often, ms. */
const PERIOD = 200
const TICK = 20
const ODDS = { twice: 0.05, late: 0.03, joined: 0.05, swapped: 0.05 }
/** Late messages come so much later at most, ms. */
const LATEST = 20_000

interface Held {
  readonly meter: Meter
  readonly indices: readonly number[]
  /** Monotonic time at which it goes out. */
  readonly due: number
}

export function startDevices(url: string, random: Random): Devices {
  const lines = Array.from({ length: LINES }, () => openLine(url))
  const meters = Array.from({ length: METERS }, (_, i) => createMeter(i + 1, random.fork(`meter ${i + 1}`)))
  const seqs = new Map<Meter, number>()
  const joining = new Map<Meter, number[]>()
  let held: Held[] = []
  let back = false
  let done = false
  let [sent, acknowledged, lastAcknowledged, turn] = [0, 0, 0, 0]

  function post(meter: Meter, indices: readonly number[]): void {
    const seq = seqs.get(meter) ?? 0
    seqs.set(meter, seq + 1)
    sent += 1
    lines[meter.number % LINES]?.send({
      topic: meter.topic,
      payload: payloadOf(meter, indices, seq),
      acknowledged() {
        for (const index of indices) meter.acknowledge(index)
        acknowledged += 1
        lastAcknowledged = performance.now()
      },
    })
  }

  function hold(meter: Meter, indices: readonly number[], forMs: number): void {
    held.push({ meter, indices, due: performance.now() + forMs })
  }

  function reading(meter: Meter): void {
    const indices = [...(joining.get(meter) ?? []), meter.addReading()]
    if (random.chance(ODDS.joined) || (indices.length > 1 && random.chance(0.7))) {
      joining.set(meter, indices)
      return
    }
    joining.delete(meter)
    if (random.chance(ODDS.twice)) hold(meter, indices, random.within(0, LATEST))
    if (random.chance(ODDS.late)) hold(meter, indices, random.within(500, LATEST))
    else if (random.chance(ODDS.swapped)) hold(meter, indices, PERIOD * 1.5)
    else if (back) hold(meter, indices, 0)
    else post(meter, indices)
  }

  function release(all: boolean): void {
    if (back && !all) return
    const now = performance.now()
    const due = held.filter((h) => all || h.due <= now)
    if (due.length === 0) return
    held = held.filter((h) => !all && h.due > now)
    for (const { meter, indices } of due) post(meter, indices)
  }

  const timer = setInterval(() => {
    for (let i = 0; i < (METERS * TICK) / PERIOD; i++) reading(meters[turn++ % METERS] as Meter)
    release(false)
  }, TICK)

  return {
    meters,
    acknowledged: () => acknowledged,
    lastAcknowledged: () => lastAcknowledged,
    open: () => sent - acknowledged + held.length,
    holdBack(on) {
      back = on
    },
    finish() {
      if (done) return
      done = true
      clearInterval(timer)
      for (const [meter, indices] of joining) post(meter, indices)
      release(true)
    },
    async close() {
      clearInterval(timer)
      await Promise.all(lines.map((line) => line.close()))
    },
  }
}
