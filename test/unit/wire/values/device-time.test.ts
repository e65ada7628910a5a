/** `accept_within`, the doubled hour and the hour that does not exist, as messages show them. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatIn, type Decoded, instant, type Mapping, type RawMessage } from '../../../../src/domain/index.ts'
import { createDecoder } from '../../../../src/wire/index.ts'
import { message, RECEIVED } from '../../../support/fakes/memory-writer.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
const NATIVE = { topic: 'campus/c/{device}/{message}', accept_within: '90d' }
const MAPPING: Mapping = {
  topic: 'm/{device}',
  time: { path: 't' },
  history: { path: 'old', time: 't' },
  accept_within: '90d',
  points: { w: { quantity: 'power' } },
}

function decoderOf(preset: 'native' | 'mapping', mapping: Mapping, zone = 'UTC'): (raw: RawMessage) => Decoded {
  const decoder = createDecoder([{ id: 's', preset, mapping }], zone)
  return (raw) => decoder.decode(raw).decoded
}

function sourcesOf(decoded: Decoded): { times: readonly string[]; rejected: number } {
  return { times: decoded.readings.map((r) => r.timeSource), rejected: decoded.events.filter((e) => e.type === 'time-rejected').length }
}

const nativeAt = (time: number, more: Partial<RawMessage> = {}): RawMessage =>
  message('campus/c/a/telemetry', { time, values: { power: 1 } }, more)
const mappedAt = (t: number, more: Partial<RawMessage> = {}): RawMessage => message('m/a', { t, w: 1 }, more)
const FALLEN = { times: ['receive'], rejected: 1 }
const BELIEVED = { times: ['message'], rejected: 0 }

describe.each([
  ['native' as const, NATIVE, nativeAt],
  ['mapping' as const, MAPPING, mappedAt],
])('accept_within of a %s source', (preset, mapping, at) => {
  it('refuses a time of the same device that fell back by more, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 }), (daysAgo) => {
        const decode = decoderOf(preset, mapping)
        let newest = -Infinity
        for (const days of daysAgo) {
          const time = RECEIVED - days * DAY
          const fallen = time < newest - 90 * DAY
          expect(sourcesOf(decode(at(time)))).toEqual(fallen ? FALLEN : BELIEVED)
          if (!fallen) newest = Math.max(newest, time)
        }
      }),
    )
  })

  it('believes messages that are decoded again', () => {
    const decode = decoderOf(preset, mapping)
    decode(at(RECEIVED))
    expect(sourcesOf(decode(at(RECEIVED - 200 * DAY, { replayed: true })))).toEqual(BELIEVED)
    expect(sourcesOf(decode(at(RECEIVED - 200 * DAY)))).toEqual(FALLEN)
  })

  it('is known again after a restart', () => {
    const source = { id: 's', preset, mapping }
    const before = createDecoder([source], 'UTC')
    before.decode(at(RECEIVED))
    const after = createDecoder([source], 'UTC')
    expect(after.restore(JSON.parse(JSON.stringify(before.snapshot())))).toEqual([])
    expect(sourcesOf(after.decode(at(RECEIVED - 200 * DAY)).decoded)).toEqual(FALLEN)
  })

  it('does nothing where it is not set', () => {
    const { accept_within: _limit, ...without } = mapping
    const decode = decoderOf(preset, without)
    decode(at(RECEIVED))
    expect(sourcesOf(decode(at(RECEIVED - 4000 * DAY)))).toEqual(BELIEVED)
  })
})

describe('accept_within', () => {
  it('believes the history of a message: batches, older items, boxes', () => {
    const native = decoderOf('native', NATIVE)
    native(nativeAt(RECEIVED))
    const readings = [{ time: RECEIVED - 200 * DAY, values: { power: 1 } }]
    expect(sourcesOf(native(message('campus/c/a/telemetry', { readings })))).toEqual({ times: ['value'], rejected: 0 })
    const mapped = decoderOf('mapping', MAPPING)
    const old = [{ t: RECEIVED - 200 * DAY, w: 2 }]
    expect(sourcesOf(mapped(message('m/a', { t: RECEIVED, w: 1, old })))).toEqual({ times: ['message', 'value'], rejected: 0 })
    const w = [200, 0].map((days) => ({ value: 1, time: RECEIVED - days * DAY }))
    expect(sourcesOf(mapped(message('m/a', { t: RECEIVED, w })))).toEqual({ times: ['value', 'value'], rejected: 0 })
  })

  it('holds for the time of a single box', () => {
    const mapped = decoderOf('mapping', MAPPING)
    mapped(mappedAt(RECEIVED))
    expect(sourcesOf(mapped(message('m/a', { t: RECEIVED, w: { value: 1, time: RECEIVED - 200 * DAY } })))).toEqual({
      times: ['message'],
      rejected: 1,
    })
  })
})

describe('a local time without offset', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns')

  it('means the instant that wrote it when the message comes at once, in every hour of the year', () => {
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2025, 0) }),
        fc.integer({ min: 0, max: 20 * 60_000 }),
        (zone, ms, delay) => {
          const decode = decoderOf('mapping', { topic: 'm/{device}', time: { path: 't' }, points: { w: { quantity: 'power' } } }, zone)
          const t = formatIn(zone, instant(ms)).slice(0, 19)
          const second = Math.floor(ms / 1000) * 1000
          expect(decode(message('m/a', { t, w: 1 }, { receivedAt: instant(ms + delay) })).readings[0]?.time).toBe(second)
        },
      ),
      {
        numRuns: 500,
        examples: [
          ['Europe/Berlin', Date.UTC(2024, 9, 27, 0, 30), 0],
          ['Europe/Berlin', Date.UTC(2024, 9, 27, 1, 30), 0],
          ['Australia/Lord_Howe', Date.UTC(2024, 3, 6, 14, 45), 0],
          ['Australia/Lord_Howe', Date.UTC(2024, 3, 6, 15, 15), 0],
        ],
      },
    )
  })

  it('in the doubled hour is never after the time of receipt + 5 min', () => {
    const first = Date.UTC(2024, 9, 27, 0, 30)
    for (const [received, expected] of [
      [first, first],
      [first + HOUR - 6 * 60_000, first],
      [first + HOUR - 4 * 60_000, first + HOUR],
      [first + 5 * HOUR, first + HOUR],
    ] as const) {
      const decode = decoderOf('native', { timezone: 'Europe/Berlin' })
      const raw = message('campus/c/a/telemetry', { time: '2024-10-27T02:30:00', values: { power: 1 } }, { receivedAt: instant(received) })
      expect(decode(raw).readings[0]?.time).toBe(expected)
    }
  })

  it('that does not exist is rejected by name, in every form', () => {
    const receivedAt = instant(Date.UTC(2026, 2, 29, 2))
    const forms: readonly (readonly [string, Mapping['time']])[] = [
      ['2026-03-29 02:30:00', { path: 't' }],
      ['20260329023000', { path: 't' }],
      ['29.03.2026 02:30', { path: 't', unit: 'dd.MM.yyyy HH:mm' }],
    ]
    for (const [t, time] of forms) {
      const decode = decoderOf(
        'mapping',
        { topic: 'm/{device}', time: time ?? 'receive', points: { w: { quantity: 'power' } } },
        'Europe/Berlin',
      )
      const { readings, events } = decode(message('m/a', { t, w: 1 }, { receivedAt }))
      expect(readings.map((r) => [r.time, r.timeSource])).toEqual([[receivedAt, 'receive']])
      const detail = `the device time "${t}" is skipped by the clocks of Europe/Berlin: it does not exist`
      expect(events).toEqual([{ type: 'time-rejected', device: 'a', detail }])
    }
  })
})
