/** Whether the journal may grow: its cap, and the free space of the disk, which is asked for now and then. */

import { statfsSync } from 'node:fs'

export interface RoomOptions {
  readonly dir: string
  readonly maxBytes: number
  /** Free bytes of the disk below which nothing more is accepted. */
  readonly minFreeDisk: number
  /** Gives up something less dear to make room on the disk; false when there is nothing left of it. */
  readonly yields?: () => boolean
}

/** Free disk is asked for again after this many bytes or this much time, and when there was no room. */
const DISK_CHECK_BYTES = 4 * 1024 * 1024
const DISK_CHECK_MS = 1000

/** Bytes that we may still write to the disk of the folder. */
export function freeDisk(dir: string): number {
  const disk = statfsSync(dir)
  return disk.bavail * disk.bsize
}

export class DiskBudget {
  readonly #options: RoomOptions
  #sinceDiskCheck = Infinity
  #lookedAt = -Infinity
  /** The last message did not fit under the cap. */
  #capped = false
  /** The disk is too full, or a write has failed. */
  #tight = false

  constructor(options: RoomOptions) {
    this.#options = options
  }

  /** Others fill the disk too, and make room again: it is looked at now and then although nothing comes. */
  get full(): boolean {
    if (performance.now() - this.#lookedAt > DISK_CHECK_MS) this.#look()
    return this.#capped || this.#tight
  }

  /** True when `more` bytes may follow the `bytes` there are. */
  take(bytes: number, more: number): boolean {
    this.#capped = bytes + more > this.#options.maxBytes
    if (this.#tight || this.#sinceDiskCheck > DISK_CHECK_BYTES) this.#look()
    const fits = !this.#capped && !this.#tight
    if (fits) this.#sinceDiskCheck += more
    return fits
  }

  /** A write has failed: nothing is accepted before the disk was looked at again. */
  failed(): void {
    this.#tight = true
    this.#lookedAt = performance.now()
  }

  /** Something has gone: the next message may fit. */
  freed(): void {
    this.#capped = false
    this.#tight = false
    this.#sinceDiskCheck = Infinity
  }

  #look(): void {
    const { dir, minFreeDisk, yields = () => false } = this.#options
    do this.#tight = freeDisk(dir) < minFreeDisk
    while (this.#tight && yields())
    this.#lookedAt = performance.now()
    if (!this.#tight) this.#sinceDiskCheck = 0
  }
}
