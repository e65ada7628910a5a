/** A frame that comes twice gives its readings once, whatever its time, and whatever comes between. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant, type RawMessage, type Source } from '../../../../src/domain/index.ts'
import { createDecoder, type Decoder } from '../../../../src/wire/index.ts'
import { message, RECEIVED } from '../../../support/fakes/memory-writer.ts'

const SOURCE: Source = {
  id: 's',
  preset: 'mapping',
  mapping: {
    topic: 'up/{device}',
    time: { path: 'time' },
    seq: { path: 'fCnt' },
    points: { pulses: { quantity: 'volume', unit: 'L', scale: 10, kind: 'interval' } },
  },
}
const MINUTE = 60_000

interface Sent {
  readonly device: string
  readonly seq: number
  /** ms after the first. */
  readonly at: number
}

function uplink({ device, seq, at }: Sent, more: Partial<RawMessage> = {}): RawMessage {
  const receivedAt = instant(RECEIVED + at)
  return message(`up/${device}`, { time: receivedAt - 1000, fCnt: seq, pulses: seq }, { receivedAt, ...more })
}

function decode(decoder: Decoder, raw: RawMessage): { readings: number; copies: number } {
  const { readings, events } = decoder.decode(raw).decoded
  return { readings: readings.length, copies: events.filter((e) => e.type === 'duplicate').length }
}

const READ = { readings: 1, copies: 0 }
const COPY = { readings: 0, copies: 1 }

const sent = fc
  .array(
    fc.record({
      device: fc.constantFrom('a', 'b', '__proto__'),
      seq: fc.integer({ min: 0, max: 12 }),
      pause: fc.integer({ min: 0, max: 4 * MINUTE }),
    }),
    { maxLength: 60 },
  )
  .map((list) => {
    let at = 0
    return list.map(({ pause, ...rest }): Sent => ({ ...rest, at: (at += pause) }))
  })

describe('frames that are numbered', () => {
  it('are read once within ten minutes, in whatever order and however often they come', () => {
    fc.assert(
      fc.property(sent, (list) => {
        const decoder = createDecoder([SOURCE], 'UTC')
        const taken: Sent[] = []
        for (const frame of list) {
          const copy = taken.some((t) => t.device === frame.device && t.seq === frame.seq && frame.at - t.at <= 10 * MINUTE)
          if (!copy) taken.push(frame)
          expect(decode(decoder, uplink(frame))).toEqual(copy ? COPY : READ)
        }
      }),
    )
  })

  it('are judged the same by a decoder that is stopped and restored anywhere', () => {
    fc.assert(
      fc.property(sent, fc.integer({ min: 0, max: 60 }), (list, cut) => {
        const whole = createDecoder([SOURCE], 'UTC')
        const before = createDecoder([SOURCE], 'UTC')
        for (const frame of list.slice(0, cut)) expect(before.decode(uplink(frame))).toEqual(whole.decode(uplink(frame)))
        const after = createDecoder([SOURCE], 'UTC')
        expect(after.restore(JSON.parse(JSON.stringify(before.snapshot())))).toEqual([])
        for (const frame of list.slice(cut)) expect(after.decode(uplink(frame))).toEqual(whole.decode(uplink(frame)))
      }),
    )
  })

  it('give the same readings when they are replayed, once and again', () => {
    fc.assert(
      fc.property(sent, (list) => {
        const decoder = createDecoder([SOURCE], 'UTC')
        const live = list.map((f) => decoder.decode(uplink(f)).decoded.readings)
        const again = (): unknown => list.map((f) => decoder.decode(uplink(f, { replayed: true })).decoded.readings)
        // Equal messages of one millisecond give equal readings: these are one row.
        const rows = (all: unknown): unknown => [...new Set((all as unknown[][]).flat().map((r) => JSON.stringify(r)))]
        expect(rows(again())).toEqual(rows(live))
        expect(rows(again())).toEqual(rows(live))
      }),
    )
  })

  it('begin anew at a smaller number when the device restarts', () => {
    const decoder = createDecoder([SOURCE], 'UTC')
    for (const seq of [104, 105, 0, 1, 2]) expect(decode(decoder, uplink({ device: 'a', seq, at: seq === 104 ? 0 : 1000 }))).toEqual(READ)
  })

  it('of one message with several items are one frame', () => {
    const source: Source = {
      ...SOURCE,
      mapping: { ...SOURCE.mapping, each: 'list', name: 'n', value: 'v', points: { p: { quantity: 'power' }, e: { quantity: 'energy' } } },
    }
    const decoder = createDecoder([source], 'UTC')
    const payload = {
      fCnt: 7,
      list: [
        { n: 'p', v: 1 },
        { n: 'e', v: 2 },
      ],
    }
    expect(decode(decoder, message('up/a', payload))).toEqual({ readings: 2, copies: 0 })
    expect(decode(decoder, message('up/a', payload))).toEqual(COPY)
  })

  it('name the frame in the event of its copy', () => {
    const decoder = createDecoder([SOURCE], 'UTC')
    decoder.decode(uplink({ device: 'a', seq: 5, at: 0 }))
    expect(decoder.decode(uplink({ device: 'a', seq: 5, at: 48_000 })).decoded.events).toEqual([
      { type: 'duplicate', device: 'a', channel: null, frame: '5' },
    ])
  })

  it('without a number are read like any other message', () => {
    const decoder = createDecoder([SOURCE], 'UTC')
    for (const fCnt of [undefined, null, true, {}]) expect(decode(decoder, message('up/a', { fCnt, pulses: 1 }))).toEqual(READ)
  })
})
