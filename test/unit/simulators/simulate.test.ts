/** Whole plays through a real broker. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadCampus, openCampusModel } from '../../../simulators/campus.ts'
import { type DemoOptions, simulate, startDemo } from '../../../simulators/index.ts'
import { DAY, HOUR, MINUTE, QUARTER } from '../../../simulators/models/zone.ts'
import { openPublisher } from '../../../simulators/publisher.ts'
import { type Broker, openBroker } from './broker.ts'

const FROM = Date.parse('2019-03-04T06:00:00+08:00')
const campus = loadCampus('reference')

let broker: Broker
let dir: string

beforeEach(async () => {
  broker = await openBroker()
  dir = mkdtempSync(join(tmpdir(), 'simulate-'))
})
afterEach(async () => {
  await broker.close()
  rmSync(dir, { recursive: true, force: true })
})

interface Item {
  readonly time: string
  readonly values: Readonly<Record<string, number>>
}

/** Readings of one device, in the order they came. */
function readings(device: string): Item[] {
  return broker.heard
    .filter((m) => m.topic === `campus/park/${device}/telemetry`)
    .flatMap((m) => {
      const body = JSON.parse(m.text) as Item & { readings?: Item[] }
      return body.readings ?? [body]
    })
}

const telemetry = (): string[] => broker.heard.filter((m) => m.topic.endsWith('/telemetry')).map((m) => `${m.topic} ${m.text}`)
const play = { campus: 'reference', from: FROM, to: FROM + 3 * HOUR, speed: 'max', seed: 3 } as const

