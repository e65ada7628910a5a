// One report over a store of 10,000 points: opened in the built program, filled with buckets, asked as the API asks. Prints one line of JSON.

import { join } from 'node:path'

const [dist, dir, points, months] = process.argv.slice(2)
const load = (path) => import(join(dist, path))
const [{ openDuckdb }, { createReporting }, { renderReport }, domain] = await Promise.all([
  load('adapters/duckdb/duckdb.js'),
  load('app/reporting/reporting.js'),
  load('figures/document/render/report.js'),
  load('domain/index.js'),
])

const ZONE = 'Asia/Shanghai'
const SITES = 10
const YEAR = 2025
const COUNT = Number(points)
const BLOCKS = 20
const { QUARTER } = domain

const rules = {
  interval: QUARTER,
  gapLimit: 3 * QUARTER,
  stuckAfter: null,
  maxRate: 1e6,
  rollover: null,
  resolution: 1,
  onReset: 'zero',
  min: null,
  max: null,
}
const dated = (value) => (value === null ? [] : [{ value, from: null, to: null }])
const point = (id, site, { quantity = 'energy', role = null, parent = null } = {}) => ({
  id,
  name: {},
  place: { site, building: null, floor: null, zone: null },
  use: null,
  medium: null,
  quantity,
  unit: domain.quantityOf(quantity).unit,
  kind: 'counter',
  from: [],
  role: dated(role),
  parent: dated(parent),
  status: 'live',
  rules,
})

/** Each site: a main meter, gas, water, twenty blocks below the main, and sub-meters below the blocks. */
function siteOf(n) {
  const site = `s${n}`
  const main = `${site}/main`
  const head = [
    point(main, site, { role: 'main-meter' }),
    point(`${site}/gas`, site, { quantity: 'volume', role: 'gas-meter' }),
    point(`${site}/tap`, site, { quantity: 'volume', role: 'tap-inlet' }),
  ]
  const blocks = Array.from({ length: BLOCKS }, (_, b) => point(`${site}/b${b}`, site, { role: 'main-meter', parent: main }))
  const rest = COUNT / SITES - head.length - blocks.length
  const below = Array.from({ length: rest }, (_, i) => point(`${site}/p${i}`, site, { parent: `${site}/b${i % BLOCKS}` }))
  return [...head, ...blocks, ...below]
}

const campus = {
  id: 'bench',
  name: {},
  timezone: ZONE,
  location: null,
  calendar: null,
  calendars: [],
  measures: [],
  sites: Array.from({ length: SITES }, (_, n) => ({ id: `s${n}`, kind: 'office', name: {}, grid: 'CN-NORTH' })),
  sources: [],
  points: Array.from({ length: SITES }, (_, n) => siteOf(n)).flat(),
}

function bucket(point, step, [start, end], total) {
  const length = end - start
  return {
    point,
    step,
    start,
    end,
    arithmetic: 'register',
    n: length / QUARTER,
    total,
    min: null,
    max: null,
    measured: length,
    coarse: 0,
    bridged: 0,
    estimated: 0,
    edge: null,
    findings: 0,
    version: 1,
  }
}

/** Month buckets of every point, quarters of an hour of the main meters. */
async function fill(buckets, period) {
  const span = domain.periodSpan(ZONE, period)
  const months = campus.points.map((p, i) => bucket(p.id, '1M', [span.from, span.to], 1e9 + i * 1e6))
  await buckets.write(months)
  for (const { id } of campus.points.filter((p) => p.id.endsWith('/main'))) {
    const quarters = []
    for (let at = span.from; at < span.to; at += QUARTER) quarters.push(bucket(id, '15m', [at, at + QUARTER], 1e6 + (at % 86_400_000)))
    await buckets.write(quarters)
  }
}

const records = () => {
  const held = []
  return {
    append: async (stream, id, at, body) => held.push({ seq: held.length + 1, stream, id, at, body }),
    read: async (stream, after = 0) => held.filter((r) => r.stream === stream && r.seq > after),
    close: async () => undefined,
  }
}

const store = await openDuckdb({ path: join(dir, 'store.duckdb') })
const list = Array.from({ length: Number(months) }, (_, i) => `${YEAR}-${String(i + 1).padStart(2, '0')}`)
for (const month of list) await fill(store.buckets, month)
await store.checkpoint()
const clock = { now: () => Date.UTC(YEAR + 1, 3, 1) }
const reporting = createReporting(
  { records: records(), clock, buckets: store.buckets, version: 'bench' },
  { campus, config: { seasons: {}, factorSet: 'default' } },
)
const CONTEXT = { principal: { key: 'bench', role: 'preparer', site: null, via: 'local' }, at: 0, requestId: 'bench' }
const timed = async (work) => {
  const started = performance.now()
  const answer = await work()
  if ('unknown' in answer || 'faults' in answer) throw new Error(JSON.stringify(answer))
  return (performance.now() - started) / 1000
}
const report = async (period) => {
  const document = await reporting.document(CONTEXT, { period, boundary: null })
  return 'unknown' in document ? document : renderReport(document, 'en')
}
const seconds = await timed(() => report(`${YEAR}-01`))
const row = { kind: 'grid.co2', value: 0.5, publisher: 'bench', document: 'bench' }
const reprice = list.length === 12 ? await timed(() => reporting.previewFactor(CONTEXT, row, String(YEAR))) : null
const year = list.length === 12 ? await timed(() => report(String(YEAR))) : null
await store.close()
process.stdout.write(`${JSON.stringify({ seconds, reprice, year })}\n`)
