/** Real series for the proof of the typical band, and how much of them lies in it. Each day is predicted from the days before it alone. */

import { calendarOf, DAY, HOUR, type PointSeries } from '../../src/domain/index.ts'
import { type ExpectedDay, expectDays, HISTORY_DAYS } from '../../src/expected/band.ts'
import { type ProfileDay, profileDays } from '../../src/expected/profile-day.ts'
import { readData } from '../support/fixtures/real-data.ts'

export interface RealSeries {
  readonly name: string
  readonly files: readonly string[]
  readonly zone: string
  readonly slot: number
  /** Values cannot be negative. */
  readonly positive: boolean
  readonly value: string
  readonly temperature: { readonly file: string; readonly column: string } | null
}

export const REAL_SERIES: readonly RealSeries[] = [
  {
    name: 'an office block, daily electricity with outdoor temperature',
    files: ['office-block/eload.csv'],
    zone: 'UTC',
    slot: DAY,
    positive: true,
    value: 'eload',
    temperature: { file: 'office-block/temp.csv', column: 'temp' },
  },
  {
    name: 'a house, hourly electricity with outdoor temperature',
    files: ['caltrack/hourly.csv.gz'],
    zone: 'America/Chicago',
    slot: HOUR,
    positive: true,
    value: 'value',
    temperature: { file: 'caltrack/temperature.csv.gz', column: 'value' },
  },
  {
    name: 'a house, hourly electricity',
    files: ['caltrack/hourly.csv.gz'],
    zone: 'America/Chicago',
    slot: HOUR,
    positive: true,
    value: 'value',
    temperature: null,
  },
  {
    name: 'a house, daily electricity',
    files: ['caltrack/daily.csv.gz'],
    zone: 'UTC',
    slot: DAY,
    positive: true,
    value: 'value',
    temperature: null,
  },
  {
    name: 'an outdoor thermometer in Beijing, hourly',
    files: ['weather/beijing_hourly_2010_2014.csv.gz'],
    zone: 'Asia/Shanghai',
    slot: HOUR,
    positive: false,
    value: 'temp_c',
    temperature: null,
  },
]

interface Row {
  readonly time: number
  readonly value: number
}

function rowsOf(file: string, column: string): Row[] {
  const [head = '', ...lines] = readData(file).trim().split('\n')
  const names = head.trim().split(',')
  const [time, value] = [names.findIndex((n) => n.startsWith('time')), names.indexOf(column)]
  return lines
    .map((line) => line.trim().split(','))
    .map((cells) => ({ time: Date.parse(cells[time] ?? ''), value: cells[value] === '' ? Number.NaN : Number(cells[value]) }))
}

export function seriesFrom(rows: readonly Row[], slot: number): PointSeries {
  const from = Math.floor((rows[0]?.time ?? 0) / slot) * slot
  const values = new Float64Array(Math.floor(((rows.at(-1)?.time ?? from) - from) / slot) + 1).fill(Number.NaN)
  for (const { time, value } of rows) values[Math.floor((time - from) / slot)] = value
  return { from, slot, values }
}

function dailyMeans(rows: readonly Row[], zone: string): (date: string) => number {
  const days = new Map<string, number[]>()
  const dates = profileDays(seriesFrom(rows, HOUR), { zone, typeOf: () => 'workday', temperatureOf: () => Number.NaN })
  for (const { date, values } of dates)
    days.set(
      date,
      [...values].filter((v) => !Number.isNaN(v)),
    )
  return (date) => {
    const values = days.get(date) ?? []
    return values.length === 0 ? Number.NaN : values.reduce((a, b) => a + b, 0) / values.length
  }
}

export function daysFrom({ files, value, zone, slot, temperature }: RealSeries): readonly ProfileDay[] {
  const rows = files.flatMap((file) => rowsOf(file, value))
  const calendar = calendarOf(null)
  const celsius = (fahrenheit: number): number => ((fahrenheit - 32) * 5) / 9
  const warmth = temperature === null ? null : rowsOf(temperature.file, temperature.column)
  const temperatureOf =
    warmth === null
      ? () => Number.NaN
      : dailyMeans(
          warmth.map((row) => ({ time: row.time, value: celsius(row.value) })),
          zone,
        )
  return profileDays(seriesFrom(rows, slot), { zone, typeOf: (date) => calendar.typeOf(date), temperatureOf })
}

export interface BandCoverage {
  /** Values that were held against a band. */
  readonly values: number
  /** Share of them inside, below and above. */
  readonly inside: number
  readonly below: number
  readonly above: number
  /** Median width of the band over the median of the middle. */
  readonly width: number
}

export function coverageOfBand(days: readonly ExpectedDay[]): BandCoverage {
  const widths: number[] = []
  let [values, below, above] = [0, 0, 0]
  for (const { day, middle, low, high } of days)
    day.values.forEach((value, s) => {
      const [from, to] = [low[s] as number, high[s] as number]
      if (Number.isNaN(value) || Number.isNaN(from)) return
      values++
      if (value < from) below++
      if (value > to) above++
      widths.push((to - from) / Math.abs(middle[s] as number))
    })
  const middleWidth = widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? Number.NaN
  return { values, inside: 1 - (below + above) / values, below: below / values, above: above / values, width: middleWidth }
}

export function measureBand(series: RealSeries): BandCoverage {
  return coverageOfBand(expectDays(daysFrom(series), HISTORY_DAYS, { positive: series.positive }))
}
