/**
 * One device connection with a memory: what it was given goes out with QoS 1, in order, and again after every reconnect, until it is
 * acknowledged. MQTT.js has a store of its own for that, but sends it again one by one, each after the acknowledgement of the one before.
 */

import mqtt, { type MqttClient } from 'mqtt'

export interface Parcel {
  readonly topic: string
  readonly payload: string
  readonly acknowledged: () => void
}

export interface Line {
  send(parcel: Parcel): void
  /** Given and not acknowledged yet. */
  waiting(): number
  close(): Promise<void>
}

const WINDOW = 200
const AGAIN_MS = 200
const KEEPALIVE_S = 3

export function openLine(url: string): Line {
  const queue: Parcel[] = []
  const underWay = new Set<Parcel>()
  let client: MqttClient | null = null
  let closed = false

  function pump(): void {
    if (!client?.connected) return
    for (const parcel of queue.splice(0, WINDOW - underWay.size)) {
      underWay.add(parcel)
      publish(client, parcel)
    }
  }

  function publish(over: MqttClient, parcel: Parcel): void {
    over.publish(parcel.topic, parcel.payload, { qos: 1 }, (error) => {
      // Of a connection that is gone: it goes out again over the next one.
      if (error || over !== client || !underWay.delete(parcel)) return
      parcel.acknowledged()
      pump()
    })
  }

  function open(): void {
    const made = mqtt.connect(url, { protocolVersion: 4, clean: true, reconnectPeriod: 0, connectTimeout: 3000, keepalive: KEEPALIVE_S })
    client = made
    made.on('error', () => undefined)
    made.on('connect', () => {
      for (const parcel of underWay) publish(made, parcel)
      pump()
    })
    made.once('close', () => {
      if (client === made) client = null
      made.end(true)
      if (!closed) setTimeout(open, AGAIN_MS)
    })
  }

  open()
  return {
    send(parcel) {
      queue.push(parcel)
      pump()
    },
    waiting: () => queue.length + underWay.size,
    async close() {
      closed = true
      await client?.endAsync(true)
    },
  }
}
