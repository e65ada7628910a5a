// Where the time of a reading goes: each step alone, in ns per reading, at one reading a message and at fifty.

import { join } from 'node:path'
import { bench } from './frame.mjs'
import { measure, withFolder } from './processes.mjs'

/** A step may cost twice the bare operation under it, or what stands here in ns. Packets are the library's: the floor measured for it. */
const STEPS = {
  packet: { theirs: 1307, aim: 1 },
  journal: { peer: 'bare write', aim: 0.5 },
  read: { theirs: 1000, aim: 1 },
  decode: { peer: 'JSON.parse', aim: 0.5 },
  validate: { theirs: 87, aim: 1 },
  map: { theirs: 250, aim: 1 },
  lines: { peer: 'bare lines', aim: 0.5 },
  marks: { theirs: 100, aim: 1 },
  newest: { theirs: 100, aim: 1 },
}
const BATCH = 50
const APPENDED = 1_000_000

const rowsFor = (suffix) =>
  Object.fromEntries(
    Object.entries(STEPS).map(([step, plan]) => [`step-${step}${suffix}`, { unit: 'ns/reading', peer: 'limit', ...plan, cost: true }]),
  )

const sampleOf = (steps, suffix) =>
  Object.fromEntries(Object.keys(STEPS).map((step) => [`step-${step}${suffix}`, { ours: steps[step].ours, theirs: steps[step].bare }]))

/** Processor time of a message's way that no batch shortens, beside packet, JSON, validation and lines alone. */
const FLOOR = 2700

const sum = (steps) => Object.entries(STEPS).reduce((total, [step]) => total + (step === 'validate' ? 0 : steps[step].ours), 0)

bench('steps', {
  rows: {
    ...rowsFor(''),
    'step-all-before-store': { unit: 'ns/reading', peer: 'limit', theirs: FLOOR, aim: 0.5, cost: true },
    'step-duckdb': { unit: 'ns/reading', peer: 'duckdb-appender', aim: 0.5, cost: true },
    ...rowsFor('-of-50'),
  },
  once: () =>
    withFolder(async (dir) => {
      const { rows, seconds } = await measure('peers/duckdb.mjs', [join(dir, 'peer.duckdb'), APPENDED])
      const single = await withFolder((own) => measure('runs/steps.mjs', [own, 1]))
      const batched = await withFolder((own) => measure('runs/steps.mjs', [own, BATCH]))
      return {
        ...sampleOf(single, ''),
        'step-all-before-store': { ours: sum(single) },
        'step-duckdb': { ours: single.duckdb.ours, theirs: (seconds * 1e9) / rows },
        ...sampleOf(batched, '-of-50'),
      }
    }),
})
