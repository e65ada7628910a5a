/** Ten thousand generated attacks on everything that reads text or bytes from outside: nothing gets through. The seed is printed with a failure. */

import { connect } from 'node:net'
import { once } from 'node:events'
import fc from 'fast-check'
import mqtt from 'mqtt'
import { describe, expect, it } from 'vitest'
import { createEmbeddedBroker } from '../../../src/adapters/broker/embedded.ts'
import { nameFault, tagText } from '../../../src/adapters/influx/line.ts'
import { pointsFilters } from '../../../src/adapters/influx/points-filter.ts'
import { createClock } from '../../../src/adapters/system/clock.ts'
import { table } from '../../../src/cli/support/table.ts'
import { instant } from '../../../src/domain/index.ts'
import { csvCell } from '../../../src/sheets/csv.ts'
import { duplicateKey, visibleText } from '../../../src/kernel/index.ts'
import { createDecoder } from '../../../src/wire/index.ts'
import { createEventLog } from '../../support/fakes/events.ts'
import { rig } from '../../unit/adapters/http/rig.ts'

/** Pieces that have broken readers, among any others. */
const HOSTILE = [
  "'; DROP MEASUREMENT reading; --",
  '" OR 1=1',
  '$point',
  '\\',
  '\\"',
  ',v=1 ',
  '\nreading v=1e9',
  '\r\n',
  '\u0000',
  '=cmd|calc!A1',
  '@SUM(1)',
  '+1',
  '-1',
  '\t=1',
  '\uff1d1',
  '\u001b[2J',
  '\u009b31m',
  '\u202e',
  '\u2066',
  '\u001b]0;x\u0007',
  '__proto__',
  'constructor',
  '<img src=x onerror=alert(1)>',
  '\ud800',
  '{{x}}',
  '../../etc/passwd',
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 6 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((pieces) => pieces.join(''))

const run = (numRuns: number) => ({ numRuns })

describe('a generated attack', () => {
  it('in line protocol stays one tag value on one line, or is refused (2,000)', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        if (nameFault(name) !== null) return
        const text = tagText(name)
        expect(text).not.toMatch(/[\n\r\0]/)
        expect(text.replace(/\\[,= ]/g, '')).not.toMatch(/[,= \\]/)
      }),
      run(2000),
    )
  })

  it('in InfluxQL is a parameter, never a part of the query (1,000)', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (points) => {
        const { condition, params } = pointsFilters(points)[0] ?? { condition: '', params: {} }
        expect(condition).toMatch(/^[\w\s"$=()|~^]*$/)
        expect(JSON.stringify(params).length).toBeGreaterThan(0)
      }),
      run(1000),
    )
  })

  it('in the JSON of a message changes no prototype and throws nothing (1,500)', () => {
    const sources = [
      { id: 'native', preset: 'native', mapping: {} },
      {
        id: 'own',
        preset: 'mapping',
        mapping: { topic: 'own/{device}', points: { a: { quantity: 'power' as const }, 'b.*': { quantity: 'energy' as const } } },
      },
    ]
    const decoder = createDecoder(sources, 'UTC')
    const key = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'prototype', 'a', 'b', 'values', 'readings', 'time', 'hasOwnProperty', 'toString'),
      hostile,
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc
          .array(fc.tuple(key, tie('tree')), { maxLength: 4 })
          .map(
            (entries) =>
              `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${typeof v === 'string' && v.startsWith('{') ? v : JSON.stringify(v)}`).join(',')}}`,
          ),
      ),
    }))
    fc.assert(
      fc.property(tree, fc.constantFrom('campus/x/d/telemetry', 'own/d'), (value, topic) => {
        const payload = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
        const { decoded } = decoder.decode({ topic, payload, receivedAt: instant(1_772_000_000_000), retain: false, dup: false, qos: 1 })
        for (const reading of decoded.readings) expect(Number.isFinite(reading.value)).toBe(true)
        expect(Object.keys(Object.prototype)).toEqual([])
        expect(({} as Record<string, unknown>)['a']).toBeUndefined()
      }),
      run(1500),
    )
  })

  it('in a CSV cell is no formula and no second cell (1,000)', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const cell = csvCell(text)
        const content = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
        expect(content).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
        if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/)
      }),
      run(1000),
    )
  })

  it('in a content type reads no body unless it is JSON (1,000)', async () => {
    const { ask, api } = await rig()
    const types = fc.oneof(
      fc.constantFrom(
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'application/jsonp',
        'text/json',
        'application/json\ta',
        'application/jsonx',
      ),
      fc
        .tuple(
          fc.constantFrom('application/json', 'text/plain', 'Application/JSON'),
          fc.string({ unit: fc.constantFrom(' ', ';', ',', 'a', '/', '=', '"', '\t'), maxLength: 5 }),
        )
        .map((parts) => parts.join('')),
    )
    await fc.assert(
      fc.asyncProperty(types, async (type) => {
        const before = api.calls.length
        const { statusCode } = await ask('POST', '/api/v1/rebuild', { body: '{"verify":"no"}', headers: { 'content-type': type } })
        expect([400, 415]).toContain(statusCode)
        expect(api.calls).toHaveLength(before)
      }),
      run(1000),
    )
  })

  it('with a key that stands twice is found, and nothing else is (1,000)', () => {
    const value = fc.jsonValue()
    fc.assert(
      fc.property(value, fc.string(), value, (any, key, other) => {
        expect(duplicateKey(JSON.stringify(any))).toBeNull()
        const letters = key.split('')
        const spelt = `"${letters.map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`
        expect(duplicateKey(`[{${JSON.stringify(key)}:${JSON.stringify(any)},${spelt}:${JSON.stringify(other)}}]`)).toBe(key)
      }),
      run(1000),
    )
  })

  it('at a terminal steers nothing and stays in its cell (1,500)', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        // oxlint-disable-next-line no-control-regex
        expect(visibleText(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/)
        expect(table([{ title: 'name' }, { title: 'value' }], [[text, '1']]).split('\n')).toHaveLength(3)
      }),
      run(1500),
    )
  })

  it('of MQTT bytes ends its own connection at most: the others are acknowledged (2,000)', async () => {
    const broker = createEmbeddedBroker({
      host: '127.0.0.1',
      port: 0,
      limits: { payloadBytes: 65_536 },
      clock: createClock(),
      events: createEventLog(),
    })
    await broker.start([{ filter: 'campus/#', retained: true }], { receive: () => 'accepted', append: () => 'accepted', flush: () => true })
    const url = new URL(broker.state().url ?? '')
    const meter = await mqtt.connectAsync(url.href)
    const CONNECT = Buffer.from([0x10, 0x10, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 4, 0x65, 0x76, 0x69, 0x6c])
    const bytes = fc.uint8Array({ maxLength: 60 })
    const packet = fc.tuple(fc.integer({ min: 0, max: 255 }), bytes).map(([first, body]) => Buffer.from([first, body.length, ...body]))
    const attack = fc.oneof(
      bytes.map((b) => Buffer.from(b)),
      fc.array(packet, { maxLength: 4 }).map((packets) => Buffer.concat([CONNECT, ...packets])),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(attack, { minLength: 20, maxLength: 20 }), async (attacks) => {
        await Promise.all(
          attacks.map(async (attackBytes) => {
            const socket = connect(Number(url.port), '127.0.0.1')
            socket.on('error', () => undefined)
            await once(socket, 'connect')
            socket.end(attackBytes)
            socket.resume()
            if (!socket.destroyed) await once(socket, 'close')
          }),
        )
        await meter.publishAsync('campus/x/telemetry', '1', { qos: 1 })
      }),
      run(100),
    )
    await meter.endAsync()
    await broker.stop()
  })
})
