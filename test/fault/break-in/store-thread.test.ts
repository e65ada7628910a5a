/** Messages made to stop the store thread: one that takes a backtracking engine years. */

import mqtt from 'mqtt'
import { describe, expect, it } from 'vitest'
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
