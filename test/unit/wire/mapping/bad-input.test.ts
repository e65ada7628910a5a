/** Whatever bytes arrive: a reading, an event or a dead letter with a reason, never an exception, within the limits. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decoded, quantityOf, type RawMessage } from '../../../../src/domain/index.ts'
import { conventions } from '../../../../src/main/presets.ts'
import { createDecoder, type Decoder } from '../../../../src/wire/index.ts'
import { type JsonMessage, rawMessage, sourceOf } from '../decode-json.ts'

const ROOT = resolve(import.meta.dirname, '../../../fixtures/wire')
const RUNS = 150

interface Fixture {
  readonly name: string
  readonly preset: string
  readonly message: RawMessage
  readonly json: JsonMessage
}

function fixtures(): Fixture[] {
  const presets = new Set(conventions().flatMap((c) => (c.body === null && c.name !== 'mapping' ? [] : [c.name])))
  return readdirSync(ROOT)
    .filter((preset) => presets.has(preset))
    .flatMap((preset) =>
      readdirSync(join(ROOT, preset)).flatMap((name) => {
        const file = join(ROOT, preset, name, 'message.json')
        if (!existsSync(file)) return []
        const json = JSON.parse(readFileSync(file, 'utf8')) as JsonMessage
        return [{ name: `${preset}/${name}`, preset, json, message: rawMessage(json) }]
      }),
    )
}

const ALL = fixtures()
/** The first of each preset. */
const ONE_EACH = ALL.filter(({ preset }, i) => ALL.findIndex((f) => f.preset === preset) === i)

function decoderOf({ json, preset }: Fixture): Decoder {
  return createDecoder([sourceOf(json.preset ?? preset, json.mapping ?? {})], json.zone ?? 'UTC')
}

/** What holds for every outcome. */
function expectSound({ readings, events, dead }: Decoded, { receivedAt }: RawMessage): void {
  expect(readings.length + events.length + dead.length).toBeGreaterThan(0)
  expect(readings.length).toBeLessThanOrEqual(1000)
  expect(dead.map((d) => d.reason)).not.toContain('decoder-error')
  for (const r of readings) {
    expect(Number.isFinite(r.value)).toBe(true)
    expect([quantityOf(r.quantity).unit, 'bool']).toContain(r.unit)
    expect(r.device).not.toBe('')
    expect(r.time).toBeLessThanOrEqual(receivedAt + 5 * 60_000)
    expect(r.time).toBeGreaterThanOrEqual(Date.UTC(2000, 0, 1))
  }
  const keys = readings.map((r) => `${r.device}|${r.channel}|${r.time}`)
  expect(new Set(keys).size).toBe(keys.length)
}

function decodeBytes(fixture: Fixture, payload: Uint8Array): void {
  const message = { ...fixture.message, payload }
  expectSound(decoderOf(fixture).decode(message).decoded, message)
}

const anyFixture = fc.constantFrom(...ALL)

describe('a message of a preset with damaged bytes', () => {
  it('gives a reading, an event or a dead letter when any byte is flipped', () => {
    fc.assert(
      fc.property(anyFixture, fc.nat(), fc.integer({ min: 1, max: 255 }), (fixture, at, mask) => {
        const payload = Uint8Array.from(fixture.message.payload)
        if (payload.length > 0) payload[at % payload.length] = (payload[at % payload.length] ?? 0) ^ mask
        decodeBytes(fixture, payload)
      }),
      { numRuns: RUNS * 10 },
    )
  })

  it('gives an event or a dead letter when it is cut anywhere', () => {
    fc.assert(
      fc.property(anyFixture, fc.nat(), (fixture, at) => {
        const { payload } = fixture.message
        decodeBytes(fixture, payload.subarray(0, payload.length === 0 ? 0 : at % payload.length))
      }),
      { numRuns: RUNS * 5 },
    )
  })

  it('gives an outcome for any value in place of any other', () => {
    const value = fc.oneof(
      fc.constantFrom(null, '', 'nan', '?', [], {}, [[]], true, 1e308, -0, 'Infinity', '0x1F', '12,5', '1e999', { value: null }, [
        { value: {} },
      ]),
      fc.double(),
      fc.string(),
      fc.jsonValue({ maxDepth: 3 }),
    )
    fc.assert(
      fc.property(anyFixture, fc.nat(), value, (fixture, at, other) => {
        const text = Buffer.from(fixture.message.payload).toString('utf8')
        const spots = [...text.matchAll(/(?<=:\s*)(?:"(?:[^"\\]|\\.)*"|-?[\d.]+(?:[eE][+-]?\d+)?|true|false|null)/g)]
        const spot = spots[at % Math.max(1, spots.length)]
        if (spot === undefined) return
        const replaced = text.slice(0, spot.index) + (JSON.stringify(other) ?? 'null') + text.slice(spot.index + spot[0].length)
        decodeBytes(fixture, Buffer.from(replaced))
      }),
      { numRuns: RUNS * 10 },
    )
  })

  it('gives an outcome on any topic and for any bytes', () => {
    fc.assert(
      fc.property(anyFixture, fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 40 }), (fixture, payload, topic) => {
        const message = { ...fixture.message, payload, topic: topic === '' ? fixture.message.topic : topic }
        expectSound(decoderOf(fixture).decode(message).decoded, message)
        decodeBytes(fixture, payload)
      }),
      { numRuns: RUNS * 5 },
    )
  })
})

describe('messages of a preset in another order', () => {
  it('give each the same readings as alone', () => {
    const states = ALL.filter(({ json }) => json.mapping?.seq === undefined && json.mapping?.accept_within === undefined)
    const byPreset = new Map<string, Fixture[]>()
    for (const fixture of states) {
      const key = `${fixture.preset} ${JSON.stringify([fixture.json.mapping, fixture.json.zone])}`
      byPreset.set(key, [...(byPreset.get(key) ?? []), fixture])
    }
    for (const group of byPreset.values()) {
      const [first] = group
      if (first === undefined) continue
      fc.assert(
        fc.property(fc.shuffledSubarray(group), (shuffled) => {
          const decoder = decoderOf(first)
          for (const fixture of shuffled) {
            const alone = decoderOf(fixture).decode(fixture.message).decoded.readings
            expect(decoder.decode(fixture.message).decoded.readings).toEqual(alone)
          }
        }),
        { numRuns: 5 },
      )
    }
  })
})

describe('a payload bomb', () => {
  const bombs: readonly (readonly [name: string, payload: Uint8Array])[] = [
    ['200,000 brackets', Buffer.from('['.repeat(200_000))],
    ['200,000 braces with keys', Buffer.from('{"a":'.repeat(200_000))],
    ['5 MB of numbers', Buffer.from(`[${'1,'.repeat(2_500_000)}1]`)],
    ['5 MB of one text', Buffer.from(JSON.stringify({ value: 'x'.repeat(5_000_000) }))],
    ['a key __proto__', Buffer.from('{"__proto__":{"value":1},"values":{"__proto__":{"x":1}}}')],
    ['a key constructor', Buffer.from('{"constructor":{"prototype":{"value":1}}}')],
    ['huge exponents', Buffer.from('{"value":1e400,"power":-1e999,"ts":1e308,"time":1e308}')],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['64 MB in a gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024))],
  ]
  for (const [name, payload] of bombs) {
    it(`of ${name} is refused or read within the limits by every preset, and leaves Object as it was`, () => {
      for (const fixture of ONE_EACH) decodeBytes(fixture, payload)
      expect(Object.keys(Object.prototype)).toEqual([])
      expect(({} as { value?: unknown }).value).toBeUndefined()
    })
  }
})
