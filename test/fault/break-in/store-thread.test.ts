/** Messages made to stop the store thread: one that takes a backtracking engine years. */

import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import mqtt from 'mqtt'
import { describe, expect, it } from 'vitest'
import { createClock } from '../../../src/adapters/system/clock.ts'
import type { createStoreHost } from '../../../src/main/store-thread/host.ts'
import { createEventLog } from '../../support/fakes/events.ts'
import { built } from '../../support/process/built.ts'
import { backlog, eventually, readiness, startService } from '../../support/process/service.ts'

/** Expressions that backtrack without end on the text below, as people write them. */
const CAMPUS = `campus: { id: park, timezone: Asia/Shanghai }
sites: [{ id: park, kind: office, grid: CN-NORTH }]
sources:
  - id: telegrams
    topic: "p1/{device}/telegram"
    points: { power: { quantity: power, regex: '^(?:(?:\\d+\\s?)+)+W$' } }
  - { id: native, preset: native }
points:
  - { id: park/main/power, place: { site: park }, from: [{ source: telegrams, device: d, field: power }] }
  - { id: park/other/energy, place: { site: park }, medium: electricity, from: [{ source: native, device: m, field: energy }] }
`

describe('one message that matches an expression badly', () => {
  it('stops nothing: it becomes a dead letter, and the messages behind it are stored', async () => {
    const service = await startService({ config: CAMPUS })
    const device = await mqtt.connectAsync(service.brokerUrl)
    await device.publishAsync('p1/d/telegram', JSON.stringify({ power: `${'1 '.repeat(2000)}!` }), { qos: 1 })
    await device.publishAsync('campus/park/m/telemetry', JSON.stringify({ time: Date.now(), values: { energy: 5 } }), { qos: 1 })
    try {
      await eventually('everything to be stored', async () => (await backlog(service)) === 0, 15_000)
      const { items } = await service.get<{ items: { reason: string }[] }>('/api/v1/dead-letters')
      expect(items.map(({ reason }) => reason)).toEqual(['bad-value'])
      expect(await readiness(service)).toMatchObject({ ready: true, degraded: [] })
    } finally {
      await device.endAsync(true)
      await service.kill()
    }
  })
})

/** A thread that never ends decoding message 7, until it is told that the message is poisoned. */
const HANGING = pathToFileURL(resolve(import.meta.dirname, '../../support/process/hanging-thread.mjs'))

describe('a store thread that decodes one message without end', () => {
  it('is replaced, and after two tries goes on without the message', async () => {
    const { createStoreHost: createHost } = await built<{ createStoreHost: typeof createStoreHost }>('src/main/store-thread/host.js')
    const events = createEventLog()
    // Its seconds pass faster here.
    const real = createClock()
    const clock = { ...real, sleep: (ms: number, signal?: AbortSignal) => real.sleep(Math.min(ms, 20), signal) }
    const host = createHost({
      data: {} as Parameters<typeof createStoreHost>[0]['data'],
      entry: HANGING,
      events,
      clock,
      listen: () => undefined,
    })
    await host.open()
    expect(events.of('store-away').map(({ detail }) => detail)).toEqual([
      'the store is opened again: decoding message 7 of the journal does not end',
      'the store is opened again: decoding message 7 of the journal does not end',
    ])
    await host.close()
  })
})
