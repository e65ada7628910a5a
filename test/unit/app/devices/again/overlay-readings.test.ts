import { describe, expect, it } from 'vitest'
import { overlayReadings } from '../../../../../src/app/devices/again/overlay-readings.ts'
import { instant, type ReadingColumns, span } from '../../../../../src/domain/index.ts'
import type { Readings } from '../../../../../src/ports/index.ts'

const columns = (rows: readonly (readonly [name: string, time: number, value: number])[]): ReadingColumns => {
  const names = [...new Set(rows.map(([name]) => name))]
  return {
    names,
    length: rows.length,
    point: Uint32Array.from(rows, ([name]) => names.indexOf(name)),
    time: Float64Array.from(rows, ([, time]) => time),
    value: Float64Array.from(rows, ([, , value]) => value),
    quality: new Uint8Array(rows.length),
  }
}

const STORED = [
  ['a', 10, 1],
  ['a', 20, 2],
  ['a', 30, 3],
  ['b', 10, 9],
] as const

const store = {
  scan: async ({ points, span: { from, to } }: { points?: readonly string[]; span: { from: number; to: number } }) =>
    columns(STORED.filter(([name, time]) => (points ?? ['a', 'b']).includes(name) && time >= from && time < to)),
  firstFrom: async (points: readonly string[]) => new Map(points.map((p) => [p, instant(10)])),
  latest: async () => [
    { point: 'a', time: instant(30), value: 3, quality: 'good' },
    { point: 'b', time: instant(10), value: 9, quality: 'good' },
  ],
} as unknown as Readings

const rows = ({ names, point, time, value }: ReadingColumns): string[] =>
  [...time].map((at, i) => `${names[point[i] ?? 0] ?? ''} ${at} ${value[i] ?? 0}`)

describe('readings with those of one point replaced within a span', () => {
  const again = {
    messages: 2,
    older: 0,
    rows: new Map([
      [25, { value: 7, code: 0 }],
      [22, { value: 6, code: 3 }],
    ]),
  }
  const overlay = overlayReadings(store, { point: 'a', span: span(20, 100), again })

  it('keep what stands outside of the span and other points, sorted by point and time', async () => {
    expect(rows(await overlay.scan({ span: span(0, 100) }))).toEqual(['a 10 1', 'a 22 6', 'a 25 7', 'b 10 9'])
    expect(rows(await overlay.scan({ points: ['b'], span: span(0, 100) }))).toEqual(['b 10 9'])
    expect(rows(await overlay.scan({ points: ['a'], span: span(23, 100) }))).toEqual(['a 25 7'])
  })

  it('have the first reading that is not bad, and the newest, of what replaces', async () => {
    expect((await overlay.firstFrom(['a', 'b'], instant(20))).get('a')).toBe(25)
    expect((await overlay.latest()).find((l) => l.point === 'a')).toMatchObject({ time: 25, value: 7 })
  })
})
