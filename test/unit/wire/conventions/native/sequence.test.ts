/** What devices count against what came: never a gap that is none, whatever the network does to the order; a real one to the message. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DecodeEvent } from '../../../../../src/domain/index.ts'
import { createDecoder } from '../../../../../src/wire/index.ts'
import { message, RECEIVED } from '../../../../support/fakes/memory-writer.ts'

interface Sent {
  readonly seq: number
  /** Minutes after the first one; null: the device gives no time. */
  readonly minute: number | null
}

const START = RECEIVED - 600 * 60_000

const missingIn = (event: DecodeEvent): number => (event.type === 'seq-gap' ? event.missing : event.type === 'seq-late' ? -1 : 0)

/** The messages reported as missing once all of these came, in this order. */
function missingAfter(arriving: readonly Sent[]): number {
  const decoder = createDecoder([{ id: 'native', preset: 'native', mapping: {} }], 'UTC')
  let missing = 0
  for (const { seq, minute } of arriving) {
    const body = { seq, ...(minute === null ? {} : { time: START + minute * 60_000 }), values: { power: 1 } }
    for (const event of decoder.decode(message('campus/c/d/telemetry', body)).decoded.events) missing += missingIn(event)
    if (missing < 0) throw new Error('more came after all than was missing')
  }
  return missing
}

/** Counts from 0 that begin anew after so many messages. */
const sentOf = (counts: readonly number[]): Sent[] =>
  counts.flatMap((n) => Array.from({ length: n }, (_, seq) => seq)).map((seq, minute) => ({ seq, minute }))

const timed = (...seqs: number[]): Sent[] => seqs.map((seq) => ({ seq, minute: seq }))
const untimed = (...seqs: number[]): Sent[] => seqs.map((seq) => ({ seq, minute: null }))

describe('what a device counts', () => {
  it('has no gap when everything came, in whatever order and however often, over restarts of its count', () => {
    const arrival = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }).chain((counts) => {
      const copies = sentOf(counts).flatMap((s, i) => (i % 3 === 0 ? [s, s, s] : [s]))
      return fc.shuffledSubarray(copies, { minLength: copies.length, maxLength: copies.length })
    })
    fc.assert(
      fc.property(arrival, (arriving) => {
        expect(missingAfter(arriving)).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('lacks exactly what was lost behind the first message that came, in whatever order and however often the others came', () => {
    const arrival = fc.array(fc.boolean(), { minLength: 2, maxLength: 120 }).chain((lost) => {
      const came = timed(...lost.flatMap((gone, seq) => (gone && seq > 0 ? [] : [seq])))
      const copies = came.slice(1).flatMap((s, i) => (i % 3 === 0 ? [s, s] : [s]))
      return fc.record({
        came: fc.constant(came),
        later: fc.shuffledSubarray(copies, { minLength: copies.length, maxLength: copies.length }),
      })
    })
    fc.assert(
      fc.property(arrival, ({ came, later }) => {
        const newest = came.at(-1)?.seq ?? 0
        expect(missingAfter([...came.slice(0, 1), ...later])).toBe(newest + 1 - came.length)
      }),
      { numRuns: 500 },
    )
  })

  it('goes on after a message that was delivered a second time, long after the first', () => {
    expect(missingAfter(timed(0, 1, 2, 3, 1, 4, 5))).toBe(0)
    expect(missingAfter(timed(...Array.from({ length: 100 }, (_, i) => i), 40, 100))).toBe(0)
  })

  it('without a time goes on too: what was delivered again is followed by what comes next', () => {
    expect(missingAfter(untimed(0, 1, 2, 3, 1, 4, 5))).toBe(0)
    expect(missingAfter(untimed(...Array.from({ length: 100 }, (_, i) => i), 40, 41, 42, 100, 101))).toBe(0)
  })
})
