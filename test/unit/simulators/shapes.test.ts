/** Whether the simulated campus is one: limits of every quantity, a year's totals, people and what follows them. */

import { beforeAll, describe, expect, it } from 'vitest'
import { loadCampus, openCampusModel } from '../../../simulators/campus.ts'
import type { CampusModel } from '../../../simulators/campus-model.ts'
import { createCalendar, dateOf, dayOfDate } from '../../../simulators/models/environment/calendar.ts'
import { createWeather } from '../../../simulators/models/environment/weather.ts'
import { DAY, HOUR, MINUTE, QUARTER } from '../../../simulators/models/zone.ts'

const campus = loadCampus('reference')
const FROM = dayOfDate('2020-01-01')
const TO = dayOfDate('2021-01-01')
const start = (date: string): number => Date.parse(`${date}T00:00:00+08:00`)
let model: CampusModel

beforeAll(() => {
  model = openCampusModel(campus, 1, { since: FROM })
})

function used(key: string, from: number, to: number): number {
  const i = model.registers.findIndex((r) => r.key === key)
  return (model.register(i, to) - model.register(i, from)) / (model.registers[i]?.perUnit ?? 1)
}

function shown(device: string, field: string, at: number): number {
  const d = model.devices.findIndex((x) => x.id === device)
  const value = model.read(d, at)[model.devices[d]?.fields.findIndex((f) => f.name === field) ?? -1]
  return typeof value === 'boolean' ? Number(value) : Number(value)
}

function samples(device: string, field: string, everyMs = 3 * HOUR + QUARTER): number[] {
  const values: number[] = []
  for (let at = start('2020-01-01'); at < start('2021-01-01'); at += everyMs) values.push(shown(device, field, at))
  return values
}

describe('the calendar', () => {
  it('has the 251 statutory working days of 2020, month by month', () => {
    const months = Array.from({ length: 12 }, () => 0)
    for (let day = FROM; day < TO; day++)
      if (campus.calendar.typeOf(day) === 'work') months[dateOf(day).month - 1] = (months[dateOf(day).month - 1] ?? 0) + 1
    expect(months).toEqual([18, 21, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23])
  })

  it('knows weekends and fixed holidays of a year it has no data for', () => {
    const plain = createCalendar({ holidays: [], worked: [] })
    expect(['2031-05-01', '2031-06-07', '2031-06-08', '2031-06-09'].map((d) => plain.typeOf(dayOfDate(d)))).toEqual([
      'sunday',
      'saturday',
      'sunday',
      'work',
    ])
  })

  it('refuses a date that is none', () => {
    expect(() => createCalendar({ holidays: ['2020-13-01'], worked: [] })).toThrow('"2020-13-01" is not a date')
  })
})

describe('the weather', () => {
  const weather = createWeather(5, campus.climate)

  it('has the monthly means of the climate within three kelvin, and the range of Beijing', () => {
    for (let month = 1; month <= 12; month++) {
      const values: number[] = []
      for (let year = 2015; year < 2021; year++) {
        for (let at = Date.UTC(year, month - 1, 1); at < Date.UTC(year, month, 1); at += 2 * HOUR) values.push(weather.temperature(at))
      }
      expect(Math.abs(values.reduce((a, b) => a + b, 0) / values.length - (campus.climate.temperature[month - 1] ?? 0))).toBeLessThan(3)
      expect(Math.min(...values)).toBeGreaterThan(-25)
      expect(Math.max(...values)).toBeLessThan(45)
    }
  })

  it('sends 13 to 21 MJ/m2 a day onto the collectors over a year, never more than 1,100 W/m2, and nothing by night', () => {
    const odd: number[] = []
    let sum = 0
    for (let at = start('2020-01-01'); at < start('2021-01-01'); at += QUARTER) {
      const g = weather.irradiance(at)
      const night = (at + 8 * HOUR) % DAY < 4 * HOUR
      if (g < 0 || g > 1100 || (night && g !== 0)) odd.push(g)
      sum += g * 900
    }
    expect(odd).toEqual([])
    expect(sum / 366 / 1e6).toBeGreaterThan(13)
    expect(sum / 366 / 1e6).toBeLessThan(21)
  })
})

