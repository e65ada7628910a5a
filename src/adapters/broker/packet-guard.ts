/**
 * Follows the framing of an MQTT stream: finds a packet whose announced length is too large before its body is read, because the parser behind it
 * buffers a packet until it is complete, whatever its size; and counts packets.
 */

export interface PacketLimits {
  /** Largest PUBLISH. */
  readonly publishBytes: number
  /** Largest packet of any other type: a SUBSCRIBE of 128 KiB would hold thousands of filters. */
  readonly otherBytes: number
}

export interface PacketGuard {
  /** Remaining length of the first packet in this chunk that is too large or malformed, else null. */
  check(chunk: Uint8Array): number | null
  /** Packets that have begun so far. */
  packets(): number
}

/** MQTT 3.1.1 section 2.2.3: a remaining length has at most four bytes of seven bits. */
const LENGTH_BYTES = 4
const PUBLISH = 3

export function createPacketGuard({ publishBytes, otherBytes }: PacketLimits): PacketGuard {
  /** Bytes of the current packet's body still to come. */
  let body = 0
  /** Bytes of the current fixed header seen so far: 0 = at a packet's first byte. */
  let header = 0
  let length = 0
  let maxBytes = otherBytes
  let packets = 0
  return {
    packets: () => packets,
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
          packets += 1
          maxBytes = byte >> 4 === PUBLISH ? publishBytes : otherBytes
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

/** How much may be read of a connection. */
export interface ReadRate {
  /** Until more may be read, ms; 0 at once. */
  waitMs(): number
  take(bytes: number, packets: number): void
}

interface Readable {
  read(size?: number): unknown
  emit(event: 'readable'): unknown
  destroy(error?: Error): unknown
}

export interface PacketGuardParts {
  readonly limits: PacketLimits
  readonly rate: ReadRate
  readonly sleep: (ms: number) => Promise<void>
  readonly onRefused: (length: number) => void
}

/**
 * Destroys the stream, with `onRefused`, when a packet above the limit is announced. Reads nothing while the rate is exceeded: the bytes wait at the
 * sender, in their order. Bytes pass untouched and uncopied.
 */
export function guardPackets(stream: Readable, { limits, rate, sleep, onRefused }: PacketGuardParts): void {
  const guard = createPacketGuard(limits)
  const read = stream.read.bind(stream)
  let pausing = false
  const pause = async (ms: number): Promise<void> => {
    pausing = true
    await sleep(ms)
    pausing = false
    stream.emit('readable')
  }
  stream.read = (size?: number): unknown => {
    if (pausing) return null
    const wait = rate.waitMs()
    if (wait > 0) {
      void pause(wait)
      return null
    }
    const before = guard.packets()
    const chunk = read(size)
    if (!(chunk instanceof Uint8Array)) return chunk
    const refused = guard.check(chunk)
    rate.take(chunk.length, guard.packets() - before)
    if (refused === null) return chunk
    onRefused(refused)
    stream.destroy()
    return null
  }
}
