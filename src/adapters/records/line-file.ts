/** A file of lines that grows at its end: an append writes the whole line or nothing. */

import { type FileHandle, open } from 'node:fs/promises'

export class LineFile {
  readonly #handle: FileHandle
  #end: number
  /** Bytes of a torn or half-written line may follow the end. */
  #ragged = true

  constructor(handle: FileHandle, end: number) {
    this.#handle = handle
    this.#end = end
  }

  /** Bytes of complete lines. */
  get end(): number {
    return this.#end
  }

  /** `durable`: on the disk when it resolves. Rejects with the error of the file system; then the file is unchanged. */
  async append(line: string, { durable }: { durable: boolean }): Promise<void> {
    const bytes = Buffer.from(line)
    if (this.#ragged) await this.#handle.truncate(this.#end)
    this.#ragged = true
    try {
      await this.#handle.appendFile(bytes)
      if (durable) await this.#handle.datasync()
    } catch (error) {
      // Truncate now, so that a process that ends here leaves no torn line; when this fails, the next append truncates.
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

/** Lines are appended behind the first `end` bytes; the first append cuts off what follows them. */
export async function openLineFile(path: string, end: number): Promise<LineFile> {
  return new LineFile(await open(path, 'a', 0o600), end)
}
