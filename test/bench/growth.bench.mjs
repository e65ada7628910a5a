// How cost grows: with readings a message, with points, with history. Each row is a cost beside the same at the small end. Embedded pair.

import { bench } from './frame.mjs'
import { measure } from './processes.mjs'
import { withService } from './service.mjs'

const CONNECTIONS = 50
const LOAD = { connections: CONNECTIONS, window: 20, prefix: 'campus/bench/' }
const flood = (service, load) => measure('runs/flood.mjs', [JSON.stringify({ ...LOAD, url: service.broker, ...load })])

/** Processor time per reading in us, from the first message until all is stored, and rolled up if asked. */
async function cost(service, load, rolled = false) {
  const busy = service.processorTime()
  const { messages } = await flood(service, load)
  await service.drained(messages, rolled)
  return busy === null ? undefined : (service.processorTime() - busy) / (messages * load.readings)
}

const POWER = { field: 'power', stepMs: 1000 }
const BATCHES = { 1: 100_000, 10: 40_000, 50: 20_000 }

bench('growth-batching', {
  rows: {
    'growth-batch-of-10': { unit: 'us/reading', peer: 'one a message', aim: 3, cost: true },
    'growth-batch-of-50': { unit: 'us/reading', peer: 'one a message', aim: 6, cost: true },
  },
  async once() {
    const run = (readings) =>
      withService({ devices: CONNECTIONS, field: POWER.field }, (service) =>
        cost(service, { ...POWER, messages: BATCHES[readings], readings }),
      )
    const theirs = await run(1)
    return { 'growth-batch-of-10': { ours: await run(10), theirs }, 'growth-batch-of-50': { ours: await run(50), theirs } }
  },
})

const ENERGY = { field: 'energy' }
/** Four hours of every point at a reading a minute, 48 in a message: the same work for each point. */
const HOURS = { ...ENERGY, stepMs: 60_000, readings: 48 }
const MESSAGES_PER_POINT = 5

bench('growth-points', {
  runs: 1,
  rows: {
    'growth-2000-points': { unit: 'us/reading', peer: '200 points', aim: 0.5, cost: true },
    'growth-20000-points': { unit: 'us/reading', peer: '200 points', aim: 0.5, cost: true },
    'growth-20000-points-memory': { unit: 'MB', peer: '200 points', aim: 0.5, cost: true },
  },
  async once() {
    const run = (devices) =>
      withService({ devices, field: ENERGY.field }, async (service) => {
        const us = await cost(service, { ...HOURS, devices, messages: devices * MESSAGES_PER_POINT }, true)
        return { us, memory: service.peakMemory() ?? undefined }
      })
    const [few, more, most] = [await run(200), await run(2000), await run(20_000)]
    return {
      'growth-2000-points': { ours: more.us, theirs: few.us },
      'growth-20000-points': { ours: most.us, theirs: few.us },
      'growth-20000-points-memory': { ours: most.memory, theirs: few.memory },
    }
  },
})

const METERS = 200
const METERED = { ...ENERGY, connections: METERS, stepMs: 900_000 }
/** Quarter-hours in a message of history: half a day. */
const BATCH = 48
const MONTH = 30 * 2
const YEAR = 365 * 2
const BEATS = 10

/** Sends messages [from, to) of every meter and waits until they are rolled up; resolves to how many messages that were. */
async function play(service, { from, to, readings, before }) {
  const { messages } = await flood(service, { ...METERED, readings, first: from, messages: METERS * (to - from) })
  await service.drained(before + messages, true)
  return messages
}

/** Processor time in ms of a beat, the mean of ten: one new quarter-hour of each meter, stored and rolled up. */
async function beatAfter(service, { end, before }) {
  const busy = service.processorTime()
  const first = end * BATCH
  let sent = before
  for (let n = first; n < first + BEATS; n++) sent += await play(service, { from: n, to: n + 1, readings: 1, before: sent })
  return { sent, ms: busy === null ? undefined : (service.processorTime() - busy) / 1000 / BEATS }
}

bench('growth-history', {
  runs: 1,
  rows: { 'growth-beat-after-a-year': { unit: 'ms', peer: 'after a month', aim: 0.5, cost: true } },
  once: () =>
    withService({ devices: METERS, field: ENERGY.field }, async (service) => {
      const month = await play(service, { from: 0, to: MONTH, readings: BATCH, before: 0 })
      const early = await beatAfter(service, { end: MONTH, before: month })
      const year = await play(service, { from: MONTH, to: YEAR, readings: BATCH, before: early.sent })
      const late = await beatAfter(service, { end: YEAR, before: early.sent + year })
      return { 'growth-beat-after-a-year': { ours: late.ms, theirs: early.ms } }
    }),
})

const CAMPUS_POINTS = 2000
/** A day of every point at a reading a minute, 48 in a message. */
const DAY_OF_MINUTES = { messages: CAMPUS_POINTS * 30, readings: CAMPUS_POINTS * 1440 }

/** Sends a day of every point and waits until it is rolled up; processor time in ms. */
async function playDay(service, day) {
  const busy = service.processorTime()
  await flood(service, { ...HOURS, devices: CAMPUS_POINTS, messages: DAY_OF_MINUTES.messages, first: day * 30 })
  await service.drained((day + 1) * DAY_OF_MINUTES.messages, true)
  return busy === null ? undefined : (service.processorTime() - busy) / 1000
}

bench('growth-month', {
  runs: 1,
  rows: {
    'growth-month-last-day': { unit: 'ms', peer: 'the first day', aim: 0.5, cost: true },
    'growth-month-per-reading': { unit: 'us/reading', peer: 'limit', theirs: 20, aim: 1, cost: true },
    'growth-month-memory': { unit: 'MB', peer: 'limit', theirs: 300, aim: 1, cost: true },
  },
  once: () =>
    withService({ devices: CAMPUS_POINTS, field: ENERGY.field }, async (service) => {
      const days = []
      for (let day = 0; day < 30; day++) {
        days.push(await playDay(service, day))
        process.stderr.write(`growth-month: day ${day + 1} of 30, ${Math.round(days.at(-1) ?? 0)} ms of processor time\n`)
      }
      const all = days.reduce((sum, ms) => sum + (ms ?? 0), 0)
      return {
        'growth-month-last-day': { ours: days.at(-1), theirs: days[1] },
        'growth-month-per-reading': { ours: (all * 1000) / (30 * DAY_OF_MINUTES.readings) },
        'growth-month-memory': { ours: service.peakMemory() ?? undefined },
      }
    }),
})