describe('a simulated year', () => {
  const year = [start('2020-01-01'), start('2021-01-01')] as const

  it('uses what an office block of its size uses: 60 to 120 kWh/m2', () => {
    for (const block of ['a', 'b', 'c', 'h']) {
      expect(used(`${block}-main energy`, ...year) / 42_480).toBeGreaterThan(60)
      expect(used(`${block}-main energy`, ...year) / 42_480).toBeLessThan(120)
    }
  })

  it('uses about 160 kWh/m2 in the shop', () => {
    expect(Math.abs(used('shop-main energy', ...year) / 6900 - 160)).toBeLessThan(16)
  })

  it('has a data centre whose supply is 1.2 to 1.4 of its IT load, behind a UPS that passes 96 to 99 %', () => {
    const it = used('dc-it energy', ...year)
    expect(used('dc-main energy', ...year) / it).toBeGreaterThan(1.2)
    expect(used('dc-main energy', ...year) / it).toBeLessThan(1.4)
    expect(used('dc-ups energy.out', ...year) / used('dc-ups energy.in', ...year)).toBeGreaterThan(0.96)
    expect(used('dc-ups energy.out', ...year) / used('dc-ups energy.in', ...year)).toBeLessThan(0.99)
  })

  it('sprinkles from April to October only', () => {
    expect(used('irrigation volume', start('2020-01-01'), start('2020-04-01'))).toBe(0)
    expect(used('irrigation volume', start('2020-07-01'), start('2020-08-01'))).toBeGreaterThan(100)
  })

  it('weighs food waste on working days only', () => {
    expect(used('food-scale mass', start('2020-05-01'), start('2020-05-06'))).toBe(0)
    expect(used('food-scale mass', start('2020-05-06'), start('2020-05-07'))).toBe(7500)
  })

  it('takes 40 to 80 litres of water per head and working day', () => {
    const park = used('tap-inlet volume', ...year) + used('reclaimed-inlet volume', ...year)
    const litres = (park * 1000) / 251 / 14_000
    expect(litres).toBeGreaterThan(40)
    expect(litres).toBeLessThan(80)
  })

  it('spreads over the months: cooling in July, none in January, basins only in winter', () => {
    const july = [start('2020-07-01'), start('2020-08-01')] as const
    const january = [start('2020-01-01'), start('2020-02-01')] as const
    expect(used('cooling-plant energy', ...july)).toBeGreaterThan(100_000)
    expect(used('cooling-plant energy', ...january)).toBe(0)
    expect(used('a-basins energy', ...july)).toBe(0)
    expect(used('a-basins energy', ...january)).toBeGreaterThan(0)
    expect(used('park-main energy', ...july)).toBeGreaterThan(used('park-main energy', ...year) / 24)
    expect(used('park-main energy', ...july)).toBeLessThan(used('park-main energy', ...year) / 6)
  })

  it('cooks with gas on working days only', () => {
    expect(used('canteen-gas volume', start('2020-05-01'), start('2020-05-06'))).toBe(0)
    expect(used('canteen-gas volume', start('2020-05-06'), start('2020-05-07'))).toBeGreaterThan(10)
  })

  it('draws exactly its means of solar hot water over the days of summer and of winter', () => {
    const summer = used('solar-1-tank volume', start('2020-03-20'), start('2020-11-11')) / 236
    const winter = (used('solar-1-tank volume', ...year) - summer * 236) / 130
    expect(summer).toBeCloseTo(5.8, 5)
    expect(winter).toBeCloseTo(3.4, 5)
  })

  it('collects less heat than the sun sends, more in summer than in winter', () => {
    const month = (m: string, next: string): number => used('solar-1-loop heat_energy', start(m), start(next))
    expect(month('2020-06-01', '2020-07-01')).toBeGreaterThan(month('2020-12-01', '2021-01-01'))
    const sun = samples('solar-1-loop', 'irradiance', QUARTER).reduce((a, b) => a + b, 0) / 4 / 1000
    const share = used('solar-1-loop heat_energy', ...year) / (sun * 124)
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.85)
  })
})

