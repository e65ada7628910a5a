// What 60 loads saved in a year, claimed from buckets in DuckDB; and a year of hours of 200 meters, fitted by the hourly model.

import { join } from 'node:path'
import { bench } from './frame.mjs'
import { measure, withFolder } from './processes.mjs'

const LOADS = 60

bench('savings', {
  runs: 1,
  rows: { 'savings-year-of-60-loads': { unit: 's', peer: 'limit', theirs: 1, aim: 1, cost: true } },
  once: async () => {
    const { seconds } = await withFolder((dir) => measure('runs/savings-of-a-year.mjs', [join(dir, 'store.duckdb'), LOADS]))
    return { 'savings-year-of-60-loads': { ours: seconds } }
  },
})

const METERS = 200

bench('hourly-fits', {
  runs: 1,
  rows: { 'caltrack-hourly-of-200-meters': { unit: 's', peer: 'limit', theirs: 60, aim: 1, cost: true } },
  once: async () => {
    const { seconds } = await measure('runs/hourly-fits.mjs', [METERS])
    return { 'caltrack-hourly-of-200-meters': { ours: seconds } }
  },
})
