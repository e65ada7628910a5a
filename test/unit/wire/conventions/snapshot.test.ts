/** What conventions remember (births, descriptions, frames, registers) survives in a snapshot, wherever it is taken. */

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveSource } from '../../../../src/config/campus/sources/resolve.ts'
import { DAY, instant, type RawMessage } from '../../../../src/domain/index.ts'
import { conventions } from '../../../../src/main/presets.ts'
import { createRecognisingDecoder, type Decoder, DESCRIPTORS } from '../../../../src/wire/index.ts'
import { type JsonMessage, rawMessage } from '../decode-json.ts'

const ROOT = resolve(import.meta.dirname, '../../../fixtures/wire')
const MESSAGES: readonly RawMessage[] = DESCRIPTORS.filter((d) => d.name !== 'mapping').flatMap(({ name }) =>
  readdirSync(join(ROOT, name)).map((fixture) =>
    rawMessage(JSON.parse(readFileSync(join(ROOT, name, fixture, 'message.json'), 'utf8')) as JsonMessage),
  ),
)

function decoder(): Decoder {
  const descriptors = conventions()
  const sources = descriptors.map((d) => resolveSource({ id: d.name, mapping: {} }, d))
  return createRecognisingDecoder({ descriptors, sources, otherwise: null, zone: 'UTC' })
}

/** Messages in any order and again, later by up to two days. */
const list = fc.array(fc.record({ at: fc.nat(MESSAGES.length - 1), later: fc.nat(2 * DAY) }), { minLength: 1, maxLength: 80 })

describe('a snapshot of the conventions', () => {
  it('restores to a decoder that reads everything that follows as the one it was taken of', () => {
    fc.assert(
      fc.property(list, fc.nat(80), (order, cut) => {
        const messages = order.flatMap(({ at, later }) => {
          const message = MESSAGES[at]
          return message === undefined ? [] : [{ ...message, receivedAt: instant(message.receivedAt + later) }]
        })
        const whole = decoder()
        for (const m of messages.slice(0, cut)) whole.decode(m)
        const next = decoder()
        expect(next.restore(JSON.parse(JSON.stringify(whole.snapshot())))).toEqual([])
        for (const m of messages.slice(cut)) expect(next.decode(m)).toEqual(whole.decode(m))
        expect(JSON.stringify(next.snapshot())).toBe(JSON.stringify(whole.snapshot()))
      }),
      { numRuns: 60 },
    )
  })

  it('that is damaged is refused by its source, and the others go on', () => {
    const state = JSON.parse(JSON.stringify(decoder().snapshot())) as { sources: Record<string, { state: unknown }> }
    const damaged = { ...state.sources, sparkplug: { convention: 'sparkplug', state: { version: 1, edges: 7 } } }
    expect(decoder().restore({ version: 1, sources: damaged })).toEqual(['sparkplug'])
  })
})

describe('a decoder that recognises conventions', () => {
  it('takes the device from the topic of the message, whatever topics it read before', () => {
    const topics = ['cmnd/plug-1/POWER', 'north/plug-3/stat/RESULT', 'a/b/tele/STATE', 'c/d/e/stat/RESULT']
    const messages = topics.map((topic) => rawMessage({ topic, payload: { POWER: 'OFF' }, received_at: '2026-03-02T08:00:00Z' }))
    const busy = decoder()
    for (const message of [...messages, ...messages.toReversed()]) expect(busy.decode(message)).toEqual(decoder().decode(message))
  })
})
