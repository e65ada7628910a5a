/** One process per data folder. The lock names its holder; the lock of a dead holder, or of one whose pid another process has now, is replaced. */

import { constants, copyFileSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorText } from '../../kernel/index.ts'
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

/** Null when there is no lock, or an unreadable one after a crash or a manual edit. */
function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder> | null
    const { pid, ticks = null, since = '' } = holder ?? {}
    return Number.isInteger(pid) && (pid as number) > 0 ? { pid: pid as number, ticks, since } : null
  } catch {
    return null
  }
}

/** When the lock was written, for one that does not say since when it is held. */
const writtenAt = (file: string): string => statSync(file, { throwIfNoEntry: false })?.mtime.toISOString() ?? 'a moment ago'

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** Creates the lock with its content in one step, because an empty lock looks like that of a crash. False when a lock exists. */
function createLock(file: string): boolean {
  const holder: Holder = { pid: process.pid, ticks: startTicks(process.pid), since: new Date().toISOString() }
  const own = `${file}.${process.pid}`
  try {
    writeFileSync(own, JSON.stringify(holder), { mode: 0o600 })
    linkOrCopy(own, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/** Some file systems have no hard links; there the content appears a moment after the name. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  }
}

/** Removes the lock of a dead holder. When a live process took it in the meantime, its lock is restored. */
function removeDeadLock(file: string): void {
  const moved = `${file}.${process.pid}`
  try {
    renameSync(file, moved)
    const holder = readHolder(moved)
    if (holder !== null && alive(holder)) linkOrCopy(moved, file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(moved, { force: true })
  }
}

/** Resolves once the folder is ours; rejects with PortError `locked` while a living process holds it, `unavailable` when it cannot be used. */
export async function lockDataDir(dir: string): Promise<{ release(): Promise<void> }> {
  try {
    mkdirSync(dir, { recursive: true })
    return lockIn(dir)
  } catch (error) {
    if (error instanceof PortError) throw error
    const why = errorText(error)
    throw new PortError('unavailable', `the data folder cannot be used: ${why}`, { cause: error })
  }
}

function lockIn(dir: string): { release(): Promise<void> } {
  const file = join(dir, 'lock')
  for (let attempt = 0; attempt < 3; attempt++) {
    if (createLock(file)) {
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
        `the data folder "${dir}" is in use by process ${holder.pid} since ${holder.since || writtenAt(file)}: stop it, or choose another folder (CAMPUS__DATA__DIR)`,
      )
    removeDeadLock(file)
  }
  throw new PortError('locked', `the data folder "${dir}" is being taken by another process: try again`)
}
