/**
 * Follows the framing of an MQTT stream and finds a packet whose announced length is too large before its body is read: the parser behind
 * it buffers a packet until it is complete, whatever its size.
 */

export interface PacketGuard {
  /** Remaining length of the first packet in this chunk that is too large or malformed, else null. */
  check(chunk: Uint8Array): number | null
}

/** MQTT 3.1.1 section 2.2.3: a remaining length has at most four bytes of seven bits. */
const LENGTH_BYTES = 4

export function createPacketGuard(maxBytes: number): PacketGuard {
  /** Bytes of the current packet's body still to come. */
  let body = 0
  /** Bytes of the current fixed header seen so far: 0 = at a packet's first byte. */
  let header = 0
  let length = 0
  return {
    check(chunk) {
      let at = 0
      while (at < chunk.length) {
        if (body > 0) {
          const skipped = Math.min(body, chunk.length - at)
          body -= skipped
          at += skipped
          continue
        }
        const byte = chunk[at++] ?? 0
        if (header === 0) {
          header = 1
          length = 0
          continue
        }
        length += (byte & 127) * 128 ** (header - 1)
        const more = (byte & 128) !== 0
        if (length > maxBytes || (more && header === LENGTH_BYTES)) return length
        header = more ? header + 1 : 0
        if (!more) body = length
      }
      return null
    },
  }
}

interface Readable {
  read(size?: number): unknown
  destroy(error?: Error): unknown
}

/** Destroys the stream, with `onRefused`, when a packet above `maxBytes` is announced. Bytes pass untouched and uncopied. */
export function guardPackets(stream: Readable, maxBytes: number, onRefused: (length: number) => void): void {
  const guard = createPacketGuard(maxBytes)
  const read = stream.read.bind(stream)
  stream.read = (size?: number): unknown => {
    const chunk = read(size)
    const refused = chunk instanceof Uint8Array ? guard.check(chunk) : null
    if (refused === null) return chunk
    onRefused(refused)
    stream.destroy()
    return null
  }
}
