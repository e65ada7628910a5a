/** A decoder that is stopped anywhere and restored goes on as if it had never stopped. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RawMessage, Source } from '../../../src/domain/index.ts'
import { createDecoder, type DecoderState } from '../../../src/wire/index.ts'
import { message, RECEIVED } from '../../support/fakes/memory-writer.ts'

const SOURCES: readonly Source[] = [
  { id: 'n', preset: 'native', mapping: {} },
  { id: 'm', preset: 'mapping', mapping: { topic: 'm/{device}', points: { w: { quantity: 'power' } } } },
  {
    id: 'f',
    preset: 'mapping',
    mapping: { topic: 'f/{device}', time: { path: 't' }, seq: { path: 'n' }, accept_within: '1h', points: { w: { quantity: 'power' } } },
  },
]

const decoderOf = (sources = SOURCES) => createDecoder(sources, 'Asia/Shanghai')

/** As it would come back from a file. */
const throughJson = (state: DecoderState): unknown => JSON.parse(JSON.stringify(state))

const device = fc.constantFrom('a', 'b', '__proto__')
const sequenced = fc
  .record({ device, seq: fc.integer({ min: 0, max: 60 }), minute: fc.option(fc.integer({ min: -300, max: 4 })) })
  .map(({ device: d, seq, minute }) => {
    const time = minute === null ? {} : { time: RECEIVED + minute * 60_000 }
    return message(`campus/c/${d}/telemetry`, { seq, ...time, values: { power: seq } })
  })
const other = fc.constantFrom(message('m/x', { w: 1 }), message('campus/c/a/status', 'online'), message('campus/c/a/telemetry', 'no json'))
const framed = fc
  .record({ device, n: fc.integer({ min: 0, max: 9 }), minute: fc.integer({ min: -300, max: 4 }), replayed: fc.boolean() })
  .map(({ device: d, n, minute, replayed }) => message(`f/${d}`, { n, t: RECEIVED + minute * 60_000, w: 1 }, replayed ? { replayed } : {}))
const messages = fc.array(fc.oneof({ weight: 8, arbitrary: sequenced }, { weight: 8, arbitrary: framed }, other), { maxLength: 120 })

describe('a snapshot of a decoder', () => {
  it('restores to a decoder that goes on exactly as the one it was taken of, wherever that was', () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 0, max: 120 }), (list: readonly RawMessage[], cut) => {
        const uninterrupted = decoderOf()
        const before = decoderOf()
        for (const m of list.slice(0, cut)) expect(before.decode(m)).toEqual(uninterrupted.decode(m))
        const after = decoderOf()
        expect(after.restore(throughJson(before.snapshot()))).toEqual([])
        for (const m of list.slice(cut)) expect(after.decode(m)).toEqual(uninterrupted.decode(m))
        expect(after.snapshot()).toEqual(uninterrupted.snapshot())
      }),
      { numRuns: 300 },
    )
  })

  it('does not change when the decoder goes on', () => {
    const decoder = decoderOf()
    const feed = (...seqs: readonly number[]): void =>
      seqs.forEach((seq) => void decoder.decode(message('campus/c/a/telemetry', { seq, values: { power: 1 } })))
    feed(1, 5)
    const snapshot = decoder.snapshot()
    const text = JSON.stringify(snapshot)
    feed(3, 90, 2, 4)
    expect(JSON.stringify(snapshot)).toBe(text)
  })

  it('of another version, of another convention or damaged is not restored: the source begins anew, and is named', () => {
    const decoder = decoderOf()
    decoder.decode(message('campus/c/a/telemetry', { seq: 1, values: { power: 1 } }))
    const { sources } = decoder.snapshot()
    const counts = sources['n']?.state as { readonly devices: readonly unknown[] }
    const states: readonly unknown[] = [
      null,
      'text',
      { version: 2, sources },
      { version: 1, sources: { ...sources, n: { convention: 'mapping', state: null } } },
      { version: 1, sources: { ...sources, n: { convention: 'native', state: { ...counts, version: 9 } } } },
      { version: 1, sources: { ...sources, n: { convention: 'native', state: { version: 1, devices: [['a', { last: '1' }]] } } } },
      { version: 1, sources: { ...sources, n: { convention: 'native', state: { version: 1, devices: [7] } } } },
    ]
    for (const state of states) {
      const fresh = decoderOf()
      expect(fresh.restore(state)).toContain('n')
      expect(fresh.decode(message('campus/c/a/telemetry', { seq: 9, values: { power: 1 } })).decoded.events).toEqual([])
    }
  })

  it('leaves a source that is new since then as it is', () => {
    const fresh = decoderOf([...SOURCES, { id: 'new', preset: 'native', mapping: { topic: 'x/{device}/{message}' } }])
    expect(fresh.restore(throughJson(decoderOf().snapshot()))).toEqual(['new'])
  })
})
