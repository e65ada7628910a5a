import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayStart } from '../../../../src/domain/index.ts'
import { movedTime, restamp } from '../../../../src/imports/index.ts'

const at = (text: string): number => Date.parse(text)
const zone = 'Europe/Berlin'

describe('the other end of an interval', () => {
  it.each([
    [900_000, '2026-03-02T08:00:00Z', '2026-03-02T08:15:00Z'],
    ['1d', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['1d', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['1M', '2026-01-31T23:00:00Z', '2026-02-28T23:00:00Z'],
    ['1M', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z'],
    ['1M', '2026-01-30T23:15:00Z', '2026-02-27T23:15:00Z'],
    ['1d', '2026-03-28T12:00:00Z', '2026-03-29T11:00:00Z'],
    ['1y', '2025-12-31T23:00:00Z', '2026-12-31T23:00:00Z'],
  ] as const)('of %s that begins at %s is %s, and back', (interval, begin, end) => {
    expect(movedTime(at(begin), { from: 'begin', to: 'end', interval, zone })).toBe(at(end))
    // The last day of a short month belongs to several days of the month before.
    if (!begin.startsWith('2026-01-30')) expect(movedTime(at(end), { from: 'end', to: 'begin', interval, zone })).toBe(at(begin))
  })

  it('of any day of any zone leads back to where it began', () => {
    const days = fc.integer({ min: 0, max: 9000 })
    fc.assert(
      fc.property(days, fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe'), (day, place) => {
        const date = new Date(Date.UTC(2001, 0, 1) + day * 86_400_000).toISOString().slice(0, 10)
        const begin = dayStart(place, date)
        const options = { interval: '1d', zone: place } as const
        const end = movedTime(begin, { from: 'begin', to: 'end', ...options })
        expect(movedTime(end, { from: 'end', to: 'begin', ...options })).toBe(begin)
      }),
    )
  })

  it('moves rows, or leaves them where both ends are the same', () => {
    const row = { time: 0, value: 1, quality: 'good', line: 2 } as const
    expect([...restamp([row], { from: 'begin', to: 'end', interval: 1000, zone })]).toEqual([{ ...row, time: 1000 }])
    expect([...restamp([row], { from: 'end', to: 'end', interval: 1000, zone })]).toEqual([row])
  })
})
