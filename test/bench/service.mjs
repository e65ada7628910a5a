// The service as it ships, as a child process of the benchmarks.

import { spawn } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { campusFile } from './campus-file.mjs'
import { end, peakMemory, processorTime, UP_MS, withFolder } from './processes.mjs'

const CAMPUS = resolve(import.meta.dirname, '../../bin/campus.js')

/** The service is started, and its broker has acknowledged the subscriptions: what is published before that has no receiver. */
async function untilUp(dir, child, log) {
  const until = performance.now() + UP_MS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}:\n${log()}`)
    try {
      const file = JSON.parse(readFileSync(join(dir, 'service.json'), 'utf8'))
      if ((await fetch(`${file.url}/readyz`)).status === 200) return file
      throw new Error('not ready yet')
    } catch {
      if (performance.now() > until) throw new Error(`the service did not start:\n${log()}`)
      await delay(25)
    }
  }
}

/** The service as it ships, all roles, in a fresh data folder, with a point for `field` of each of the devices. It ends after `work`. */
export function withService(campus, work) {
  return withFolder(async (dir) => {
    const config = join(dir, 'campus.yaml')
    writeFileSync(config, campusFile(dir, campus))
    const env = { ...process.env, CAMPUS__DATA__DIR: dir, CAMPUS__HTTP__PORT: '0', CAMPUS__BROKER__PORT: '0', ...campus.env }
    const child = spawn(process.execPath, [CAMPUS, 'start', '--config', config], { env, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => (printed += d))
    try {
      const { url, token, broker } = await untilUp(dir, child, () => printed)
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      return await work({
        broker,
        /** Resolves when the first `messages` messages are stored, and rolled up if asked. */
        async drained(messages, rolled = false) {
          const ask = () => fetch(`${url}/api/v1/drained`, { method: 'POST', headers, body: JSON.stringify({ seq: messages, rolled }) })
          // fetch gives an answer five minutes to begin; as long as the service lives, we ask again.
          const patient = () => ask().catch((error) => (child.exitCode === null ? patient() : Promise.reject(error)))
          // The service answers within seconds, done or not.
          for (let done = false; !done; ) {
            const answer = await patient()
            if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
            done = (await answer.json()).drained !== false
          }
        },
        /** A gauge or counter of /metrics. Delay of the event loop counts from the last call. */
        async metric(name) {
          const text = await (await fetch(`${url}/metrics`, { headers })).text()
          const line = text.split('\n').find((l) => l.startsWith(`${name} `) || l.startsWith(`${name}{`))
          return line === undefined ? null : Number(line.slice(line.lastIndexOf(' ') + 1))
        },
        peakMemory: () => peakMemory(child.pid),
        processorTime: () => processorTime(child.pid),
        /** Bytes of the store after an orderly stop. */
        async storedBytes() {
          await end(child, 'SIGTERM')
          return statSync(join(dir, 'store.duckdb')).size
        },
      })
    } finally {
      await end(child, 'SIGKILL')
    }
  })
}
