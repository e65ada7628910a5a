import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant, type Mapping, type RawMessage, type Source } from '../../../src/domain/index.ts'
import { createDecoder, encodeImport, IMPORT_TOPIC } from '../../../src/wire/index.ts'

const RECEIVED = instant(Date.UTC(2026, 2, 2, 8))
const NATIVE: Source = { id: 'native', preset: 'native', mapping: {} }

function message(topic: string, payload: unknown, more: Partial<RawMessage> = {}): RawMessage {
  const bytes = payload instanceof Uint8Array ? payload : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  return { topic, payload: bytes, receivedAt: RECEIVED, retain: false, dup: false, qos: 1, ...more }
}

function mapped(mapping: Mapping, payload: unknown) {
  return createDecoder([{ id: 'm', preset: 'mapping', mapping }], 'UTC').decode(message('t/1', payload)).decoded
}

const telemetry = (seq: number) => message('campus/c/d/telemetry', { seq, values: { power: 1 } })

describe('the decoder', () => {
  it('refuses topics that no source listens to', () => {
    const { source, decoded } = createDecoder([NATIVE], 'UTC').decode(message('other/topic', '1'))
    expect(source).toBeNull()
    expect(decoded.dead.map((d) => d.reason)).toEqual(['unknown-topic'])
  })

  it('asks the next source of a topic when `where` of the first says no', () => {
    const points = { w: { quantity: 'power' } } as const
    const a: Source = { id: 'a', preset: 'mapping', mapping: { topic: 't/{device}', where: { kind: 'a' }, points } }
    const b: Source = { id: 'b', preset: 'mapping', mapping: { topic: 't/{device}', where: { kind: 'b' }, points } }
    const decoder = createDecoder([a, b], 'UTC')
    expect(decoder.decode(message('t/1', { kind: 'a', w: 1 })).source).toBe('a')
    expect(decoder.decode(message('t/1', { kind: 'b', w: 1 })).source).toBe('b')
    expect(decoder.decode(message('t/1', { kind: 'c', w: 1 })).decoded.events.map((e) => e.type)).toEqual(['ignored'])
  })

  it('turns a mapping that cannot be compiled into dead letters of its own messages only', () => {
    const broken: Source = { id: 'x', preset: 'mapping', mapping: { topic: 'x/{device}', points: { w: { regex: '(' } } } }
    const decoder = createDecoder([broken, NATIVE], 'UTC')
    expect(decoder.decode(message('x/1', { w: '1' })).decoded.dead.map((d) => d.reason)).toEqual(['decoder-error'])
    expect(decoder.decode(telemetry(1)).decoded.readings).toHaveLength(1)
  })

  it('tells gaps of sequence numbers, and neither restarts nor stragglers', () => {
    const decoder = createDecoder([NATIVE], 'UTC')
    const gaps = [5, 6, 9, 8, 10, 0, 1, 3].map(
      (seq) => decoder.decode(telemetry(seq)).decoded.events.flatMap((e) => (e.type === 'seq-gap' ? [[e.seq, e.missing]] : []))[0] ?? null,
    )
    expect(gaps).toEqual([null, null, [9, 2], null, null, null, null, [3, 1]])
  })

  it('takes a gap back when what was missing comes after all, once', () => {
    const decoder = createDecoder([NATIVE], 'UTC')
    const types = [5, 8, 7, 7, 6, 9].map((seq) => decoder.decode(telemetry(seq)).decoded.events.map((e) => e.type))
    expect(types).toEqual([[], ['seq-gap'], ['seq-late'], [], ['seq-late'], []])
  })

  it('counts no message that is decoded again', () => {
    const decoder = createDecoder([NATIVE], 'UTC')
    const again = [5, 90, 6].map(
      (seq, i) => decoder.decode(i === 1 ? { ...telemetry(seq), replayed: true } : telemetry(seq)).decoded.events,
    )
    expect(again).toEqual([[], [], []])
  })

  it('yields a channel once for each time of a message; the later stays', () => {
    const time = '2026-03-02T07:00:00Z'
    const { decoded } = createDecoder([NATIVE], 'UTC').decode(
      message('campus/c/d/telemetry', {
        readings: [
          { time, values: { power: 1 } },
          { time, values: { power: 2 } },
        ],
      }),
    )
    expect(decoded.readings.map((r) => r.value)).toEqual([2])
    expect(decoded.events.map((e) => e.type)).toEqual(['duplicate'])
  })

  it('believes a time exactly as far ahead as five minutes, and as far back as the source says', () => {
    const decoder = createDecoder([{ ...NATIVE, mapping: { accept_since: '2026-01-01' } }], 'UTC')
    const source = (time: number) =>
      decoder.decode(message('campus/c/d/telemetry', { time, values: { power: 1 } })).decoded.readings[0]?.timeSource
    expect(source(RECEIVED + 300_000)).toBe('message')
    expect(source(RECEIVED + 300_001)).toBe('receive')
    expect(source(Date.UTC(2026, 0, 1))).toBe('message')
    expect(source(Date.UTC(2026, 0, 1) - 1)).toBe('receive')
  })
})

