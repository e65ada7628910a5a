/** Whether the journal may grow: its cap, and the free space of the disk, which is asked for now and then. */

import { statfsSync } from 'node:fs'

export interface RoomOptions {
  readonly dir: string
  readonly maxBytes: number
  /** Free bytes of the disk below which nothing more is accepted. */
  readonly minFreeDisk: number
}

/** Free disk is asked for again after this many bytes, and when there was no room. */
const DISK_CHECK_BYTES = 4 * 1024 * 1024

export class Room {
  readonly #options: RoomOptions
  #sinceDiskCheck = Infinity
  #full = false

  constructor(options: RoomOptions) {
    this.#options = options
  }

  get full(): boolean {
    return this.#full
  }

  /** True when `more` bytes may follow the `bytes` there are. */
  take(bytes: number, more: number): boolean {
    const { maxBytes } = this.#options
    if (this.#full) this.#sinceDiskCheck = Infinity
    this.#full = bytes + more > maxBytes || this.#diskFull()
    if (!this.#full) this.#sinceDiskCheck += more
    return !this.#full
  }

  /** A write has failed: nothing is accepted before the disk was looked at again. */
  failed(): void {
    this.#full = true
  }

  /** Something has gone: the next message may fit. */
  freed(): void {
    this.#full = false
    this.#sinceDiskCheck = Infinity
  }

  #diskFull(): boolean {
    if (this.#sinceDiskCheck <= DISK_CHECK_BYTES) return false
    const disk = statfsSync(this.#options.dir)
    const full = disk.bavail * disk.bsize < this.#options.minFreeDisk
    if (!full) this.#sinceDiskCheck = 0
    return full
  }
}
