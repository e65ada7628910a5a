/** PUBACKs wait until the journal is written, once a turn of the event loop, and leave as one buffer for each connection. */

import type { Duplex } from 'node:stream'
import type { BrokerHandler, Clock } from '../../ports/index.ts'

/** PUBACK with success and no properties, the same in MQTT 3.1.1 and 5: type, length, message id (MQTT 5, 3.4). */
const PUBACK = 0x40
const BYTES = 4

/** One for all connections of a broker: they share the journal, so what of it cannot be written concerns each of them. */
export class Acknowledgements {
  readonly #clock: Pick<Clock, 'yieldToEventLoop'>
  /** Message ids of this turn by the connection that brought them. */
  readonly #turn = new Map<Duplex, number[]>()

  constructor(clock: Pick<Clock, 'yieldToEventLoop'>) {
    this.#clock = clock
  }

  /** The connection brought a message, and the handler gathered it. QoS 0 has no id. */
  expect(connection: Duplex, id: number | null, handler: Pick<BrokerHandler, 'flush'>): void {
    let ids = this.#turn.get(connection)
    if (ids === undefined) {
      if (this.#turn.size === 0) void this.#clock.yieldToEventLoop().then(() => this.#end(handler))
      ids = []
      this.#turn.set(connection, ids)
    }
    if (id !== null) ids.push(id)
  }

  /** What the journal could not keep is not acknowledged: the connections are given up, and the broker sends it again. */
  #end(handler: Pick<BrokerHandler, 'flush'>): void {
    const settled = handler.flush()
    for (const [connection, ids] of this.#turn) {
      if (!settled) connection.destroy()
      else if (ids.length > 0 && connection.writable) connection.write(packets(ids))
    }
    this.#turn.clear()
  }
}

function packets(ids: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(ids.length * BYTES)
  ids.forEach((id, i) => {
    bytes.writeUInt16BE((PUBACK << 8) | (BYTES - 2), i * BYTES)
    bytes.writeUInt16BE(id, i * BYTES + 2)
  })
  return bytes
}
