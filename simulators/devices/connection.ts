/** A simulated device on a broker, with a connection and a will of its own. It goes on by itself when nobody speaks to it. */

import { connectAsync } from 'mqtt'
import type { DeviceMessage, MakeDevice } from './device.ts'

export interface ConnectionOptions {
  readonly url: string
  readonly clientId: string
  /** Epoch ms */
  readonly now: () => number
  /** ms between two reports. */
  readonly everyMs: number
}

export interface ConnectedDevice {
  /** Takes messages back as the device goes: its will is published where `dies`. */
  close(dies?: boolean): Promise<void>
}

/** How often its timers are looked at, ms. */
const TICK_MS = 100

/** Rejects when the broker does not answer the first connection; later the client connects again by itself. */
export async function connectDevice(device: MakeDevice, { url, clientId, now, everyMs }: ConnectionOptions): Promise<ConnectedDevice> {
  const { will } = device
  const payload = Buffer.from(will.payload as string)
  const client = await connectAsync(
    url,
    {
      protocolVersion: 4,
      clientId,
      reconnectPeriod: 500,
      resubscribe: true,
      will: { topic: will.topic, payload, qos: 1, retain: will.retain === true },
    },
    false,
  )
  const publish = (messages: readonly DeviceMessage[]): void => {
    for (const { topic, payload: bytes, retain = false, qos = 1 } of messages)
      client.publish(topic, Buffer.from(bytes as string), { qos, retain })
  }
  client.on('error', () => undefined)
  client.on('message', (topic, bytes, { retain }) => publish(device.receive({ topic, payload: bytes, retain }, now())))
  client.on('connect', () => publish(device.connected(now())))
  if (device.listensTo.length > 0) await client.subscribeAsync([...device.listensTo], { qos: 1 })
  publish(device.connected(now()))
  publish(device.report(now()))
  let reported = now()
  const beat = setInterval(() => {
    publish(device.expire(now()))
    if (now() - reported < everyMs || !client.connected) return
    reported = now()
    publish(device.report(reported))
  }, TICK_MS)
  return {
    async close(dies = false) {
      clearInterval(beat)
      if (dies) client.stream.destroy()
      await client.endAsync(true)
    },
  }
}