describe('a simulated day', () => {
  it('keeps every gauge inside its limits all year', () => {
    const limits: Readonly<Record<string, readonly [number, number]>> = {
      'a-1-east-ac temperature': [16, 32],
      'a-1-east-ac temperature.setpoint': [18, 27],
      'a-1-east-lighting power': [0, 7080 * 9],
      'a-1-east-sockets power': [0, 7080 * 15],
      'a-1-east-ac power': [0, 7080 * 55],
      'cooling-plant power': [0, 340_000 * 30],
      'solar-1-loop temperature.out': [-40, 120],
      'solar-1-tank temperature.tank': [10, 90],
      'solar-1-tank temperature.cold': [3, 25],
      'garage-lighting level': [20, 100],
      'a-basins temperature': [10, 45],
      'tap-inlet flow': [0, 200],
      'weather temperature': [-25, 45],
    }
    const outside: string[] = []
    for (let at = start('2020-01-01'); at < start('2021-01-01'); at += 3 * HOUR + QUARTER) {
      for (const [key, [min, max]] of Object.entries(limits)) {
        const value = shown(...(key.split(' ') as [string, string]), at)
        if (!(value >= min && value <= max)) outside.push(`${key} ${value}`)
      }
    }
    expect(outside).toEqual([])
  })

  it('lights zones where people are: occupancy and lighting go together', () => {
    const [xs, ys]: [number[], number[]] = [[], []]
    for (let at = start('2020-06-01'); at < start('2020-06-15'); at += QUARTER) {
      let present = 0
      for (let m = 0; m < 15; m++) present += shown('a-2-west-presence', 'occupancy', at + m * MINUTE) / 15
      xs.push(present)
      ys.push(used('a-2-west-lighting energy', at, at + QUARTER))
    }
    expect(correlation(xs, ys)).toBeGreaterThan(0.75)
  })

  it('has people by day and hardly any by night or on Sunday', () => {
    const share = (from: number, to: number): number => {
      const values = model.devices.filter((d) => d.id.endsWith('-presence')).flatMap((d) => minutes(d.id, from, to))
      return values.reduce((a, b) => a + b, 0) / values.length
    }
    const [monday, sunday] = [start('2020-06-08'), start('2020-06-07')]
    expect(share(monday + 10 * HOUR, monday + 18 * HOUR)).toBeGreaterThan(0.55)
    expect(share(monday + 1 * HOUR, monday + 6 * HOUR)).toBe(0)
    expect(share(sunday + 10 * HOUR, sunday + 18 * HOUR)).toBeLessThan(0.2)
  })

  it('dims the garage by its table and lights the grounds in the dark', () => {
    const day = start('2020-12-21')
    expect([3, 8, 12, 18, 23].map((h) => shown('garage-lighting', 'level', day + h * HOUR))).toEqual([20, 100, 50, 100, 20])
    expect([2, 12, 20].map((h) => shown('outdoor-lighting', 'switch', day + h * HOUR))).toEqual([1, 0, 1])
  })
})

function minutes(device: string, from: number, to: number): number[] {
  return Array.from({ length: (to - from) / MINUTE }, (_, m) => shown(device, 'occupancy', from + m * MINUTE))
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length
  const [mx, my] = [mean(xs), mean(ys)]
  const sum = (f: (x: number, y: number) => number): number => xs.reduce((s, x, i) => s + f(x - mx, (ys[i] ?? 0) - my), 0)
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y))
}
