// The pair of real servers: Mosquitto -> us -> InfluxDB, QoS 1, beside the peers and the bare limits in the same run.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { backlog, flood, live, liveListener, liveOwnBroker, ours, peerOf } from './consumers.mjs'
import { bench } from './frame.mjs'
import { fluentBit } from './peers/fluent-bit.mjs'
import { nodeRed } from './peers/node-red.mjs'
import { telegraf } from './peers/telegraf.mjs'
import { measure } from './processes.mjs'
import { binaries, withInfluxd, withMosquitto } from './servers.mjs'

const LIVE = { messages: 400_000, readings: 1 }
const LIVE_BATCH = { messages: 20_000, readings: 50 }
const BACKLOG = { messages: 400_000, readings: 1 }
const BACKLOG_BATCH = { messages: 30_000, readings: 50 }

/** Messages a second that a bare subscriber gets while the flood is on. */
function bareSubscriber(servers, load) {
  return withMosquitto(servers, ours.inflight, async ({ url }) => {
    const peer = spawn(process.execPath, [join(import.meta.dirname, 'peers/subscriber.mjs'), url, 'campus/#', String(load.messages)], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    await once(peer, 'message')
    const printed = once(peer.stdout, 'data')
    await flood(url, load)
    const run = JSON.parse(String((await printed)[0]))
    return run.messages / run.seconds
  })
}

const bareWriter = (servers, { messages, readings }) =>
  withInfluxd(servers, async (port) => {
    const run = await measure('peers/influx.mjs', [port, messages * readings])
    return run.rows / run.seconds
  })

/** A peer that is not here, or that fails, is left out; ours is not. */
async function besides(name, plan, run) {
  if (plan === null) return {}
  try {
    return await run(plan)
  } catch (error) {
    process.stderr.write(`left out: ${name}: ${error.message}\n`)
    return {}
  }
}

/** The same of Node-RED and Telegraf. */
async function besidePeers(load, run) {
  return {
    nodeRed: await besides('node-red', nodeRed(), (plan) => run(peerOf(plan))),
    telegraf: await besides('telegraf', telegraf(load.readings), (plan) => run(peerOf(plan))),
  }
}

/** `once` of a benchmark that needs the servers; without them none of its rows is there. */
const withBinaries = (once) => async () => {
  const servers = binaries()
  return servers === null ? {} : once(servers)
}

bench('servers-live', {
  rows: {
    'live-qos1-of-node-red': { unit: 'readings/s', peer: 'node-red', aim: 2 },
    'live-qos1-of-telegraf': { unit: 'readings/s', peer: 'telegraf', aim: 1.4 },
    'live-qos1-of-subscriber': { unit: 'readings/s', peer: 'bare subscriber', aim: 0.8 },
    'live-cpu-of-node-red': { unit: 'us/reading', peer: 'node-red', aim: 2, cost: true },
    'live-cpu-of-telegraf': { unit: 'us/reading', peer: 'telegraf', aim: 2, cost: true },
    'live-qos1-cpu': { unit: 'us/reading', peer: 'limit', theirs: 25.5, aim: 2, cost: true },
    'live-loop-delay-p99': { unit: 'ms', peer: 'limit', theirs: 50, aim: 1, cost: true },
    'live-memory': { unit: 'MB', peer: 'limit', theirs: 200, aim: 1, cost: true },
    'live-memory-of-node-red': { unit: 'MB', peer: 'node-red', aim: 1, cost: true },
  },
  once: withBinaries(async (servers) => {
    const subscriber = await bareSubscriber(servers, LIVE)
    const run = await live(servers, ours, LIVE)
    const peers = await besidePeers(LIVE, (peer) => live(servers, peer, LIVE))
    return {
      'live-qos1-of-node-red': { ours: run.rate, theirs: peers.nodeRed.rate },
      'live-qos1-of-telegraf': { ours: run.rate, theirs: peers.telegraf.rate },
      'live-qos1-of-subscriber': { ours: run.rate, theirs: subscriber },
      'live-cpu-of-node-red': { ours: run.cpuUs, theirs: peers.nodeRed.cpuUs },
      'live-cpu-of-telegraf': { ours: run.cpuUs, theirs: peers.telegraf.cpuUs },
      'live-qos1-cpu': { ours: run.cpuUs },
      'live-loop-delay-p99': { ours: run.delayMs },
      'live-memory': { ours: run.memory },
      'live-memory-of-node-red': { ours: run.memory, theirs: peers.nodeRed.memory },
    }
  }),
})

bench('servers-batch', {
  rows: {
    'live-batch-of-node-red': { unit: 'readings/s', peer: 'node-red', aim: 1.15 },
    'live-batch-of-telegraf': { unit: 'readings/s', peer: 'telegraf', aim: 1.25 },
    'live-batch-of-writer': { unit: 'readings/s', peer: 'bare writer', aim: 0.4 },
    'live-batch-cpu': { unit: 'us/reading', peer: 'limit', theirs: 8, aim: 2, cost: true },
    'live-batch-memory': { unit: 'MB', peer: 'limit', theirs: 200, aim: 1, cost: true },
  },
  once: withBinaries(async (servers) => {
    const writer = await bareWriter(servers, LIVE_BATCH)
    const run = await live(servers, ours, LIVE_BATCH)
    const peers = await besidePeers(LIVE_BATCH, (peer) => live(servers, peer, LIVE_BATCH))
    return {
      'live-batch-of-node-red': { ours: run.rate, theirs: peers.nodeRed.rate },
      'live-batch-of-telegraf': { ours: run.rate, theirs: peers.telegraf.rate },
      'live-batch-of-writer': { ours: run.rate, theirs: writer },
      'live-batch-cpu': { ours: run.cpuUs },
      'live-batch-memory': { ours: run.memory },
    }
  }),
})

/** Aims differ by the size of a message: the larger it is, the more the database decides. */
function backlogBench(name, load, aims) {
  bench(`servers-${name}`, {
    rows: {
      [`${name}-of-node-red`]: { unit: 'readings/s', peer: 'node-red', aim: aims.nodeRed },
      [`${name}-of-telegraf`]: { unit: 'readings/s', peer: 'telegraf', aim: aims.telegraf },
      [`${name}-of-writer`]: { unit: 'readings/s', peer: 'bare writer', aim: aims.writer },
      [`${name}-memory`]: { unit: 'MB', peer: 'limit', theirs: 200, aim: 1, cost: true },
    },
    once: withBinaries(async (servers) => {
      const writer = await bareWriter(servers, load)
      const run = await backlog(servers, ours, load)
      const peers = await besidePeers(load, (peer) => backlog(servers, peer, load))
      return {
        [`${name}-of-node-red`]: { ours: run.rate, theirs: peers.nodeRed.rate },
        [`${name}-of-telegraf`]: { ours: run.rate, theirs: peers.telegraf.rate },
        [`${name}-of-writer`]: { ours: run.rate, theirs: writer },
        [`${name}-memory`]: { ours: run.memory },
      }
    }),
  })
}

backlogBench('backlog', BACKLOG, { nodeRed: 3, telegraf: 2.5, writer: 0.25 })
backlogBench('backlog-batch', BACKLOG_BATCH, { nodeRed: 1.15, telegraf: 1.25, writer: 0.4 })

bench('servers-own-broker', {
  rows: { 'own-broker-of-fluent-bit': { unit: 'readings/s', peer: 'fluent-bit', aim: 0.8 } },
  once: withBinaries((servers) =>
    besides('fluent-bit', fluentBit(), async (plan) => {
      const theirs = await liveListener(servers, plan, LIVE)
      const run = await liveOwnBroker(servers, LIVE)
      return { 'own-broker-of-fluent-bit': { ours: run.rate, theirs: theirs.rate } }
    }),
  ),
})
