/**
 * The connection as MQTT.js sees it. PUBLISH packets are taken out of the stream, journalled and acknowledged here; all other packets (CONNACK,
 * SUBACK, PINGRESP, ...) go on to MQTT.js, which keeps the session, pings and reconnects.
 *
 * MQTT.js passes on one message at a time and acknowledges each separately; that took most of the processor time of a message
 * (docs/decisions/0008-publish-interceptor.md).
 */

import { connect, isIP, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectSecurely } from 'node:tls'
import { instant, type RawMessage } from '../../domain/index.ts'
import type { BrokerHandler, Clock } from '../../ports/index.ts'
import type { Acknowledgements } from './acknowledgements.ts'
import { FrameParser, PUBLISH, type PublishPacket, parsePublish } from './frames.ts'

export interface PublishInterceptorOptions {
  readonly version: 4 | 5
  readonly clock: Clock
  readonly acknowledgements: Acknowledgements
  /** Receives messages; null while the service stops: the broker sends again what is not acknowledged. */
  readonly handler: () => BrokerHandler | null
  /** Topics that are not of devices: their messages are not journalled. */
  readonly ownTopics: readonly { readonly topic: string; readonly receive: (payload: Buffer) => void }[]
  /** The connection was closed before the broker had sent anything. */
  readonly onUnanswered?: () => void
}

/** Hold-off before a full journal is tried again, ms. The broker keeps what is not acknowledged. */
const FULL_RETRY_MS = 200
/** Longest time without a yield, ms: in a flood of messages nothing else would run for seconds. */
const YIELD_EVERY_MS = 10

/** Bytes of one read of the socket. */
const READ_BYTES = 64 * 1024

/**
 * A connection to `mqtt://host:port` or `mqtts://host:port`; an untrusted certificate is an error of the socket. `onBytes` gets the bytes of each
 * read in one buffer that the next read overwrites, so that a flood of messages allocates no buffers.
 */
function openSocket(url: string, onBytes: (bytes: Buffer) => void): Socket {
  const { protocol, hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol !== 'mqtts:') {
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    const callback = (bytes: number): boolean => {
      onBytes(buffer.subarray(0, bytes))
      return true
    }
    return connect({ host, port: Number(port || 1883), onread: { buffer, callback } }).resume()
  }
  const socket = connectSecurely({ host, port: Number(port || 8883), ...(isIP(host) === 0 ? { servername: host } : {}) })
  return socket.on('data', onBytes)
}

export class PublishInterceptor extends Duplex {
  readonly #socket: Socket
  readonly #options: PublishInterceptorOptions
  readonly #parser = new FrameParser()
  /** Monotonic time of the last yield to the event loop, ms. */
  #yieldedAt = 0
  #opened = false
  #answered = false

  constructor(url: string, options: PublishInterceptorOptions) {
    super({ allowHalfOpen: false })
    this.#options = options
    const socket = openSocket(url, (bytes) => {
      this.#answered = true
      this.#parser.push(bytes)
      this.#readPackets()
    })
    this.#socket = socket
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('connect', () => (this.#opened = true))
    socket.on('close', () => {
      if (this.#opened && !this.#answered) options.onUnanswered?.()
      this.destroy()
    })
  }

  /** Nothing to do: the few packets for MQTT.js are pushed as they arrive. */
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

  #readPackets(): void {
    try {
      while (this.#parser.next())
        if (!this.#handlePacket()) {
          void this.#retryWhenFull()
          return
        }
    } catch (error) {
      this.destroy(error as Error)
      return
    }
    if (this.#options.clock.monotonic() - this.#yieldedAt >= YIELD_EVERY_MS) void this.#yield()
  }

  /** False when the journal is full: the parser finds the same packet again. */
  #handlePacket(): boolean {
    const parser = this.#parser
    if (parser.type !== PUBLISH) {
      this.push(Buffer.from(parser.bytes.subarray(parser.start, parser.end)))
      return true
    }
    const publish = parsePublish(parser, this.#options.version)
    const own = this.#options.ownTopics.find(({ topic }) => topic === publish.topic)
    if (own !== undefined) own.receive(publish.payload)
    else if (!this.#append(publish)) {
      parser.unread()
      return false
    }
    return true
  }

  #append({ id, topic, payload, qos, retain, dup }: PublishPacket): boolean {
    const { handler: current, clock, acknowledgements } = this.#options
    const handler = current()
    if (handler === null) return true
    const message: RawMessage = { topic, payload, receivedAt: instant(clock.now()), retain, dup, qos }
    if (handler.append(message) === 'full') return false
    acknowledgements.add(this, id, handler)
    return true
  }

  /** Reads nothing until the journal has space: the broker keeps this message and all after it. */
  async #retryWhenFull(): Promise<void> {
    this.#socket.pause()
    await this.#options.clock.sleep(FULL_RETRY_MS)
    if (this.destroyed) return
    this.#socket.resume()
    this.#readPackets()
  }

  async #yield(): Promise<void> {
    this.#socket.pause()
    await this.#options.clock.yieldToEventLoop()
    this.#yieldedAt = this.#options.clock.monotonic()
    this.#socket.resume()
  }
}
