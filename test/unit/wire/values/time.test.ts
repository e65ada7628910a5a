import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTime } from '../../../../src/wire/values/time.ts'
import { parseQuickIso } from '../../../../src/wire/values/time-text.ts'

const at = Date.UTC(2026, 2, 2, 8, 0, 0)
const UTC = { zone: 'UTC' }
const SHANGHAI = { zone: 'Asia/Shanghai' }

describe('times of messages', () => {
  it.each([
    ['2026-03-02T08:00:00Z', at],
    ['2026-03-02T16:00:00+08:00', at],
    ['2026-03-02T16:00:00+0800', at],
    ['2026-03-02T16:00:00.000000000+08', at],
    ['2026-03-02 08:00:00Z', at],
    ['2026-03-02T08:00:00.775023242+00:00', at + 775],
    ['20260302T080000Z', at],
    ['2026-03-02T08:00Z', at],
    [1772438400, at],
    [1772438400.5, at + 500],
    [1772438400000, at],
    [1772438400000000, at],
    [1772438400000000000, at],
    ['1772438400', at],
    ['1772438400000', at],
  ])('%s is read by its form and magnitude', (raw, expected) => {
    expect(parseTime(raw, UTC)).toBe(expected)
  })

  it.each([
    ['2026-03-02T16:00:00'],
    ['2026-03-02 16:00:00'],
    ['2026.03.02 16:00:00'],
    ['20260302160000'],
    ['20260302T160000'],
    ['260302160000W'],
  ])('%s is a local time of the zone of its source', (raw) => {
    expect(parseTime(raw, SHANGHAI)).toBe(at)
  })

  it.each([
    [1321890],
    ['1321890'],
    ['2018-12-27'],
    ['yesterday'],
    ['Mon Mar 2 2026'],
    ['2026-13-02T08:00:00Z'],
    ['2026-02-29T08:00:00Z'],
    ['2026-03-02T25:00:00Z'],
    [null],
    [{}],
    [Number.NaN],
    [''],
  ])('%s is no time', (raw) => {
    expect(parseTime(raw, UTC)).toBeNull()
  })

  it('are read in a declared unit or pattern, and only in it', () => {
    expect(parseTime(1772438400, { unit: 's', ...UTC })).toBe(at)
    expect(parseTime(1772438400000000, { unit: 'us', ...UTC })).toBe(at)
    expect(parseTime('20260302T080000Z', { unit: "yyyyMMdd'T'HHmmss'Z'", ...SHANGHAI })).toBe(at)
    expect(parseTime('02/03/2026 16:00', { unit: 'dd/MM/yyyy HH:mm', ...SHANGHAI })).toBe(at)
    expect(parseTime('02.03.26 08:00:00+0000', { unit: 'dd.MM.yy HH:mm:ssXXX', ...SHANGHAI })).toBe(at)
    expect(parseTime('2026-03-02T08:00:00Z', { unit: 'dd/MM/yyyy HH:mm', ...UTC })).toBeNull()
  })

  it('that a meter marks as winter time mean the second of two equal hours', () => {
    const form = { zone: 'Europe/Amsterdam' }
    expect(parseTime('261025023000S', form)).toBe(Date.UTC(2026, 9, 25, 0, 30))
    expect(parseTime('261025023000W', form)).toBe(Date.UTC(2026, 9, 25, 1, 30))
  })

  it.each([['2026-03-02T24:00:00Z'], ['2026-03-02 24:00Z'], ['20260302T240000Z'], ['2026-03-03T08:00:00+08:00']])(
    '%s is the midnight that ends the day',
    (raw) => {
      expect(parseTime(raw, UTC)).toBe(Date.UTC(2026, 2, 3))
    },
  )

  it.each([['2026-03-02T24:00:01Z'], ['2026-03-02T24:30:00Z'], ['2026-03-02T24:00:00.5Z']])(
    '%s is past the end of the day, which is no time',
    (raw) => {
      expect(parseTime(raw, UTC)).toBeNull()
    },
  )

  it('of 24:00 at the end of a month or year, and in patterns, are the next midnight', () => {
    expect(parseTime('2026-12-31 24:00:00', SHANGHAI)).toBe(Date.UTC(2026, 11, 31, 16))
    expect(parseTime('28/02/2028 24:00', { unit: 'dd/MM/yyyy HH:mm', ...UTC })).toBe(Date.UTC(2028, 1, 29))
  })

  it('in ISO form come back exactly, at every instant and offset', () => {
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2099, 0) }), offset, (ms, minutes) => {
        const sign = minutes < 0 ? '-' : '+'
        const hhmm = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) => String(n).padStart(2, '0')).join(':')
        const wall = new Date(ms + minutes * 60_000).toISOString().slice(0, -1)
        expect(parseQuickIso(`${wall}${sign}${hhmm}`)).toBe(ms)
      }),
    )
  })

  it('never make the reader throw', () => {
    fc.assert(
      fc.property(fc.anything(), fc.option(fc.string(), { nil: undefined }), (raw, unit) => {
        const time = parseTime(raw, unit === undefined ? UTC : { ...UTC, unit })
        expect(time === null || Number.isFinite(time)).toBe(true)
      }),
    )
  })
})
