// The embedded pair: native messages over 50 connections, acknowledged after the journal, beside a bare aedes and a bare DuckDB appender.

import { join } from 'node:path'
import { bench } from './frame.mjs'
import { measure, withAedes, withFolder } from './processes.mjs'
import { withService } from './service.mjs'

/** Messages in flight per connection: what common clients and brokers allow by default. */
const LOAD = { connections: 50, window: 20, prefix: 'campus/bench/', field: 'power', stepMs: 1000 }
const MESSAGES = 200_000
const BATCH = 50
const BATCHES = 40_000

const flood = (url, messages, readings) => measure('runs/flood.mjs', [JSON.stringify({ ...LOAD, url, messages, readings })])

async function bareAedes(messages, readings) {
  const run = await withAedes((url) => flood(url, messages, readings))
  return run.messages / run.seconds
}

async function bareAppender(rows) {
  const run = await withFolder((dir) => measure('peers/duckdb.mjs', [join(dir, 'peer.duckdb'), rows]))
  return run.rows / run.seconds
}

/** One flood into the service: rates to the acknowledgement and to the store, event-loop delay, memory, disk. */
function ours(messages, readings) {
  return withService({ devices: LOAD.connections, field: LOAD.field }, async (service) => {
    await service.metric('campus_nodejs_eventloop_lag_p99_seconds')
    const started = performance.now()
    const run = await flood(service.broker, messages, readings)
    const delay = await service.metric('campus_nodejs_eventloop_lag_p99_seconds')
    await service.drained(run.messages)
    const seconds = (performance.now() - started) / 1000
    const memory = service.peakMemory()
    const rows = run.messages * readings
    return {
      acknowledged: rows / run.seconds,
      stored: rows / seconds,
      delayMs: delay === null ? undefined : delay * 1000,
      memory: memory ?? undefined,
      bytes: (await service.storedBytes()) / rows,
    }
  })
}

bench('embedded-single', {
  rows: {
    'embedded-messages': { unit: 'messages/s', peer: 'limit', theirs: 60_000, aim: 1 },
    'embedded-messages-of-aedes': { unit: 'messages/s', peer: 'aedes', aim: 0.4 },
    'embedded-loop-delay-p99': { unit: 'ms', peer: 'limit', theirs: 50, aim: 1, cost: true },
    'embedded-memory': { unit: 'MB', peer: 'limit', theirs: 300, aim: 1, cost: true },
  },
  async once() {
    const theirs = await bareAedes(MESSAGES, 1)
    const run = await ours(MESSAGES, 1)
    return {
      'embedded-messages': { ours: run.acknowledged },
      'embedded-messages-of-aedes': { ours: run.acknowledged, theirs },
      'embedded-loop-delay-p99': { ours: run.delayMs },
      'embedded-memory': { ours: run.memory },
    }
  },
})

bench('embedded-batch', {
  rows: {
    'embedded-readings': { unit: 'readings/s', peer: 'limit', theirs: 300_000, aim: 1 },
    'embedded-readings-of-aedes': { unit: 'readings/s', peer: 'aedes', aim: 0.4 },
    'embedded-stored-of-appender': { unit: 'readings/s', peer: 'duckdb-appender', aim: 0.2 },
    'embedded-batch-loop-delay-p99': { unit: 'ms', peer: 'limit', theirs: 50, aim: 1, cost: true },
    'embedded-batch-memory': { unit: 'MB', peer: 'limit', theirs: 300, aim: 1, cost: true },
    'embedded-disk': { unit: 'B/reading', peer: 'limit', theirs: 8, aim: 1, cost: true },
  },
  async once() {
    const aedes = (await bareAedes(BATCHES, BATCH)) * BATCH
    const appender = await bareAppender(BATCHES * BATCH)
    const run = await ours(BATCHES, BATCH)
    return {
      'embedded-readings': { ours: run.acknowledged },
      'embedded-readings-of-aedes': { ours: run.acknowledged, theirs: aedes },
      'embedded-stored-of-appender': { ours: run.stored, theirs: appender },
      'embedded-batch-loop-delay-p99': { ours: run.delayMs },
      'embedded-batch-memory': { ours: run.memory },
      'embedded-disk': { ours: run.bytes },
    }
  },
})
