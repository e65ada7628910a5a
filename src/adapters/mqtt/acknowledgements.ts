/** PUBACKs wait until the journal is flushed, once a turn of the event loop, and are sent as one buffer for each connection. */

import type { Duplex } from 'node:stream'
import type { BrokerHandler, Clock } from '../../ports/index.ts'

/** PUBACK with success and no properties, the same in MQTT 3.1.1 and 5: type, length, message id (MQTT 5, 3.4). */
const PUBACK = 0x40
const BYTES = 4

/** One for all connections of a broker: they share the journal, so a failed flush concerns each of them. */
export class Acknowledgements {
  readonly #clock: Pick<Clock, 'yieldToEventLoop'>
  /** Message ids of this turn, by connection. */
  readonly #pending = new Map<Duplex, number[]>()

  constructor(clock: Pick<Clock, 'yieldToEventLoop'>) {
    this.#clock = clock
  }

  /** Queues the acknowledgement of a message that the handler has appended. QoS 0 has no id. */
  add(connection: Duplex, id: number | null, handler: Pick<BrokerHandler, 'flush'>): void {
    let ids = this.#pending.get(connection)
    if (ids === undefined) {
      if (this.#pending.size === 0) void this.#clock.yieldToEventLoop().then(() => this.#flush(handler))
      ids = []
      this.#pending.set(connection, ids)
    }
    if (id !== null) ids.push(id)
  }

  /** After a failed flush nothing is acknowledged: the connections are closed, and the broker sends the messages again. */
  #flush(handler: Pick<BrokerHandler, 'flush'>): void {
    const written = handler.flush()
    for (const [connection, ids] of this.#pending) {
      if (!written) connection.destroy()
      else if (ids.length > 0 && connection.writable) connection.write(encodePubacks(ids))
    }
    this.#pending.clear()
  }
}

function encodePubacks(ids: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(ids.length * BYTES)
  ids.forEach((id, i) => {
    bytes.writeUInt16BE((PUBACK << 8) | (BYTES - 2), i * BYTES)
    bytes.writeUInt16BE(id, i * BYTES + 2)
  })
  return bytes
}
