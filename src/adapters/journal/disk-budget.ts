/** Decides whether the journal may grow: by its cap, and by the free space of the disk, which is checked from time to time. */

import { statfsSync } from 'node:fs'

export interface DiskBudgetOptions {
  readonly dir: string
  readonly maxBytes: number
  /** The journal accepts nothing while the disk has fewer free bytes than this. */
  readonly minFreeDisk: number
  /** Removes the oldest part of the archive to free disk space; false when the archive is empty. */
  readonly evictOldest?: () => boolean
}

/** Free space is checked again after this many bytes or this much time, and while the disk is full. */
const DISK_CHECK_BYTES = 4 * 1024 * 1024
const DISK_CHECK_MS = 1000

/** Bytes that this process may still write to the disk of the folder. */
export function freeDiskBytes(dir: string): number {
  const disk = statfsSync(dir)
  return disk.bavail * disk.bsize
}

export class DiskBudget {
  readonly #options: DiskBudgetOptions
  #sinceDiskCheck = Infinity
  #checkedAt = -Infinity
  /** The last message exceeded the cap. */
  #capped = false
  /** The disk has too little free space, or a write has failed. */
  #diskFull = false

  constructor(options: DiskBudgetOptions) {
    this.#options = options
  }

  /** Checks the disk from time to time even without messages: other programs fill it and free it too. */
  get full(): boolean {
    if (performance.now() - this.#checkedAt > DISK_CHECK_MS) this.#checkDisk()
    return this.#capped || this.#diskFull
  }

  /** True when `more` bytes may be written behind the existing `bytes`. */
  reserve(bytes: number, more: number): boolean {
    this.#capped = bytes + more > this.#options.maxBytes
    if (this.#diskFull || this.#sinceDiskCheck > DISK_CHECK_BYTES) this.#checkDisk()
    const fits = !this.#capped && !this.#diskFull
    if (fits) this.#sinceDiskCheck += more
    return fits
  }

  /** A write has failed: nothing is accepted until the disk has been checked. */
  writeFailed(): void {
    this.#diskFull = true
    this.#checkedAt = performance.now()
  }

  /** Space was freed: the next message may fit. */
  spaceFreed(): void {
    this.#capped = false
    this.#diskFull = false
    this.#sinceDiskCheck = Infinity
  }

  #checkDisk(): void {
    const { dir, minFreeDisk, evictOldest: yields = () => false } = this.#options
    do this.#diskFull = freeDiskBytes(dir) < minFreeDisk
    while (this.#diskFull && yields())
    this.#checkedAt = performance.now()
    if (!this.#diskFull) this.#sinceDiskCheck = 0
  }
}
