/**
 * The connection as MQTT.js sees it, with a lane of our own: what devices published is cut out of the stream, journalled and acknowledged here;
 * everything else (CONNACK, SUBACK, PINGRESP, ...) goes on to MQTT.js, which keeps the session, the pings and the way back.
 *
 * MQTT.js hands over one message at a time and acknowledges each by itself; that was most of the processor time of a message
 * (docs/decisions/0008-a-lane-for-messages.md).
 */

import { connect, isIP, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectSecurely } from 'node:tls'
import { instant, type RawMessage } from '../../domain/index.ts'
import type { BrokerHandler, Clock } from '../../ports/index.ts'
import type { Acknowledgements } from './acknowledgements.ts'
import { FrameCutter, PUBLISH, type Publish, publishOf } from './frames.ts'

export interface LaneOptions {
  readonly version: 4 | 5
  readonly clock: Clock
  readonly acknowledgements: Acknowledgements
  /** Who takes messages; null when we stop: what is not acknowledged comes again. */
  readonly handler: () => BrokerHandler | null
  /** A topic about the broker itself, no message of a device: what it says is not journalled. */
  readonly aside: { readonly topic: string; readonly take: (payload: Buffer) => void }
}

/** How often a full journal is asked again. The broker keeps what is not acknowledged. */
const FULL_RETRY_MS = 200
/** Messages are taken this long in one go: under a flood, nothing else would run for seconds. */
const YIELD_EVERY_MS = 10

/** What a socket reads at once. */
const READ_BYTES = 64 * 1024

/**
 * A connection to `mqtt://host:port` or `mqtts://host:port`; a certificate that nobody vouches for is an error of the socket. `came` is given
 * what it reads: bytes that are overwritten by the next ones, so that a flood leaves no buffers behind.
 */
function openSocket(url: string, came: (bytes: Buffer) => void): Socket {
  const { protocol, hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol !== 'mqtts:') {
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    const callback = (bytes: number): boolean => {
      came(buffer.subarray(0, bytes))
      return true
    }
    return connect({ host, port: Number(port || 1883), onread: { buffer, callback } }).resume()
  }
  const socket = connectSecurely({ host, port: Number(port || 8883), ...(isIP(host) === 0 ? { servername: host } : {}) })
  return socket.on('data', came)
}

export class PublishInterceptor extends Duplex {
  readonly #socket: Socket
  readonly #options: LaneOptions
  readonly #cutter = new FrameCutter()
  /** When the event loop last had a turn between two messages. */
  #yieldedAt = 0

  constructor(url: string, options: LaneOptions) {
    super({ allowHalfOpen: false })
    this.#options = options
    const socket = openSocket(url, (bytes) => {
      this.#cutter.push(bytes)
      this.#take()
    })
    this.#socket = socket
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  /** What is not for us is little, and pushed as it comes. */
  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  #take(): void {
    try {
      while (this.#cutter.next())
        if (!this.#taken()) {
          void this.#hold()
          return
        }
    } catch (error) {
      this.destroy(error as Error)
      return
    }
    if (this.#options.clock.monotonic() - this.#yieldedAt >= YIELD_EVERY_MS) void this.#yield()
  }

  /** False when the journal has no room for the packet: it is found again. */
  #taken(): boolean {
    const cutter = this.#cutter
    if (cutter.type !== PUBLISH) {
      this.push(Buffer.from(cutter.bytes.subarray(cutter.start, cutter.end)))
      return true
    }
    const publish = publishOf(cutter, this.#options.version)
    if (publish.topic === this.#options.aside.topic) this.#options.aside.take(publish.payload)
    else if (!this.#gathered(publish)) {
      cutter.unread()
      return false
    }
    return true
  }

  #gathered({ id, topic, payload, qos, retain, dup }: Publish): boolean {
    const { handler: current, clock, acknowledgements } = this.#options
    const handler = current()
    if (handler === null) return true
    const message: RawMessage = { topic, payload, receivedAt: instant(clock.now()), retain, dup, qos }
    if (handler.append(message) === 'full') return false
    acknowledgements.expect(this, id, handler)
    return true
  }

  /** Nothing is read until there is room: the broker keeps this message, and everything after it. */
  async #hold(): Promise<void> {
    this.#socket.pause()
    await this.#options.clock.sleep(FULL_RETRY_MS)
    if (this.destroyed) return
    this.#socket.resume()
    this.#take()
  }

  async #yield(): Promise<void> {
    this.#socket.pause()
    await this.#options.clock.yieldToEventLoop()
    this.#yieldedAt = this.#options.clock.monotonic()
    this.#socket.resume()
  }
}
