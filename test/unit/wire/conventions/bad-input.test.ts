/** Whatever happens to a message on its way: a reading, an event or a dead letter of the closed sets, never an exception. */

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveSource } from '../../../../src/config/campus/sources/resolve.ts'
import { type Decoded, possible, quantityOf, type RawMessage } from '../../../../src/domain/index.ts'
import { conventions } from '../../../../src/main/presets.ts'
import { createDecoder, createRecognisingDecoder, type Decoder, DESCRIPTORS } from '../../../../src/wire/index.ts'
import { type JsonMessage, rawMessage, sourceOf } from '../decode-json.ts'

const ROOT = resolve(import.meta.dirname, '../../../fixtures/wire')
const OWN_CODE = DESCRIPTORS.map((d) => d.name).filter((name) => name !== 'mapping')

interface Fixture {
  readonly preset: string
  readonly json: JsonMessage
  readonly message: RawMessage
}

const FIXTURES: readonly Fixture[] = OWN_CODE.flatMap((preset) =>
  readdirSync(join(ROOT, preset)).map((name) => {
    const json = JSON.parse(readFileSync(join(ROOT, preset, name, 'message.json'), 'utf8')) as JsonMessage
    return { preset, json, message: rawMessage(json) }
  }),
)

const decoderOf = ({ preset, json }: Fixture): Decoder => createDecoder([sourceOf(preset, json.mapping ?? {})], json.zone ?? 'UTC')

function recogniser(): Decoder {
  const descriptors = conventions()
  return createRecognisingDecoder({
    descriptors,
    sources: descriptors.map((d) => resolveSource({ id: d.name, mapping: {} }, d)),
    otherwise: null,
    zone: 'UTC',
  })
}

function expectSound({ readings, events, dead }: Decoded, { receivedAt, retain }: RawMessage): void {
  expect(readings.length + events.length + dead.length).toBeGreaterThan(0)
  expect(readings.length).toBeLessThanOrEqual(1000)
  expect(dead.map((d) => d.reason)).not.toContain('decoder-error')
  for (const r of readings) {
    expect(Number.isFinite(r.value)).toBe(true)
    expect([quantityOf(r.quantity).unit, 'bool']).toContain(r.unit)
    expect(possible(r.quantity, r.value) || r.quality === 'bad').toBe(true)
    expect(r.time).toBeGreaterThanOrEqual(Date.UTC(2000, 0, 1))
    expect(r.time).toBeLessThanOrEqual(receivedAt + 5 * 60_000)
    expect(retain && r.timeSource === 'receive').toBe(false)
  }
  expect(new Set(readings.map((r) => `${r.device}|${r.channel}|${r.time}`)).size).toBe(readings.length)
}

function withPayload(message: RawMessage, payload: Uint8Array): RawMessage {
  return { ...message, payload }
}

const fixture = fc.constantFrom(...FIXTURES)
const position = fc.double({ min: 0, max: 0.999_999, noNaN: true })

describe('a message of a convention', () => {
  it('with any byte changed gives a reading, an event or a dead letter, with and without a source', () => {
    const open = recogniser()
    fc.assert(
      fc.property(fixture, position, fc.integer({ min: 1, max: 255 }), (f, at, change) => {
        const payload = Buffer.from(f.message.payload)
        if (payload.length > 0) {
          const i = Math.floor(at * payload.length)
          payload[i] = (payload[i] ?? 0) ^ change
        }
        const damaged = withPayload(f.message, payload)
        expectSound(decoderOf(f).decode(damaged).decoded, damaged)
        expectSound(open.decode(damaged).decoded, damaged)
      }),
      { numRuns: 1500 },
    )
  })

  it('that is cut gives no reading where it was JSON, and nothing worse elsewhere', () => {
    fc.assert(
      fc.property(fixture, position, (f, at) => {
        const cut = withPayload(f.message, f.message.payload.subarray(0, Math.floor(at * f.message.payload.length)))
        const { decoded } = decoderOf(f).decode(cut)
        expectSound(decoded, cut)
        const first = f.message.payload[0]
        if (first === 0x7b || first === 0x5b) expect(decoded.readings).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })

  it('on any topic of any convention gives a reading, an event or a dead letter', () => {
    const open = recogniser()
    fc.assert(
      fc.property(fixture, fixture, fc.boolean(), (topicOf, payloadOf, retain) => {
        const mixed = { ...payloadOf.message, topic: topicOf.message.topic, retain }
        expectSound(open.decode(mixed).decoded, mixed)
      }),
      { numRuns: 1500 },
    )
  })

  it('in any order, and repeated, leaves the values of one channel and time as they are', () => {
    const numbers = FIXTURES.map((_, i) => i)
    fc.assert(
      fc.property(fc.shuffledSubarray(numbers, { minLength: numbers.length }), (order) => {
        const seen = new Map<string, number>()
        const open = recogniser()
        for (const f of [...order, ...order].map((i) => FIXTURES[i])) {
          if (f === undefined) continue
          const { decoded } = open.decode(f.message)
          expectSound(decoded, f.message)
          for (const r of decoded.readings.filter(({ timeSource }) => f.preset === 'sparkplug' && timeSource !== 'receive')) {
            const key = `${r.device}|${r.channel}|${r.time}`
            expect(seen.get(key) ?? r.value).toBe(r.value)
            seen.set(key, r.value)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  const bombs: Readonly<Record<string, Buffer>> = {
    'is 5 MB of one letter': Buffer.alloc(5 * 1024 * 1024, 'a'),
    'has 200,000 brackets': Buffer.alloc(200_000, '['),
    'names __proto__': Buffer.from('{"__proto__":{"power":1},"params":{"__proto__":{"switch:0":{"apower":1}}},"ENERGY":{"__proto__":1}}'),
    'has huge exponents': Buffer.from('{"power":1e999,"energy":-1e999,"ENERGY":{"Total":1e400},"Time":1e308,"last_seen":1e308,"ts":1e308}'),
    'is no UTF-8': Buffer.from([0xff, 0xfe, 0x7b, 0xc3, 0x28, 0x7d]),
    'is empty': Buffer.alloc(0),
    'has 20,000 values': Buffer.from(JSON.stringify({ ENERGY: { Power: Array.from({ length: 20_000 }, (_, i) => i) } })),
    'nests messages of Protocol Buffers': Buffer.concat(Array.from({ length: 5000 }, () => Buffer.from([0x12, 0x02, 0x12, 0x00]))),
    'has an array of CBOR of 4 billion items': Buffer.from('9affffffff', 'hex'),
  }
  for (const [name, payload] of Object.entries(bombs)) {
    it(`that ${name} stays within the limits of every convention`, () => {
      for (const f of FIXTURES) {
        const bomb = { ...f.message, payload }
        expectSound(decoderOf(f).decode(bomb).decoded, bomb)
      }
      expect(Object.hasOwn(Object.prototype, 'power')).toBe(false)
    })
  }
})
