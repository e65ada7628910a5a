/** A file of lines that grows at its end: what is appended stands in it whole or not at all. */

import { type FileHandle, open } from 'node:fs/promises'

export class LineFile {
  readonly #handle: FileHandle
  #end: number
  /** Bytes may stand behind the end: of a line that was torn, or could not be written whole. */
  #ragged = true

  constructor(handle: FileHandle, end: number) {
    this.#handle = handle
    this.#end = end
  }

  /** Bytes of whole lines. */
  get end(): number {
    return this.#end
  }

  /** `durable`: on the disk when it resolves. Rejects with the error of the file system; the line is not there then. */
  async append(line: string, { durable }: { durable: boolean }): Promise<void> {
    const bytes = Buffer.from(line)
    if (this.#ragged) await this.#handle.truncate(this.#end)
    this.#ragged = true
    try {
      await this.#handle.appendFile(bytes)
      if (durable) await this.#handle.datasync()
    } catch (error) {
      // Now, so that a process that ends here leaves no torn line; the next append tries again when it fails.
      await this.#handle.truncate(this.#end).catch(() => undefined)
      throw error
    }
    this.#end += bytes.length
    this.#ragged = false
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** Lines go behind the first `end` bytes; what stands after them is cut off by the first append. */
export async function openLineFile(path: string, end: number): Promise<LineFile> {
  return new LineFile(await open(path, 'a', 0o600), end)
}
