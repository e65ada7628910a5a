/**
 * PUBACKs in our own hand: MQTT.js writes four small buffers for each, the moment a message is handed over. Here they wait until the journal is written,
 * once a turn of the event loop, and leave as one buffer. That was a third of the processor time of a message.
 */

import type { Duplex } from 'node:stream'
import type { MqttClient } from 'mqtt'
import type { BrokerHandler, Clock } from '../../ports/index.ts'

export interface Acknowledgements {
  /** To be called before a message of the client goes to `gather`; the function it returns before MQTT.js acknowledges that message. */
  expect(handler: Pick<BrokerHandler, 'settle'>): () => void
}

/** PUBACK with success and no properties, the same in MQTT 3.1.1 and 5: type, length, message id (MQTT 5, 3.4). */
const PUBACK = 0x40
const BYTES = 4

interface Packet {
  readonly cmd: string
  readonly messageId?: number
}

/** Of MQTT.js, and not public. */
const SEND = '_sendPacket'

type Send = (packet: Packet, done?: () => void, ...more: unknown[]) => unknown

/** Messages of one connection that are acknowledged at the end of this turn. */
interface Turn {
  readonly stream: Duplex
  readonly ids: number[]
}

/** From now on the client leaves its PUBACKs to us. `_sendPacket` is no public part of MQTT.js; the contract suite of brokers fails should it go. */
export function gatherAcknowledgements(client: MqttClient, clock: Pick<Clock, 'breathe'>): Acknowledgements {
  const turns = new Map<Duplex, Turn>()
  /** The connection whose message MQTT.js acknowledges now. */
  let acknowledging: Duplex | null = null
  let settle: () => boolean = () => true

  function turnOf(stream: Duplex): Turn {
    const turn = turns.get(stream) ?? { stream, ids: [] }
    if (!turns.has(stream)) {
      turns.set(stream, turn)
      void clock.breathe().then(() => end(turn))
    }
    return turn
  }

  /** What the journal could not keep is not acknowledged: the connection is given up, and the broker sends it again. */
  function end({ stream, ids }: Turn): void {
    turns.delete(stream)
    if (!settle()) for (const one of [stream, ...turns.keys()]) one.destroy()
    else if (ids.length > 0 && stream.writable) stream.write(packets(ids))
  }

  const internal = client as unknown as { [SEND]: Send }
  const send = internal[SEND].bind(client)
  internal[SEND] = (packet, done, ...more) => {
    const { cmd, messageId } = packet
    if (cmd !== 'puback' || messageId === undefined || acknowledging === null) return send(packet, done, ...more)
    // A message of a connection that is gone comes again.
    if (acknowledging.writable) turnOf(acknowledging).ids.push(messageId)
    done?.()
    return undefined
  }

  return {
    expect(handler) {
      const { stream } = client
      settle = () => handler.settle()
      turnOf(stream)
      return () => {
        acknowledging = stream
      }
    },
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
