import { describe, expect, it } from 'vitest'
import { hasData } from '../support/fixtures/real-data.ts'
import { type BandCoverage, measureBand, REAL_SERIES } from './expected-data.ts'

const filesOf = (series: (typeof REAL_SERIES)[number]): string[] => [
  ...series.files,
  ...(series.temperature === null ? [] : [series.temperature.file]),
]
const present = REAL_SERIES.filter((series) => filesOf(series).every(hasData))
const absent = REAL_SERIES.filter((series) => !present.includes(series))
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function line(name: string, { values, inside, below, above, width }: BandCoverage): string {
  return `${name}: ${percent(inside)} of ${values} values inside, ${percent(below)} below, ${percent(above)} above; width ${width.toFixed(2)} of the middle`
}

describe('the 90 % band on real data, each day predicted from the days before it', () => {
  for (const series of absent) process.stdout.write(`skipped, its file is not in shared/data: ${series.name}\n`)

  it.each(present.map((series) => [series.name, series] as const))('holds 85 to 95 %% of %s', (name, series) => {
    const found = measureBand(series)
    process.stdout.write(`${line(name, found)}\n`)
    expect(found.inside).toBeGreaterThanOrEqual(0.85)
    expect(found.inside).toBeLessThanOrEqual(0.95)
  })

  it('is asked of every series whose file is there', () => {
    expect(present.length + absent.length).toBe(REAL_SERIES.length)
  })
})
