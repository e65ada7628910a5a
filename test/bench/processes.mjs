// Child processes of the benchmarks: the service as it ships, its peers, and the publisher. Each is ended by its own pid.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const HERE = import.meta.dirname
const CAMPUS = resolve(HERE, '../../bin/campus.js')
const UP_MS = 60_000

/** Runs a script to its end; its output is one line of JSON. */
export async function measure(script, args) {
  const child = spawn(process.execPath, [join(HERE, script), ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (d) => (out += d))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${script} ended with ${code}`)
  return JSON.parse(out)
}

async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** `work` gets the address of a bare aedes. */
export async function withAedes(work) {
  const child = spawn(process.execPath, [join(HERE, 'peers/aedes.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = await once(child.stdout, 'data')
    return await work(String(line).trim())
  } finally {
    await end(child, 'SIGKILL')
  }
}

/** A real server in a folder of its own: `plan(dir, port)` writes its configuration and gives its command; it is up when it prints or answers. */
export function withServer(plan, work) {
  return withFolder(async (dir) => {
    const port = await freePort()
    const [command, ...args] = plan(dir, port)
    const child = spawn(command, args, { cwd: dir, stdio: 'ignore' })
    try {
      for (const until = performance.now() + UP_MS; !(await isOpen(port)); await delay(50))
        if (child.exitCode !== null || performance.now() > until) throw new Error(`${command} did not start`)
      return await work(port)
    } finally {
      await end(child, 'SIGKILL')
    }
  })
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true) || socket.destroy())
    socket.once('error', () => resolve(false))
  })
}

/** A folder that is gone afterwards. */
export async function withFolder(work) {
  const dir = mkdtempSync(join(tmpdir(), 'campus-bench-'))
  try {
    return await work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function campusFile(dir, { devices, field }) {
  return [
    'campus: { id: bench, name: Bench, timezone: UTC }',
    'broker: embedded',
    `store: duckdb:${dir}`,
    'limits: { messages_per_second: 100000 }',
    'sources: [{ id: native, preset: native }]',
    'templates:',
    `  - for: { n: 0..${devices - 1} }`,
    '    points:',
    `      - { id: "bench/d{n}/${field}", medium: electricity, from: [{ source: native, device: "d{n}", field: ${field} }] }`,
    '',
  ].join('\n')
}

async function untilUp(dir, child, log) {
  const until = performance.now() + UP_MS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}:\n${log()}`)
    try {
      return JSON.parse(readFileSync(join(dir, 'service.json'), 'utf8'))
    } catch {
      if (performance.now() > until) throw new Error(`the service did not start:\n${log()}`)
      await delay(25)
    }
  }
}

/** Highest resident memory so far, in MB; null where the system does not say. */
function peakMemory(pid) {
  try {
    const [, kb] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kb === undefined ? null : Number(kb) / 1000
  } catch {
    return null
  }
}

/** Processor time of a process so far, user and system, in microseconds; null where the system does not say. */
function processorTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Fields 14 and 15, in hundredths of a second.
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  } catch {
    return null
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
          const answer = await patient()
          if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
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
