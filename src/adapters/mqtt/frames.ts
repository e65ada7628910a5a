/** Where one MQTT packet ends and the next begins (MQTT 3.1.1 and 5, 2.1), and what a PUBLISH holds (3.3). */

export const PUBLISH = 3

/** Of a length in MQTT: seven bits a byte, at most four bytes. */
const LENGTH_BYTES = 4
const MORE = 0x80

/** The bytes are no MQTT: the connection cannot go on. */
export class MalformedPacket extends Error {
  readonly code = 'EPROTO'
}

/** Cuts what a socket gives into packets. A packet is made whole once, however many pieces it comes in. */
export class FrameCutter {
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  /** Pieces of a packet that is not whole, and how long it is as far as that is known. */
  #pieces: Buffer[] = []
  #held = 0
  #needed = 0
  /** Of the packet that `next` found: its bytes are `bytes` from `start` to `end`, what follows its length starts at `body`. */
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

  /** What the socket gave; not to be changed until `next` has found no more. All that was found before must have been taken. */
  push(chunk: Buffer): void {
    if (this.#held === 0) {
      this.#bytes = chunk
      this.#at = 0
      return
    }
    this.#pieces.push(Buffer.from(chunk))
    this.#held += chunk.length
    if (this.#held < this.#needed) return
    this.#bytes = Buffer.concat(this.#pieces, this.#held)
    this.#at = 0
    this.#pieces = []
    this.#held = 0
  }

  /** Whether there is one more packet. Throws MalformedPacket. */
  next(): boolean {
    if (this.#held > 0) return false
    const whole = this.#measure()
    if (!whole) this.#keep()
    return whole
  }

  /** The packet that `next` found is found again. */
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
      if (byte < MORE) return this.#found(this.#at + 2 + i, length)
    }
    throw new MalformedPacket('a packet states its length in more than four bytes')
  }

  #found(body: number, length: number): boolean {
    const end = body + length
    this.#needed = end - this.#at
    if (end > this.#bytes.length) return false
    this.start = this.#at
    this.body = body
    this.end = end
    this.#at = end
    return true
  }

  #keep(): void {
    const rest = this.#bytes.subarray(this.#at)
    this.#held = rest.length
    this.#pieces = rest.length === 0 ? [] : [Buffer.from(rest)]
  }
}

export interface Publish {
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

/** How many bytes the properties of MQTT 5 take, with their own length. We asked for none that we use: they are passed over. */
function propertyBytes(bytes: Buffer, at: number, end: number): number {
  let length = 0
  for (let i = 0; i < LENGTH_BYTES; i++) {
    const byte = at + i < end ? (bytes[at + i] as number) : MORE
    length += (byte & ~MORE) * 2 ** (7 * i)
    if (byte < MORE) return i + 1 + length
  }
  throw new MalformedPacket('a PUBLISH ends before its properties do')
}

/** The PUBLISH that the cutter found. Throws MalformedPacket, also for what a broker may not send us: QoS 2 (we subscribe with 1), and topic aliases (we allow none). */
export function publishOf({ bytes, start, body, end }: FrameCutter, version: 4 | 5): Publish {
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
