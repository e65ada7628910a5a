/** A small disk in memory that can be full for real; for root on Linux only. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Tmpfs {
  readonly dir: string
  close(): void
}

/** Null where we may not mount. */
export function openTmpfs(mebibytes: number): Tmpfs | null {
  const dir = mkdtempSync(join(tmpdir(), 'campus-tmpfs-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'none', dir]).status !== 0) {
    rmSync(dir, { recursive: true })
    return null
  }
  const close = (): void => {
    process.off('exit', close)
    spawnSync('umount', ['-l', dir])
    rmSync(dir, { recursive: true, force: true })
  }
  process.on('exit', close)
  return { dir, close }
}

/** For the title of a suite: empty where a disk can be mounted, else why the suite is skipped. */
export function withoutTmpfs(): string {
  const disk = openTmpfs(1)
  disk?.close()
  return disk === null ? ' (skipped: no disk can be mounted here, that takes root on Linux)' : ''
}