describe('limits of the decoder', () => {
  it('refuse deep JSON before it is parsed, brackets within texts not counted', () => {
    const decoder = createDecoder([NATIVE], 'UTC')
    const deep = decoder.decode(message('campus/c/d/telemetry', '['.repeat(200_000)))
    expect(deep.decoded.dead.map((d) => d.reason)).toEqual(['too-deep'])
    const text = decoder.decode(message('campus/c/d/telemetry', { note: '[[[[[[[[[[[[[[[[[[["', values: { power: 1 } }))
    expect(text.decoded.readings).toHaveLength(1)
  })

  it('refuse more readings than a message may hold, as a whole', () => {
    const values = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`power.${i}`, i]))
    const { decoded } = createDecoder([NATIVE], 'UTC').decode(message('campus/c/d/telemetry', { values }))
    expect(decoded.readings).toEqual([])
    expect(decoded.dead.map((d) => d.reason)).toEqual(['too-many-readings'])
  })

  it('refuse what a small gzip unpacks to when it is huge', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    expect(mapped({ decode: [{ as: 'gzip' }, { as: 'json' }] }, bomb).dead.map((d) => d.reason)).toEqual(['too-large'])
  })

  it('refuse forbidden keys, and take odd names as names', () => {
    expect(mapped({ points: { w: {} } }, '{"__proto__": {"w": 1}}').dead.map((d) => d.reason)).toEqual(['invalid-json'])
    const points = { constructor: { quantity: 'power' }, hasOwnProperty: { quantity: 'power' } } as const
    expect(mapped({ points }, '{"constructor": 1, "hasOwnProperty": 2, "toString": 3}').readings.map((r) => r.channel)).toEqual([
      'constructor',
      'hasOwnProperty',
    ])
    expect(Object.hasOwn(Object.prototype, 'w')).toBe(false)
  })

  it('refuse bytes that are no UTF-8', () => {
    const { decoded } = createDecoder([NATIVE], 'UTC').decode(
      message('campus/c/d/telemetry', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    )
    expect(decoded.dead.map((d) => d.reason)).toEqual(['invalid-json'])
  })
})

