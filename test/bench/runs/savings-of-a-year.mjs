// Buckets of a year of so many loads in DuckDB, then their savings. argv: store file, loads. Prints {"seconds"}, the median of three.

import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [file, wanted] = process.argv.slice(2)
const DIST = resolve(import.meta.dirname, '../../../dist/src')
const from = (path) => import(pathToFileURL(join(DIST, path)).href)
const { openDuckdb } = await from('adapters/duckdb/duckdb.js')
const { createCascade, createBucketEdges, FOLDED } = await from('rollup/fold.js')
const { createSaver } = await from('savings/saver.js')
const { periodSpan } = await from('domain/index.js')

const ZONE = 'Asia/Shanghai'
const QUARTER = 900_000
const WATTS = 1200
const year = periodSpan(ZONE, '2025')
const stems = Array.from({ length: Number(wanted) }, (_, i) => `park/block-${i}/lighting`)

/** Twelve hours on, twelve off, all of it measured. */
function quarterOf(point, start) {
  const w = Math.floor(start / (48 * QUARTER)) % 2 === 0 ? WATTS : 0
  const register = point.endsWith('/energy')
  const content = register
    ? { arithmetic: 'register', total: w * 250, min: null, max: null }
    : { arithmetic: 'gauge', total: w * QUARTER, min: w, max: w }
  const known = { n: 1, measured: QUARTER, coarse: 0, bridged: 0, estimated: 0, findings: 0, version: 1 }
  return { point, step: '15m', start, end: start + QUARTER, ...content, ...known, edge: { time: start + QUARTER, value: 0 } }
}

const edges = FOLDED.map((step) => createBucketEdges(ZONE, step))

function bucketsOf(point) {
  const all = []
  const cascade = createCascade(edges, (b) => all.push(b))
  for (let at = year.from; at < year.to; at += QUARTER) {
    const quarter = quarterOf(point, at)
    all.push(quarter)
    cascade.push(0, quarter)
  }
  for (let level = 0; level < FOLDED.length; level++) cascade.close(level)
  return all
}

function campus() {
  const point = (id) => ({
    id,
    use: 'lighting',
    status: 'live',
    from: [],
    place: { site: 'park', building: null, floor: null, zone: null },
  })
  const office = [{ from: 25_200_000, to: 82_800_000, share: 0.95 }]
  const schedule = { workday: office, weekend: [], holiday: [] }
  const loads = stems.map((s) => ({ energy: `${s}/energy`, power: `${s}/power`, rated: null }))
  const measure = { id: 'lighting', name: {}, system: null, baseline: { kind: 'schedule', schedule }, loads, from: null }
  const points = stems.flatMap((s) => [point(`${s}/energy`), point(`${s}/power`)])
  return { timezone: ZONE, calendar: 'CN', calendars: [], points, measures: [measure] }
}

const store = await openDuckdb({ path: file })
for (const { id } of campus().points) await store.buckets.write(bucketsOf(id))
const saver = createSaver({ campus, buckets: store.buckets, clock: { now: () => year.to + 86_400_000 } })
const seconds = []
for (let run = 0; run < 3; run++) {
  const started = performance.now()
  const [saving] = await saver.savings(year)
  seconds.push((performance.now() - started) / 1000)
  const claimed = saving.loads.flatMap((l) => l.months).filter((m) => m.claim !== null).length
  if (claimed !== 12 * stems.length) throw new Error(`${claimed} of ${12 * stems.length} months were claimed`)
}
await store.close()
process.stdout.write(`${JSON.stringify({ seconds: seconds.sort((a, b) => a - b)[1] })}\n`)
process.exit(0)
