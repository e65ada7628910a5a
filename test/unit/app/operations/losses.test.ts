import { describe, expect, it } from 'vitest'
import { createLosses, type Losses } from '../../../../src/app/operations/losses.ts'
import { HOUR, instant, type Instant, MINUTE, type MessageGap } from '../../../../src/domain/index.ts'
import type { BrokerState, Records } from '../../../../src/ports/index.ts'
import { createEventLog } from '../../../support/fakes/events.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'

const START = Date.parse('2026-03-02T00:00:00Z')
const saying = (dropped?: number): BrokerState => ({
  connected: true,
  detail: '',
  url: null,
  clients: null,
  ...(dropped === undefined ? {} : { dropped }),
})

interface Rig {
  readonly losses: Losses
  readonly events: ReturnType<typeof createEventLog>
  readonly at: (ms: number) => void
}

function rig(records: Records = createMemoryRecords()): Rig {
  let now: Instant = instant(START)
  const events = createEventLog()
  const clock = { now: () => now, monotonic: () => now, sleep: async () => undefined, yieldToEventLoop: async () => undefined }
  const metrics = { count: () => undefined, gauge: () => undefined }
  return { losses: createLosses({ records, clock, events, metrics }), events, at: (ms) => void (now = instant(START + ms)) }
}
const codes = (losses: Losses): string[] => losses.findCauses().map((c) => c.code)

describe('what the broker threw away', () => {
  it('is what its count has grown by; what it stood at when it was first seen is nobody’s loss', async () => {
    const { losses, events } = rig()
    await losses.observeBroker(saying(700))
    expect([losses.findCauses(), events.of('messages-dropped')]).toEqual([[], []])
    await losses.observeBroker(saying(1700))
    expect(codes(losses)).toEqual(['messages-dropped'])
    expect(losses.findCauses()[0]?.sentence).toMatch(/1000 messages .* raise max_queued_messages .* max_inflight_messages$/)
    expect(losses.describeDrops()).toBe(losses.findCauses()[0]?.sentence)
    expect(events.of('messages-dropped').map((e) => e.count)).toEqual([1000])
    expect(losses.summary().broker).toMatchObject({ messages: 1000, counter: 1700 })
  })

  it('is all of its count when that has begun anew, and nothing where it says nothing', async () => {
    const { losses } = rig()
    await losses.observeBroker(null)
    await losses.observeBroker(saying())
    expect(losses.summary().broker).toBeNull()
    await losses.observeBroker(saying(700))
    await losses.observeBroker(saying(30))
    await losses.observeBroker(saying(30))
    expect(losses.summary().broker).toMatchObject({ messages: 30, counter: 30 })
  })

  it('while the service was down is known at the next look after the start', async () => {
    const records = createMemoryRecords()
    await rig(records).losses.observeBroker(saying(5))
    const { losses } = rig(records)
    await losses.observeBroker(saying(505))
    expect(losses.summary().broker).toMatchObject({ messages: 500 })
  })

  it('is held up for an hour after the last of it', async () => {
    const { losses, at } = rig()
    await losses.observeBroker(saying(0))
    await losses.observeBroker(saying(1))
    at(HOUR - 1)
    expect(codes(losses)).toEqual(['messages-dropped'])
    at(HOUR)
    expect(codes(losses)).toEqual([])
  })
})

/** Messages of a device that are missing from the minute on; `at`: minutes after the start when it showed. */
const gap = (device: string, messages: number, minute = 0, at = 0): MessageGap => ({
  source: 'native',
  device,
  messages,
  span: { from: instant(START + minute * MINUTE), to: instant(START + (minute + 1) * MINUTE) },
  at: instant(START + at * MINUTE),
})

describe('what devices sent and nobody got', () => {
  it('is told by device, the most first, and taken back where it came after all', () => {
    const { losses } = rig()
    losses.recordGaps([gap('a', 2), gap('b', 7)])
    losses.recordGaps([gap('a', 1, 5), gap('c', -1)])
    expect(losses.summary().devices.map((d) => [d.device, d.messages, d.spans.length])).toEqual([
      ['b', 7, 1],
      ['a', 3, 2],
    ])
    expect(losses.findCauses()[0]?.sentence).toContain('10 messages did not arrive, by the seq of the devices: b (7), a (3);')
    losses.recordGaps([gap('a', -1, 5), gap('b', -7)])
    expect(losses.gapsOf('native', 'a')).toEqual([gap('a', 2)])
    losses.recordGaps([gap('a', -2)])
    expect([losses.findCauses(), losses.summary().devices, losses.gapsOf('native', 'a')]).toEqual([[], [], []])
  })

  it('names five devices and counts the others', () => {
    const { losses } = rig()
    losses.recordGaps(Array.from({ length: 9 }, (_, i) => gap(`d${i}`, i + 1)))
    expect(losses.findCauses()[0]?.sentence).toMatch(/: d8 \(9\), d7 \(8\), d6 \(7\), d5 \(6\), d4 \(5\) and 4 more;/)
  })

  it('is an alarm for an hour after it showed, with what was lost in that hour; it stays in the list', () => {
    const { losses, at } = rig()
    losses.recordGaps([gap('a', 2, 0, 0), gap('a', 3, 30, 31)])
    at(HOUR)
    expect(losses.findCauses()[0]?.evidence).toEqual({ messages: 3, devices: 1 })
    at(HOUR + 31 * MINUTE)
    expect([losses.findCauses(), losses.summary().devices.map((d) => d.messages)]).toEqual([[], [5]])
  })

  it('is kept in bounded memory: of many gaps of one device the oldest are one, and still taken back', () => {
    const { losses } = rig()
    const gaps = Array.from({ length: 100 }, (_, i) => gap('a', 2, i))
    for (const one of gaps) losses.recordGaps([one])
    const [device] = losses.summary().devices
    expect([device?.messages, device?.spans.length]).toEqual([200, 32])
    losses.recordGaps(gaps.map((one) => ({ ...one, messages: -2 })))
    expect(losses.summary().devices).toEqual([])
  })
})
