/** A disk of a few megabytes, in memory: really full when it is full. Only root may make one. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly dir: string
  remove(): void
}

const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0
const unmount = (dir: string): void => void spawnSync('umount', ['-l', dir], { stdio: 'ignore' })

/** Null where this process may not mount. */
export function smallDisk(mebibytes: number): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'campus-disk-'))
  const gone = (): void => rmSync(dir, { recursive: true, force: true })
  if (process.getuid?.() !== 0 || !mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', dir)) {
    gone()
    return null
  }
  return {
    dir,
    remove() {
      unmount(dir)
      gone()
    },
  }
}

/** For the title of a suite: empty where small disks can be made, else why it is skipped. */
export function withoutSmallDisk(): string {
  const disk = smallDisk(1)
  disk?.remove()
  return disk === null ? ' (skipped: this process may not mount a small disk)' : ''
}
