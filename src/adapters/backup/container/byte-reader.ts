/** Reads a stream of chunks in pieces of the sizes that are asked for. */

export interface ByteReader {
  /** Exactly so many bytes; fewer at the end of the stream. */
  take(bytes: number): Promise<Buffer>
  close(): Promise<void>
}

export function createByteReader(chunks: AsyncIterable<Uint8Array>): ByteReader {
  const source = chunks[Symbol.asyncIterator]()
  let rest = Buffer.alloc(0)
  return {
    async take(bytes) {
      const pieces = [rest]
      let length = rest.length
      while (length < bytes) {
        const next = await source.next()
        if (next.done === true) break
        const { buffer, byteOffset, byteLength } = next.value
        pieces.push(Buffer.from(buffer, byteOffset, byteLength) as Buffer<ArrayBuffer>)
        length += byteLength
      }
      const all = pieces.length === 1 ? rest : Buffer.concat(pieces)
      rest = all.subarray(bytes)
      return all.subarray(0, bytes)
    },
    close: async () => void (await source.return?.()),
  }
}
