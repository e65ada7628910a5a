import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, formatIn, type GeoLocation, HOUR, instant, isSunUp, MINUTE, span, sunCrossings } from '../../../../src/domain/index.ts'

const BEIJING: GeoLocation = { latitude: 40.05, longitude: 116.31 }

function clocks(location: GeoLocation, zone: string, date: string): readonly string[] {
  const from = Date.parse(`${date}T00:00:00Z`) - DAY
  return sunCrossings(location, span(from, from + 3 * DAY))
    .map(({ at, rises }) => ({ text: formatIn(zone, instant(Math.round(at / MINUTE) * MINUTE)), rises }))
    .filter(({ text }) => text.startsWith(date))
    .map(({ text, rises }) => `${rises ? 'up' : 'down'} ${text.slice(11, 16)}`)
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** Sunrise or sunset by the algorithm of the Almanac for Computers, 1990, a formula of its own: good to some minutes below 60 degrees. UTC, ms after midnight; null: none. */
function almanac({ latitude, longitude }: GeoLocation, dayOfYear: number, rises: boolean): number | null {
  const [sin, cos, tan] = [Math.sin, Math.cos, Math.tan].map((f) => (d: number) => f((d * Math.PI) / 180)) as [
    (d: number) => number,
    (d: number) => number,
    (d: number) => number,
  ]
  const degrees = (r: number): number => (r * 180) / Math.PI
  const turn = (x: number, full: number): number => ((x % full) + full) % full
  const hour = longitude / 15
  const t = dayOfYear + ((rises ? 6 : 18) - hour) / 24
  const m = 0.9856 * t - 3.289
  const l = turn(m + 1.916 * sin(m) + 0.02 * sin(2 * m) + 282.634, 360)
  const raw = turn(degrees(Math.atan(0.91764 * tan(l))), 360)
  const ra = (raw + Math.floor(l / 90) * 90 - Math.floor(raw / 90) * 90) / 15
  const sinDec = 0.39782 * sin(l)
  const cosH = (cos(90.833) - sinDec * sin(latitude)) / (Math.cos(Math.asin(sinDec)) * cos(latitude))
  if (Math.abs(cosH) > 1) return null
  const h = (rises ? 360 - degrees(Math.acos(cosH)) : degrees(Math.acos(cosH))) / 15
  return turn(h + ra - 0.06571 * t - 6.622 - hour, 24) * HOUR
}

describe('sunrise and sunset', () => {
  it('are those of the published table of Beijing within two minutes, in a leap year', () => {
    // Middle of each month; NOAA equations, zenith 90.833.
    const table = [
      '01 07:35 17:12',
      '02 07:09 17:49',
      '03 06:27 18:21',
      '04 05:37 18:52',
      '05 04:59 19:22',
      '06 04:45 19:45',
      '07 04:58 19:43',
      '08 05:26 19:13',
      '09 05:55 18:25',
      '10 06:24 17:37',
      '11 07:00 17:00',
      '12 07:29 16:50',
    ] // prettier-ignore
    for (const row of table) {
      const [month = '', rise = '', set = ''] = row.split(' ')
      const [up = '', down = ''] = clocks(BEIJING, 'Asia/Shanghai', `2020-${month}-15`)
      expect(Math.abs(minutes(up.slice(3)) - minutes(rise)), row).toBeLessThanOrEqual(2)
      expect(Math.abs(minutes(down.slice(5)) - minutes(set)), row).toBeLessThanOrEqual(2)
    }
  })

  it('do not happen on polar days and in polar nights', () => {
    const tromso: GeoLocation = { latitude: 69.65, longitude: 18.96 }
    expect(clocks(tromso, 'Europe/Oslo', '2026-06-21')).toEqual([])
    expect(isSunUp(tromso, instant(Date.parse('2026-06-21T00:00:00Z')))).toBe(true)
    expect(clocks(tromso, 'Europe/Oslo', '2026-12-21')).toEqual([])
    expect(isSunUp(tromso, instant(Date.parse('2026-12-21T11:00:00Z')))).toBe(false)
    expect(clocks(tromso, 'Europe/Oslo', '2026-03-20')).toHaveLength(2)
  })

  it('agree with another formula within four minutes between 55 degrees south and north', () => {
    const place = fc.record({
      latitude: fc.double({ min: -55, max: 55, noNaN: true }),
      longitude: fc.double({ min: -179, max: 179, noNaN: true }),
    })
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 364 }), fc.boolean(), (location, day, rises) => {
        const start = Date.UTC(2026, 0, 1 + day)
        const expected = almanac(location, day + 1, rises)
        const found = sunCrossings(location, span(start - DAY, start + 2 * DAY)).filter((c) => c.rises === rises)
        const nearest = Math.min(...found.map((c) => Math.abs(c.at - start - (expected ?? 0))))
        expect(expected).not.toBeNull()
        expect(nearest).toBeLessThan(4 * MINUTE)
      }),
    )
  })

  it('alternate, and the sun is up between a rise and a set', () => {
    const place = fc.record({
      latitude: fc.double({ min: -89, max: 89, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 20_000 }), (location, day) => {
        const found = sunCrossings(location, span(day * DAY, (day + 10) * DAY))
        for (const [i, { at, rises }] of found.entries()) {
          expect(isSunUp(location, instant(at + 2000))).toBe(rises)
          if (i > 0) expect(found[i - 1]?.rises).toBe(!rises)
        }
      }),
    )
  })
})