describe('a simulation', () => {
  it('sends every device at every quarter hour, and counts what it sent', async () => {
    const done = await simulate({ ...play, broker: broker.url })
    expect(done.messages).toBe(telemetry().length)
    expect(done.readings).toBe(13 * campus.devices.reduce((n, d) => n + d.fields.length, 0))
    expect(readings('park-main').map((r) => Date.parse(r.time))).toEqual(Array.from({ length: 13 }, (_, i) => FROM + i * QUARTER))
  })

  it('writes a truth that is the difference of the registers it sent', async () => {
    const truth = join(dir, 'truth.ndjson')
    const done = await simulate({ ...play, broker: broker.url, truth })
    const rows = readFileSync(truth, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { point: string; from: string; to: string; value: number })
    expect(rows.length).toBe(done.truthRows)
    const sent = new Map(readings('a-main').map((r) => [Date.parse(r.time), r.values['energy'] ?? 0]))
    const own = rows.filter((r) => r.point === 'park/block-a/main/energy')
    expect(own.map((r) => Math.round(r.value * 1000))).toEqual(
      own.map((r) => Math.round(((sent.get(Date.parse(r.to)) ?? 0) - (sent.get(Date.parse(r.from)) ?? 0)) * 1000)),
    )
    expect(own.length).toBe(3)
  })

  it('sends the same bytes for the same seed and others for another', async () => {
    const once = async (seed: number): Promise<string[]> => {
      const before = telemetry().length
      await simulate({ ...play, seed, broker: broker.url, faults: 'drop=0.05,reorder=3', connections: 1 })
      return telemetry().slice(before)
    }
    const first = await once(3)
    expect(await once(3)).toEqual(first)
    expect(await once(4)).not.toEqual(first)
  })

  it('leaves every device offline, retained, when it ends', async () => {
    await simulate({ ...play, to: FROM, broker: broker.url })
    const last = new Map(broker.heard.filter((m) => m.topic.endsWith('/status')).map((m) => [m.topic, m]))
    expect(last.size).toBe(campus.devices.length)
    expect([...last.values()].every((m) => m.text === 'offline' && m.retain)).toBe(true)
  })

  it('loses nothing when its connections are cut: unacknowledged messages are sent again', async () => {
    let cuts = 0
    const onProgress = ({ sent }: { sent: number }): void => {
      if (sent > (cuts + 1) * 400 && cuts < 3) {
        cuts += 1
        broker.cut()
      }
    }
    await simulate({ ...play, to: FROM + 12 * HOUR, batch: 1, broker: broker.url, onProgress })
    expect(cuts).toBe(3)
    for (const { id } of campus.devices) expect(new Set(readings(id).map((r) => r.time)).size, id).toBe(49)
  })

  it('with qos=0 resends nothing: messages of a lost connection, and those sent until it reconnects, are lost', async () => {
    let back: (() => void) | undefined
    let cut = false
    const connected = new Promise<void>((resolve) => (back = resolve))
    const onProgress = async ({ simulated }: { simulated: number }): Promise<void> => {
      if (!cut && simulated >= FROM + 4 * HOUR) {
        cut = true
        broker.cut()
      }
      if (simulated >= FROM + 8 * HOUR) await connected
    }
    const onConnection = (stands: boolean): void => {
      if (stands) back?.()
    }
    await simulate({
      ...play,
      to: FROM + 12 * HOUR,
      batch: 1,
      connections: 1,
      broker: broker.url,
      faults: 'qos=0',
      onProgress,
      onConnection,
    })
    expect(new Set(broker.heard.filter((m) => m.topic.endsWith('/telemetry')).map((m) => m.qos))).toEqual(new Set([0]))
    for (const { id } of campus.devices) {
      const times = readings(id).map((r) => Date.parse(r.time))
      expect(times, id).toContain(FROM)
      expect(times, id).not.toContain(FROM + 6 * HOUR)
      expect(times, id).toContain(FROM + 12 * HOUR)
      expect(new Set(times).size, id).toBe(times.length)
    }
  })

  it('runs live until it is interrupted, with a truth up to the last reading', async () => {
    const stop = new AbortController()
    const truth = join(dir, 'truth.ndjson')
    const running = simulate({
      campus: 'reference',
      broker: broker.url,
      from: FROM,
      speed: 3600,
      stepMs: 5 * MINUTE,
      seed: 3,
      truth,
      signal: stop.signal,
    })
    await broker.until(() => readings('weather').length >= 4)
    stop.abort()
    const done = await running
    const times = readings('weather').map((r) => Date.parse(r.time))
    expect(times).toEqual(times.map((_, i) => FROM + i * 5 * MINUTE))
    const rows = readFileSync(truth, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { to: string })
    expect(Date.parse(rows.at(-1)?.to ?? '')).toBe(times.at(-1))
    expect(done.truthRows).toBe(rows.length)
  })

  it('names the address that did not answer', async () => {
    const url = broker.url
    await broker.close()
    await expect(simulate({ ...play, broker: url })).rejects.toThrow(`no broker takes messages at "${url}"`)
    broker = await openBroker()
  })

  it('refuses a wrong fault, an unknown campus and a time before the campus begins', async () => {
    await expect(simulate({ ...play, broker: broker.url, faults: 'drop=7' })).rejects.toThrow('"drop=7": give a share')
    await expect(simulate({ ...play, broker: broker.url, campus: 'nowhere' })).rejects.toThrow('"nowhere" is no campus')
    await expect(simulate({ ...play, broker: broker.url, from: 0 })).rejects.toThrow('lies before the campus begins')
  })
})

describe('the publisher', () => {
  it('has no more unacknowledged messages than its window', async () => {
    const publisher = await openPublisher({ url: broker.url, window: 8 })
    for (let i = 0; i < 200; i++) {
      await publisher.send(0, 'a/b', String(i))
      expect(publisher.unacknowledged()).toBeLessThanOrEqual(8)
    }
    await publisher.close()
    expect(broker.heard.map((m) => m.text)).toEqual(Array.from({ length: 200 }, (_, i) => String(i)))
    expect(publisher.unacknowledged()).toBe(0)
  })

  it('with QoS 0 does not wait: sending over a lost connection ends', async () => {
    const publisher = await openPublisher({ url: broker.url, window: 8, qos: 0 })
    broker.cut()
    for (let i = 0; i < 50; i++) await publisher.send(0, 'a/b', 'x'.repeat(10_000))
    await publisher.drained()
    expect(publisher.unacknowledged()).toBe(0)
    await publisher.close()
  })
})

