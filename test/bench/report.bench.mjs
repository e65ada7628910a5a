// A month's report over 10,000 points, and a year priced again with another factor row: from buckets alone.

import { resolve } from 'node:path'
import { bench } from './frame.mjs'
import { measure, withFolder } from './processes.mjs'

const DIST = resolve(import.meta.dirname, '../../dist/src')
const POINTS = 10_000
const MONTHS = 12

bench('report', {
  rows: {
    'report-month-10000-points': { unit: 's', peer: 'limit', theirs: 1, aim: 1, cost: true },
    'report-year-repriced': { unit: 's', peer: 'limit', theirs: 5, aim: 1, cost: true },
  },
  once: () =>
    withFolder(async (dir) => {
      const { seconds, reprice } = await measure('runs/report.mjs', [DIST, dir, POINTS, MONTHS])
      return { 'report-month-10000-points': { ours: seconds }, 'report-year-repriced': { ours: reprice } }
    }),
})
