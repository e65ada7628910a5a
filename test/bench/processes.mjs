// Child processes of the benchmarks: scripts, servers and peers. Each is ended by its own pid.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const HERE = import.meta.dirname
export const UP_MS = 60_000
const PRINTED_KEPT = 2000

/** Runs a script to its end; its output is one line of JSON. */
export async function measure(script, args) {
  const child = spawn(process.execPath, [join(HERE, script), ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (d) => (out += d))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${script} ended with ${code}`)
  return JSON.parse(out)
}

export async function end(child, signal) {
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

/**
 * A real server in a folder of its own: `plan(dir, port)` writes its configuration and gives its command; it is up when its port answers. `work` gets
 * port, folder, and `power`, which kills it and starts it again where it was.
 */
export function withServer(plan, work) {
  return withFolder(async (dir) => {
    const port = await freePort()
    const [command, ...args] = plan(dir, port)
    let child
    const start = async () => {
      child = spawn(command, args, { cwd: dir, stdio: 'ignore' })
      for (const until = performance.now() + UP_MS; !(await isOpen(port)); await delay(50))
        if (child.exitCode !== null || performance.now() > until) throw new Error(`${command} did not start`)
    }
    const kill = () => end(child, 'SIGKILL')
    try {
      await start()
      return await work(port, dir, { kill, start })
    } finally {
      await kill()
    }
  })
}

/** A peer in a folder of its own: `plan(dir)` writes its configuration and gives its command. `work` gets what can be asked of its process. */
export function withPeer(plan, work) {
  return withFolder(async (dir) => {
    const [command, ...args] = plan(dir)
    const child = spawn(command, args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => (printed = (printed + d).slice(-PRINTED_KEPT)))
    child.once('error', (error) => (printed += error.message))
    try {
      return await work({
        /** What it last printed, once it has ended. */
        ended: () => (child.exitCode === null && child.signalCode === null && child.pid !== undefined ? null : printed),
        peakMemory: () => peakMemory(child.pid),
        processorTime: () => processorTime(child.pid),
      })
    } finally {
      if (child.pid !== undefined) await end(child, 'SIGKILL')
    }
  })
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

export function isOpen(port) {
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

/** Highest resident memory so far, in MB; null where the system does not say. */
export function peakMemory(pid) {
  try {
    const [, kb] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kb === undefined ? null : Number(kb) / 1000
  } catch {
    return null
  }
}

/** Processor time of a process so far, user and system, in microseconds; null where the system does not say. */
export function processorTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Fields 14 and 15, in hundredths of a second.
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  } catch {
    return null
  }
}
