// A child that commits numbered batches to the built store until it is killed, checkpointing now and then.
// argv: the store file. Prints `safe N` when a checkpoint has batch N, `committed N` when batch N was acknowledged.

import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROWS = 500
const POINTS = 10
const DAY = 86_400_000
const CHECKPOINT_EVERY = 7

const [path] = process.argv.slice(2)
const { openDuckdb } = await import(pathToFileURL(resolve(import.meta.dirname, '../../../dist/src/adapters/duckdb/duckdb.js')).href)
const store = await openDuckdb({ path })
const names = Array.from({ length: POINTS }, (_, i) => `p/${i}`)
const say = (text) => process.stdout.write(`${text}\n`)

/** Every row says in its value which batch it is of. */
function batchOf(n) {
  const rows = {
    names,
    length: ROWS,
    point: Uint32Array.from({ length: ROWS }, (_, i) => i % POINTS),
    time: Float64Array.from({ length: ROWS }, (_, i) => n * 1000 + i),
    value: new Float64Array(ROWS).fill(n),
    quality: new Uint8Array(ROWS),
  }
  return { rows, seq: new Float64Array(ROWS).fill(n), offset: n }
}

/** The same buckets again and again, each time with the number of the batch as their total. */
const bucketOf = { step: '1d', start: 0, end: DAY, arithmetic: 'register', min: null, max: null, measured: DAY, coarse: 0, bridged: 0 }
const bucketsOf = (n) => names.map((point) => ({ ...bucketOf, point, n, total: n, estimated: 0, closing: null, findings: 0, version: 1 }))

for (let n = (await store.readings.offset()) + 1; ; n++) {
  await store.readings.commit(batchOf(n))
  say(`committed ${n}`)
  await store.buckets.write(bucketsOf(n), n)
  if (n % 3 === 0) await store.buckets.flush()
  if (n % 50 === 0) await store.readings.compact()
  if (n % CHECKPOINT_EVERY === 0) say(`safe ${await store.checkpoint()}`)
}
