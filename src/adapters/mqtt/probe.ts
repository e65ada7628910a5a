/** A message of our own through the session that is in use: published, and received again. */

import { randomUUID } from 'node:crypto'
import type { MqttClient } from 'mqtt'
import { errorText } from '../../kernel/index.ts'
import type { Clock } from '../../ports/index.ts'

export interface Probe {
  readonly topic: string
  receive(payload: Buffer): void
  /** Resolves to what the broker failed at, as the end of a sentence, or to null. Never rejects. */
  send(client: MqttClient): Promise<string | null>
}

const WAIT_MS = 10_000
/** SUBACK codes at or above this are refusals. */
const REFUSED = 128

export function createProbe(clientId: string, clock: Pick<Clock, 'sleep'>): Probe {
  const topic = `campus-probe/${clientId.replace(/[+#/]/g, '-')}`
  let wanted: { readonly payload: string; readonly done: AbortController } | null = null

  async function exchange(client: MqttClient): Promise<string | null> {
    const sent = { payload: randomUUID(), done: new AbortController() }
    wanted = sent
    const [granted] = await client.subscribeAsync(topic, { qos: 1 })
    if (granted === undefined || granted.qos >= REFUSED) return `refuses a subscription to "${topic}"`
    await client.publishAsync(topic, sent.payload, { qos: 1 })
    await clock.sleep(WAIT_MS, sent.done.signal)
    return sent.done.signal.aborted ? null : `does not deliver what the service publishes to "${topic}"`
  }

  return {
    topic,
    receive(payload) {
      if (wanted !== null && payload.toString() === wanted.payload) wanted.done.abort()
    },
    async send(client) {
      try {
        return await exchange(client)
      } catch (error) {
        return `refuses a message to "${topic}" (${errorText(error)})`
      }
    },
  }
}
