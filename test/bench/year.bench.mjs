// A year of quarter-hourly registers of 200 meters, sent as fast as it is taken, stored and rolled up to the year.

import { bench } from './frame.mjs'
import { measure } from './processes.mjs'
import { withService } from './service.mjs'

const METERS = 200
const QUARTERS = 365 * 96
const BATCH = 48
const LOAD = {
  connections: METERS,
  messages: (METERS * QUARTERS) / BATCH,
  readings: BATCH,
  window: 20,
  prefix: 'campus/bench/',
  field: 'energy',
  stepMs: 900_000,
}

bench('year', {
  runs: 1,
  rows: {
    'year-import-and-rollup': { unit: 's', peer: 'limit', theirs: 300, aim: 1, cost: true },
    'year-memory': { unit: 'MB', peer: 'limit', theirs: 300, aim: 1, cost: true },
  },
  once: () =>
    withService({ devices: METERS, field: LOAD.field }, async (service) => {
      const started = performance.now()
      const { messages } = await measure('runs/flood.mjs', [JSON.stringify({ ...LOAD, url: service.broker })])
      await service.drained(messages, true)
      const seconds = (performance.now() - started) / 1000
      return { 'year-import-and-rollup': { ours: seconds }, 'year-memory': { ours: service.peakMemory() ?? undefined } }
    }),
})
