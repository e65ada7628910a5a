/** One process per data folder. The lock names its holder; a holder that is gone, or whose pid is someone else's now, is taken over. */

import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PortError } from '../../ports/index.ts'

interface Holder {
  readonly pid: number
  /** Start of the process in clock ticks since boot (Linux), to tell a recycled pid; null elsewhere. */
  readonly ticks: string | null
  readonly since: string
}

/** Field 22 of /proc/<pid>/stat; the command in field 2 may hold blanks and brackets. */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function alive(holder: Holder): boolean {
  return isRunning(holder.pid) && (holder.ticks === null || startTicks(holder.pid) === holder.ticks)
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return null
  }
}

function take(file: string): boolean {
  try {
    const fd = openSync(file, 'wx', 0o600)
    const holder: Holder = { pid: process.pid, ticks: startTicks(process.pid), since: new Date().toISOString() }
    writeSync(fd, JSON.stringify(holder))
    closeSync(fd)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new PortError('unavailable', `the data folder cannot be used: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

export async function lockDataDir(dir: string): Promise<{ release(): Promise<void> }> {
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'lock')
  for (let attempt = 0; attempt < 3; attempt++) {
    if (take(file)) {
      return {
        async release() {
          if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
        },
      }
    }
    const holder = readHolder(file)
    if (holder !== null && alive(holder))
      throw new PortError(
        'locked',
        `the data folder "${dir}" is in use by process ${holder.pid} since ${holder.since}: stop it, or choose another folder (CAMPUS__DATA__DIR)`,
      )
    rmSync(file, { force: true })
  }
  throw new PortError('locked', `the data folder "${dir}" is being taken by another process: try again`)
}
