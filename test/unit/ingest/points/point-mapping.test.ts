import { describe, expect, it } from 'vitest'
import { type DeadLetter, instant, QUALITY_CODE, type WireReading } from '../../../../src/domain/index.ts'
import { type PointMapping, createPointMapping } from '../../../../src/ingest/points/point-mapping.ts'
import { type Batch, createBatch } from '../../../../src/ingest/batch.ts'
import { createPending, type Pending } from '../../../../src/ingest/points/pending.ts'
import { campusOf, point, RECEIVED } from '../../../support/fakes/memory-writer.ts'

const T = (ms: number) => instant(RECEIVED + ms)

function reading(more: Partial<WireReading> = {}): WireReading {
  return {
    device: 'd',
    channel: 'power',
    quantity: 'power',
    unit: 'W',
    kind: 'instant',
    value: 5,
    time: T(0),
    timeSource: 'value',
    quality: 'good',
    ...more,
  }
}

interface Bench {
  readonly admission: PointMapping
  readonly pending: Pending
  readonly batch: Batch
  readonly dead: DeadLetter[]
  admit(r: WireReading, source?: string): boolean
  rows(): unknown[]
}

function bench(...points: Parameters<typeof campusOf>[0]): Bench {
  const pending = createPending()
  const admission = createPointMapping(campusOf(points), pending)
  const batch = createBatch(admission.names)
  const dead: DeadLetter[] = []
  return {
    admission,
    pending,
    batch,
    dead,
    admit: (r, source = 'native') => admission.map(r, { source, batch, dead, at: RECEIVED, clockRejected: false, replayed: false }),
    rows() {
      const { rows } = batch.take(0)
      return Array.from({ length: rows.length }, (_, i) => [
        rows.names[rows.point[i] ?? 0],
        (rows.time[i] ?? 0) - RECEIVED,
        rows.value[i],
        rows.quality[i],
      ])
    },
  }
}

describe('admission', () => {
  it('gives a reading to every point that asks for its field', () => {
    const b = bench(point('a', [{ field: 'power' }]), point('b', [{ field: 'power' }]), point('c', [{ field: 'other' }]))
    expect(b.admit(reading())).toBe(true)
    expect(b.rows()).toEqual([
      ['a', 0, 5, QUALITY_CODE.good],
      ['b', 0, 5, QUALITY_CODE.good],
    ])
  })

  it('follows a swapped meter by its dates, closed at the start and open at the end', () => {
    const old = { device: 'old', field: 'power', to: T(100) }
    const next = { device: 'new', field: 'power', from: T(100) }
    const b = bench(point('a', [old, next]))
    expect(b.admit(reading({ device: 'old', time: T(99) }))).toBe(true)
    expect(b.admit(reading({ device: 'old', time: T(100) }))).toBe(false)
    expect(b.admit(reading({ device: 'new', time: T(99) }))).toBe(false)
    expect(b.admit(reading({ device: 'new', time: T(100) }))).toBe(true)
    expect(b.rows()).toEqual([
      ['a', 99, 5, 0],
      ['a', 100, 5, 0],
    ])
  })

  it('multiplies by the transformer ratio without binary noise', () => {
    const b = bench(point('a', [{ field: 'power', multiplier: 80 }]))
    b.admit(reading({ value: 1.1 }))
    expect(b.rows()).toEqual([['a', 0, 88, 0]])
  })

  it('marks what is impossible for the quantity or the point as bad, and keeps it', () => {
    const rules = { ...point('x', []).rules, min: -50, max: 100 }
    const b = bench(point('a', [{ field: 'power' }], { rules }), point('h', [{ field: 'humidity' }], { quantity: 'humidity', unit: '%' }))
    b.admit(reading({ value: 101 }))
    b.admit(reading({ channel: 'humidity', quantity: 'humidity', unit: '%', value: -1 }))
    expect(b.rows()).toEqual([
      ['a', 0, 101, QUALITY_CODE.bad],
      ['h', 0, -1, QUALITY_CODE.bad],
    ])
  })

  it('refuses a register that a number cannot hold exactly', () => {
    const b = bench(point('e', [{ field: 'energy' }], { quantity: 'energy', unit: 'kWh', kind: 'counter' }))
    b.admit(reading({ channel: 'energy', quantity: 'energy', unit: 'kWh', value: 1e10 }))
    expect(b.dead.map((d) => d.reason)).toEqual(['bad-value'])
    expect(b.rows()).toEqual([])
  })

  it('refuses a channel that measures something else than the point', () => {
    const b = bench(point('e', [{ field: 'power' }], { quantity: 'energy', unit: 'kWh', kind: 'counter' }))
    b.admit(reading())
    expect(b.dead.map((d) => d.reason)).toEqual(['unit-mismatch'])
  })

  it('lets what nobody asks for wait among the discoveries, with what its source says it is', () => {
    const b = bench(point('a', [{ field: 'power' }]))
    expect(b.admit(reading({ device: 'stranger', value: 7 }))).toBe(false)
    expect(b.admit(reading({ device: 'stranger', value: 8 }))).toBe(false)
    expect(b.pending.list()).toMatchObject([
      {
        source: 'native',
        device: 'stranger',
        field: 'power',
        count: 2,
        lastValue: '8',
        suggestion: { quantity: 'power', unit: 'W', confidence: 'high' },
      },
    ])
  })

  it('takes imported rows by the id of their point, in its unit and without its ratio', () => {
    const b = bench(point('a', [{ field: 'power', multiplier: 80 }]))
    const row = reading({ device: '', channel: 'a', quantity: 'unknown', unit: '1', value: 3 })
    expect(b.admit(row, 'import')).toBe(true)
    expect(b.rows()).toEqual([['a', 0, 3, 0]])
    b.admit({ ...row, channel: 'gone' }, 'import')
    b.admit({ ...row, channel: 'gone' }, 'import')
    expect(b.dead.map((d) => d.reason)).toEqual(['unknown-point'])
  })
})
