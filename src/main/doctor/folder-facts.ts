/** What the disk shows of the data folder. */

import { accessSync, constants, existsSync, lstatSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { freeDiskBytes } from '../../adapters/journal/disk-budget.ts'
import type { ClockFacts } from '../../cli/operations/doctor/judge-clock.ts'
import type { ArchiveGrowth, DiskFacts } from '../../cli/operations/doctor/judge-disk.ts'
import type { FileFacts, FolderFacts } from '../../cli/operations/doctor/judge-folder.ts'
import type { Config } from '../../config/types.ts'
import { errorText } from '../../kernel/index.ts'
import { storeFolder } from '../store-thread/client.ts'

interface FileState extends FileFacts {
  readonly bytes: number
  readonly changed: number
  readonly born: number
  readonly isFolder: boolean
}

const PERMISSIONS = 0o777

function stateOf(path: string): FileState | null {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return null
  const { mode, uid, size, mtimeMs, birthtimeMs } = stat
  return { path, mode: mode & PERMISSIONS, uid, bytes: size, changed: mtimeMs, born: birthtimeMs || mtimeMs, isFolder: stat.isDirectory() }
}

/** Files and folders below; what vanishes meanwhile or cannot be read is left out. */
function statesIn(dir: string): readonly FileState[] {
  try {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' }).flatMap((name) => stateOf(join(dir, name)) ?? [])
  } catch {
    return []
  }
}

/** Writes a file of its own, or asks for the right to make the folder. Null: it can. */
function unwritableReason(dir: string): string | null {
  try {
    if (existsSync(dir)) {
      const file = join(dir, `doctor.${process.pid}`)
      writeFileSync(file, 'x', { mode: 0o600 })
      rmSync(file)
    } else {
      let above = dirname(dir)
      while (!existsSync(above)) above = dirname(above)
      accessSync(above, constants.W_OK)
    }
    return null
  } catch (error) {
    return errorText(error)
  }
}

export interface MachineFacts {
  readonly folder: FolderFacts
  readonly disk: DiskFacts | null
  readonly newestFile: ClockFacts['newestFile']
}

/** `archive`: of the service, where one answers. */
export function machineFacts(config: Config, archive: ArchiveGrowth | null, now: number): MachineFacts {
  const path = resolve(config.data.dir)
  // A link to a folder is a folder.
  const top = existsSync(path) ? { ...stateOf(path), ...followed(path) } : null
  const files = top?.isFolder === true ? statesIn(path) : []
  const newest = files
    .filter(({ isFolder }) => !isFolder)
    .reduce<FileState | null>((a, b) => (a === null || b.changed > a.changed ? b : a), null)
  return {
    folder: {
      path,
      folder: top === null ? null : { path, mode: top.mode, uid: top.uid, isFolder: top.isFolder },
      unwritable: unwritableReason(path),
      ownUid: process.getuid?.() ?? null,
      files,
    },
    disk: top?.isFolder === true ? diskFacts(config, { path, archive, now }) : null,
    newestFile: newest === null ? null : { path: newest.path, aheadMs: newest.changed - now },
  }
}

function followed(path: string): { mode: number; uid: number; isFolder: boolean } {
  const stat = statSync(path)
  return { mode: stat.mode & PERMISSIONS, uid: stat.uid, isFolder: stat.isDirectory() }
}

function diskFacts(config: Config, { path, archive, now }: { path: string; archive: ArchiveGrowth | null; now: number }): DiskFacts {
  const folder = storeFolder(config)
  const file = folder === null ? null : stateOf(join(folder, 'store.duckdb'))
  return {
    path,
    freeBytes: freeDiskBytes(path),
    minFreeBytes: config.journal.minFreeDisk,
    store: file === null ? null : { bytes: file.bytes, ageMs: Math.max(0, now - file.born) },
    archive,
  }
}