describe('imported rows', () => {
  it('come back as they were encoded', () => {
    const time = fc.integer({ min: Date.UTC(2000, 0), max: RECEIVED })
    const row = fc.tuple(time, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
    const id = fc.stringMatching(/^[A-Za-z0-9_.:/-]{1,200}$/)
    fc.assert(
      fc.property(id, fc.array(row, { minLength: 1, maxLength: 50 }), (point, marked) => {
        const rows = marked.map(([t, v]) => [t, v] as const)
        const estimated = marked.flatMap(([, , mark], i) => (mark ? [i] : []))
        const { source, decoded } = createDecoder([], 'UTC').decode(message(IMPORT_TOPIC, encodeImport(point, rows, { estimated })))
        expect(source).toBe('import')
        expect(decoded.dead).toEqual([])
        expect(decoded.readings.map((r) => [r.channel, r.time, r.value, r.quality])).toEqual(
          marked.map(([t, v, mark]) => [point, t, v, mark ? 'estimated' : 'good']),
        )
      }),
    )
  })

  it('from before 2000 are refused unless their frame names an older limit', () => {
    const decode = (bytes: Uint8Array) => createDecoder([], 'UTC').decode(message(IMPORT_TOPIC, bytes)).decoded
    const rows = [[Date.UTC(1995, 5, 1), 7] as const, [Date.UTC(2000, 0, 1), 8] as const]
    const usual = decode(encodeImport('a/b', rows))
    expect(usual.dead.map((d) => d.reason)).toEqual(['bad-time'])
    expect(usual.readings.map((r) => r.value)).toEqual([8])
    expect(decode(encodeImport('a/b', rows, { acceptSince: Date.UTC(1995, 0, 1) })).readings.map((r) => r.value)).toEqual([7, 8])
  })

  it('of version 1, which older journals and archives hold, decode to the same readings as ever', () => {
    const bytes = readFileSync(new URL('../../fixtures/journal/import-version-1.bin', import.meta.url))
    const { decoded } = createDecoder([], 'UTC').decode(message(IMPORT_TOPIC, bytes))
    expect(decoded.dead).toEqual([])
    expect(decoded.readings.map((r) => [r.channel, r.time, r.value, r.quality])).toEqual([
      ['park/main/energy', Date.UTC(2026, 0, 1), 10_233.4, 'good'],
      ['park/main/energy', Date.UTC(1980, 0, 1), -0.5, 'good'],
    ])
  })

  it('with an unknown version or quality are refused', () => {
    const bytes = encodeImport('a/b', [[RECEIVED, 1]])
    const decode = (change: (bytes: Uint8Array) => void) => {
      const changed = Uint8Array.from(bytes)
      change(changed)
      return createDecoder([], 'UTC').decode(message(IMPORT_TOPIC, changed)).decoded
    }
    expect(decode((b) => b.set([4], 0)).dead.map((d) => d.reason)).toEqual(['invalid-payload'])
    const odd = decode((b) => b.set([9], b.length - 1))
    expect([odd.readings, odd.dead.map((d) => d.reason)]).toEqual([[], ['bad-value']])
  })

  it('that are cut off are refused as a whole', () => {
    const bytes = encodeImport('a/b', [[1, 2]])
    for (let n = 0; n < bytes.length; n++) {
      const { decoded } = createDecoder([], 'UTC').decode(message(IMPORT_TOPIC, bytes.subarray(0, n)))
      expect(decoded.readings).toEqual([])
      expect(decoded.dead.length + decoded.events.length).toBe(1)
    }
  })
})

const MAPPINGS: readonly Mapping[] = [
  { points: { a: { quantity: 'power', unit: 'kW' }, 'b.c': { quantity: 'switch' } }, time: { path: 't' } },
  { each: 'list', name: 'k', value: 'v', unit: 'u' },
  { columns: ['power', null, { quantity: 'energy' }], index_names: ['x'] },
  { format: 'csv', columns: ['power', 'voltage'] },
  { format: 'telegraf-json', device: '{tags.host}' },
  { decode: [{ as: 'base64' }, { as: 'gzip' }, { as: 'json' }] },
  { decode: [{ as: 'json' }, { path: 'd', as: 'hex' }, { path: 'd', as: 'json' }], device: '{key:d}', history: 'old' },
  { where: { a: 1 }, device: '{d}', points: { a: { regex: '(?<v>\\d+)' } } },
]

describe('whatever comes', () => {
  const anyMapping = fc.constantFrom(...MAPPINGS)
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((j) => new Uint8Array(Buffer.from(j))),
    fc
      .record(
        { t: fc.anything(), a: fc.jsonValue(), b: fc.jsonValue(), d: fc.jsonValue(), list: fc.jsonValue(), old: fc.jsonValue() },
        { requiredKeys: [] },
      )
      .map((o) => new Uint8Array(Buffer.from(JSON.stringify({ ...o, t: typeof o.t })))),
  )

  it('nothing throws, and every message leaves a reading, an event or a dead letter', () => {
    fc.assert(
      fc.property(fc.string(), anyBytes, anyMapping, fc.boolean(), (topic, payload, mapping, retain) => {
        const decoder = createDecoder([NATIVE, { id: 'm', preset: 'mapping', mapping }], 'Asia/Shanghai')
        for (const t of [topic, 'campus/c/d/telemetry', 'campus/c/d/status', 'campus/c/d/command', IMPORT_TOPIC]) {
          const { decoded } = decoder.decode(message(t, payload, { retain }))
          expect(decoded.readings.length + decoded.events.length + decoded.dead.length).toBeGreaterThan(0)
          expect(decoded.dead.filter((d) => d.reason === 'decoder-error')).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('one flipped byte of a good message does no worse', () => {
    const good = Buffer.from(
      JSON.stringify({ time: '2026-03-02T07:59:00Z', seq: 4, values: { power: 412.5, 'energy.l1': 3400.1, switch: true } }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), (i, flip) => {
        const payload = Uint8Array.from(good)
        payload[i] = (payload[i] ?? 0) ^ flip
        const { decoded } = createDecoder([NATIVE], 'UTC').decode(message('campus/c/d/telemetry', payload))
        expect(decoded.readings.length + decoded.events.length + decoded.dead.length).toBeGreaterThan(0)
        expect(decoded.readings.every((r) => Number.isFinite(r.value) && Number.isFinite(r.time))).toBe(true)
      }),
    )
  })
})
