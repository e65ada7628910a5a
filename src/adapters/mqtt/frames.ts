/** Framing of MQTT packets (MQTT 3.1.1 and 5, section 2.1), and the fields of a PUBLISH (section 3.3). */

export const PUBLISH = 3

/** Most bytes of an MQTT length, seven bits each. */
const LENGTH_BYTES = 4
const MORE = 0x80

/** The bytes are not MQTT: the connection must be closed. */
export class MalformedPacket extends Error {
  readonly code = 'EPROTO'
}

/** Cuts the bytes of a socket into packets. A packet is joined once, however many pieces it arrives in. */
export class FrameParser {
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  /** Pieces of an incomplete packet, their bytes, and its length as far as that is known. */
  #pieces: Buffer[] = []
  #pieceBytes = 0
  #needed = 0
  /** Of the packet that `next` found: it is `bytes` from `start` to `end`; its content behind the length begins at `body`. */
  start = 0
  body = 0
  end = 0

  get bytes(): Buffer {
    return this.#bytes
  }

  /** Type of the packet that `next` found, 1 (CONNECT) to 15. */
  get type(): number {
    return (this.#bytes[this.start] as number) >> 4
  }

  /** Adds bytes of the socket. They must not change until `next` returns false; call it only after `next` has returned false. */
  push(chunk: Buffer): void {
    if (this.#pieceBytes === 0) {
      this.#bytes = chunk
      this.#at = 0
      return
    }
    this.#pieces.push(Buffer.from(chunk))
    this.#pieceBytes += chunk.length
    if (this.#pieceBytes < this.#needed) return
    this.#bytes = Buffer.concat(this.#pieces, this.#pieceBytes)
    this.#at = 0
    this.#pieces = []
    this.#pieceBytes = 0
  }

  /** Finds the next packet; false when none is complete. Throws MalformedPacket. */
  next(): boolean {
    if (this.#pieceBytes > 0) return false
    const complete = this.#measure()
    if (!complete) this.#keepRest()
    return complete
  }

  /** Makes `next` find the same packet again. */
  unread(): void {
    this.#at = this.start
  }

  #measure(): boolean {
    const bytes = this.#bytes
    let length = 0
    for (let i = 0; i < LENGTH_BYTES; i++) {
      const byte = bytes[this.#at + 1 + i]
      if (byte === undefined) {
        this.#needed = 0
        return false
      }
      length += (byte & ~MORE) * 2 ** (7 * i)
      if (byte < MORE) return this.#locate(this.#at + 2 + i, length)
    }
    throw new MalformedPacket('a packet states its length in more than four bytes')
  }

  #locate(body: number, length: number): boolean {
    const end = body + length
    this.#needed = end - this.#at
    if (end > this.#bytes.length) return false
    this.start = this.#at
    this.body = body
    this.end = end
    this.#at = end
    return true
  }

  #keepRest(): void {
    const rest = this.#bytes.subarray(this.#at)
    this.#pieceBytes = rest.length
    this.#pieces = rest.length === 0 ? [] : [Buffer.from(rest)]
  }
}

export interface PublishPacket {
  readonly topic: string
  readonly payload: Buffer
  /** Message id; null at QoS 0, which is not acknowledged. */
  readonly id: number | null
  readonly qos: 0 | 1
  readonly retain: boolean
  readonly dup: boolean
}

const lengthAt = (bytes: Buffer, at: number, end: number): number => {
  if (at + 2 > end) throw new MalformedPacket('a PUBLISH ends before its header does')
  return bytes.readUInt16BE(at)
}

/** Bytes of the properties of MQTT 5, with their length. They are skipped: this client uses none of them. */
function propertyBytes(bytes: Buffer, at: number, end: number): number {
  let length = 0
  for (let i = 0; i < LENGTH_BYTES; i++) {
    const byte = at + i < end ? (bytes[at + i] as number) : MORE
    length += (byte & ~MORE) * 2 ** (7 * i)
    if (byte < MORE) return i + 1 + length
  }
  throw new MalformedPacket('a PUBLISH ends before its properties do')
}

/** The PUBLISH that the parser found. Throws MalformedPacket, also for QoS 2 (subscriptions have QoS 1) and for topic aliases (the client allows none). */
export function parsePublish({ bytes, start, body, end }: FrameParser, version: 4 | 5): PublishPacket {
  const flags = bytes[start] as number
  const qos = (flags >> 1) & 3
  if (qos > 1) throw new MalformedPacket(`the broker sent QoS ${qos} to a subscription with QoS 1`)
  const topicEnd = body + 2 + lengthAt(bytes, body, end)
  const idEnd = topicEnd + (qos === 0 ? 0 : 2)
  const id = qos === 0 ? null : lengthAt(bytes, topicEnd, end)
  const payload = version === 5 ? idEnd + propertyBytes(bytes, idEnd, end) : idEnd
  if (topicEnd === body + 2) throw new MalformedPacket('the broker sent a message without a topic')
  if (payload > end) throw new MalformedPacket('a PUBLISH is shorter than its header says')
  return {
    topic: bytes.toString('utf8', body + 2, topicEnd),
    payload: bytes.subarray(payload, end),
    id,
    qos: qos as 0 | 1,
    retain: (flags & 1) === 1,
    dup: (flags & 8) === 8,
  }
}
