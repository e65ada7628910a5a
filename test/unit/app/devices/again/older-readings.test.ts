import { describe, expect, it } from 'vitest'
import { logOlder, olderReadings, rewriteOlder } from '../../../../../src/app/devices/again/older-readings.ts'
import { type FromRow, instant, type Point, type ReadingColumns, span } from '../../../../../src/domain/index.ts'
import type { LoggedRows } from '../../../../../src/ports/index.ts'
import { createDecoder } from '../../../../../src/wire/index.ts'

const row = (keys: Partial<FromRow>): FromRow => ({
  source: 's',
  device: 'd',
  field: 'energy',
  from: null,
  to: null,
  firstIndex: null,
  lastIndex: null,
  multiplier: 1,
  serial: null,
  accuracyClass: null,
  ...keys,
})
const pointOf = (...from: FromRow[]): Point => ({ id: 'p', quantity: 'energy', kind: 'counter', from }) as unknown as Point
const WITHIN = span(0, 1000)

describe('readings that are older than the archive', () => {
  it('differ by the ratio of the rows that hold at their time', () => {
    const before = pointOf(row({ multiplier: 40 }))
    const after = pointOf(row({ multiplier: 40, to: instant(500) }), row({ multiplier: 0.04, from: instant(500) }))
    const older = olderReadings(before, after, WITHIN)
    expect(older?.changes).toBe(true)
    expect(older?.convert(499, { value: 123.4, code: 0 })).toEqual({ value: 123.4, code: 0 })
    expect(older?.convert(500, { value: 123.4, code: 4 })).toEqual({ value: 0.1234, code: 4 })
  })

  it('cannot be had where another device, field or source serves the point', () => {
    const before = pointOf(row({}))
    for (const keys of [{ device: 'e' }, { field: 'power' }, { source: 't' }])
      expect(olderReadings(before, pointOf(row({ to: instant(500) }), row({ from: instant(500), ...keys })), WITHIN)).toBeNull()
    expect(olderReadings(before, pointOf(row({ to: instant(500) })), WITHIN)).toBeNull()
  })

  it('are converted once, however often a change that was interrupted goes on', async () => {
    const stored = new Map([
      [100, { value: 5000, code: 0 }],
      [200, { value: 5250, code: 0 }],
    ])
    const log: LoggedRows[] = []
    const decoder = createDecoder([], 'UTC')
    const parts = {
      clock: { now: () => instant(2000) },
      writer: { drained: async () => undefined },
      readings: {
        firstFrom: async () => new Map([['p', instant(100)]]),
        scan: async () => columnsOf([...stored].map(([time, { value, code }]) => ({ time, value, code }))),
      },
      importLog: {
        append: async (_id: string, rows: LoggedRows) => void log.push(rows),
        read: async function* () {
          yield* log
        },
      },
      journal: {
        state: () => ({ lastSeq: 1 }),
        append: (message: Parameters<typeof decoder.decode>[0]) => {
          for (const { time, value, storedCode } of decoder.decode(message).decoded.readings)
            stored.set(time, { value, code: storedCode ?? 0 })
          return 1
        },
      },
    } as unknown as Parameters<typeof rewriteOlder>[0]
    const older = olderReadings(pointOf(row({})), pointOf(row({ multiplier: 0.001 })), WITHIN)
    if (older === null) throw new Error('no ratio')
    await logOlder(parts, 'proposal-1', 'p', older)
    await rewriteOlder(parts, 'proposal-1', older)
    await rewriteOlder(parts, 'proposal-1', older)
    expect([...stored.values()]).toEqual([
      { value: 5, code: 0 },
      { value: 5.25, code: 0 },
    ])
  })
})

function columnsOf(rows: readonly { readonly time: number; readonly value: number; readonly code: number }[]): ReadingColumns {
  return {
    names: ['p'],
    length: rows.length,
    point: new Uint32Array(rows.length),
    time: Float64Array.from(rows, (r) => r.time),
    value: Float64Array.from(rows, (r) => r.value),
    quality: Uint8Array.from(rows, (r) => r.code),
  }
}