describe('the demo', () => {
  const START = Date.parse('2026-03-02T10:07:00+08:00')

  function options(extra: Partial<DemoOptions> = {}): DemoOptions & { progress: { done: number; total: number; detail: string }[] } {
    const began = performance.now()
    const progress: { done: number; total: number; detail: string }[] = []
    return {
      broker: broker.url,
      stateFile: join(dir, 'demo.json'),
      now: () => START + Math.floor(performance.now() - began),
      liveEveryMs: 50,
      months: 1,
      historyPerSecond: 100_000,
      onProgress: (p) => progress.push(p),
      signal: new AbortController().signal,
      progress,
      ...extra,
    }
  }

  it('sends live values before its history, and in the end all quarter hours of the months', async () => {
    const o = options()
    const demo = startDemo(o)
    await demo.historyDone
    await demo.stop()
    const times = readings('park-main').map((r) => Date.parse(r.time))
    const begin = Date.parse('2026-02-02T00:00:00+08:00')
    const live = times.findIndex((t) => t >= START)
    expect(live).toBeGreaterThanOrEqual(0)
    expect(live).toBeLessThan(times.length / 2)
    const past = new Set(times.filter((t) => t < START))
    expect(past.size).toBe(Math.floor((START - begin) / QUARTER) + 1)
    expect(o.progress.at(-1)?.done).toBe(o.progress.at(-1)?.total)
  })

  it('has registers that rise from the history into the live values without a jump', async () => {
    const demo = startDemo(options())
    await demo.historyDone
    await demo.stop()
    const rows = readings('park-main').map((r) => [Date.parse(r.time), r.values['energy'] ?? 0] as const)
    const sorted = rows.toSorted((a, b) => a[0] - b[0])
    for (const [i, [time, energy]] of sorted.entries()) {
      const [before, was] = sorted[i - 1] ?? [time, energy]
      expect(energy).toBeGreaterThanOrEqual(was)
      // 20 MW is more than the park can take.
      expect(energy - was).toBeLessThanOrEqual((20_000 * (time - before)) / HOUR + 0.001)
    }
  })

  it('fills only the gap after a restart, with registers that continue', async () => {
    const first = startDemo(options())
    await first.historyDone
    await first.stop()
    const before = readings('b-main')
    const began = performance.now()
    const later = options({ now: () => START + 2 * DAY + Math.floor(performance.now() - began) })
    const second = startDemo(later)
    await second.historyDone
    await second.stop()
    const after = readings('b-main').slice(before.length)
    const filled = after.filter((r) => Date.parse(r.time) % QUARTER === 0)
    expect(filled.length).toBe(192)
    const highest = Math.max(...before.map((r) => r.values['energy'] ?? 0))
    expect(Math.min(...after.map((r) => r.values['energy'] ?? 0))).toBeGreaterThanOrEqual(highest)
    const model = openCampusModel(campus, 2020, { since: campus.zone.dayOf(Date.parse('2026-02-02T00:00:00+08:00')) })
    const meter = model.registers.findIndex((r) => r.key === 'b-main energy')
    for (const { time, values } of filled) expect(Math.round((values['energy'] ?? 0) * 1e6)).toBe(model.register(meter, Date.parse(time)))
  })

  it('stops in the middle of its history and goes on there', async () => {
    const stop = new AbortController()
    const first = startDemo(options({ signal: stop.signal, months: 2 }))
    await broker.until(() => broker.heard.length > 3000)
    stop.abort()
    await first.stop()
    await first.historyDone
    const second = startDemo(options({ months: 2 }))
    await second.historyDone
    await second.stop()
    const past = new Set(
      readings('weather')
        .map((r) => Date.parse(r.time))
        .filter((t) => t < START),
    )
    const begin = Date.parse('2026-01-02T00:00:00+08:00')
    expect(past.size).toBe(Math.floor((START - begin) / QUARTER) + 1)
  })
})
