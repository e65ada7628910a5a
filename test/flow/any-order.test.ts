/** From the wire to the buckets: messages in any order, with repetitions, in any batches, rolled up in between. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bucket, type FindingCode, findingCodes, HOUR, instant, MINUTE, type RawMessage } from '../../src/domain/index.ts'
import { createWriter } from '../../src/ingest/writer.ts'
import { bucketText } from '../../src/rollup/verify.ts'
import { createEventLog, createMetricLog } from '../support/fakes/events.ts'
import { campusOf, memoryJournal, memoryStore, message, point, quickClock, RECEIVED } from '../support/fakes/memory-writer.ts'
import { bucketsAfter } from '../support/fakes/wire-to-buckets.ts'

const CAMPUS = campusOf([
  point('energy', [{ device: 'meter', field: 'energy' }], { quantity: 'energy', unit: 'kWh', kind: 'counter' }),
  point('power', [{ device: 'meter', field: 'power' }]),
])
const START = RECEIVED - 12 * HOUR

/** A reading every five minutes: a register that restarts once, and the power. Some messages are lost on the way. */
function sent(values: readonly { readonly power: number; readonly lost: boolean }[]): RawMessage[] {
  let register = 1000
  return values.flatMap(({ power, lost }, i) => {
    register = i === 40 ? 0 : register + power / 12_000
    const body = { time: START + i * 5 * MINUTE, seq: i, values: { power, energy: Math.round(register * 1e6) / 1e6 } }
    return lost ? [] : [message('campus/c/meter/telemetry', body)]
  })
}

const bucketsOf = (arriving: readonly RawMessage[], cut: number): Promise<readonly Bucket[]> =>
  bucketsAfter(arriving, { campus: CAMPUS, zone: 'Europe/Berlin', cut })
const lines = async (arriving: readonly RawMessage[], cut: number): Promise<string[]> => (await bucketsOf(arriving, cut)).map(bucketText)
const found = async (arriving: readonly RawMessage[]): Promise<Set<FindingCode>> =>
  new Set((await bucketsOf(arriving, 100)).flatMap((b) => findingCodes(b.findings)))

describe('messages with a device time', () => {
  it('give the same buckets in any order and with any repetitions', async () => {
    const value = fc.record({
      power: fc.integer({ min: 0, max: 4000 }),
      lost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    })
    const arrival = fc.array(value, { minLength: 60, maxLength: 90 }).chain((values) => {
      const messages = sent(values)
      const copies = messages.flatMap((m, i) => (i % 4 === 0 ? [m, { ...m, dup: true }, m] : [m]))
      return fc.record({
        messages: fc.constant(messages),
        arriving: fc.shuffledSubarray(copies, { minLength: copies.length, maxLength: copies.length }),
        cut: fc.integer({ min: 1, max: 40 }),
      })
    })
    await fc.assert(
      fc.asyncProperty(arrival, async ({ messages, arriving, cut }) => {
        const whole = await lines(messages, 1000)
        expect(whole.length).toBeGreaterThan(40)
        expect(await lines(arriving, cut)).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })
})

describe('messages without a believable device time', () => {
  const at = (body: object, i: number): RawMessage =>
    message('campus/c/meter/telemetry', { values: { power: 5 }, ...body }, { receivedAt: instant(RECEIVED + i * MINUTE) })

  it('carry the finding receive-time or clock-rejected', async () => {
    expect(await found([at({}, 0), at({}, 1)])).toEqual(new Set(['receive-time']))
    expect(await found([at({ time: RECEIVED + 10 * 24 * HOUR }, 0), at({ time: 0 }, 1)])).toEqual(new Set(['clock-rejected']))
    expect(await found([at({ time: RECEIVED }, 0), at({ time: RECEIVED + MINUTE }, 1)])).toEqual(new Set())
  })

  it('are counted by reason, and messages without a seq are counted too', async () => {
    const [journal, metrics] = [memoryJournal(), createMetricLog()]
    const store = memoryStore()
    const parts = { deadLetters: store, events: createEventLog(), metrics, clock: quickClock() }
    const writer = createWriter({ ...parts, reader: journal, rereadRange: journal.again, readings: store, campus: () => CAMPUS })
    for (const one of [at({}, 0), at({ time: 0, seq: 4 }, 1), at({ time: RECEIVED, seq: 5 }, 2)]) journal.append(one)
    await writer.start()
    await writer.drained(3)
    await writer.stop()
    expect(metrics.total('readings_untimed')).toBe(2)
    expect(metrics.of('readings_untimed')).toEqual({ 'reason=absent': 1, 'reason=rejected': 1 })
    expect(metrics.total('messages_uncounted')).toBe(1)
  })
})
