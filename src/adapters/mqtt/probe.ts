/** A message of our own through the session that is in use: published, and received again. */

import { randomUUID } from 'node:crypto'
import type { MqttClient } from 'mqtt'
import { errorText } from '../../kernel/index.ts'
import type { Clock } from '../../ports/index.ts'

export interface ProbeResult {
  /** What the broker failed at, as the end of a sentence; null: the message came back. */
  readonly fault: string | null
  /** Topics that it takes and does not deliver as they are, as the end of a sentence; null: none of those that were tried. */
  readonly quirk: string | null
}

export interface Probe {
  /** Of its messages, as they may come back. */
  readonly topics: readonly string[]
  receive(topic: string, payload: Buffer): void
  /** Never rejects. */
  send(client: MqttClient): Promise<ProbeResult>
}

const WAIT_MS = 10_000
/** The second message takes the way that the first has just taken. */
const QUIRK_MS = 2000
/** SUBACK codes at or above this are refusals. */
const REFUSED = 128

export function createProbe(clientId: string, clock: Pick<Clock, 'sleep'>): Probe {
  const topic = `campus-probe/${clientId.replace(/[+#/.]/g, '-')}`
  const dotted = `${topic}/a.b`
  /** RabbitMQ delivers the dotted one so: inside it slashes are dots. */
  const altered = `${topic}/a/b`
  const wanted = new Map<string, { readonly payload: string; readonly done: AbortController }>()

  async function exchange(client: MqttClient, to: string, waitMs: number): Promise<string | null> {
    const sent = { payload: randomUUID(), done: new AbortController() }
    wanted.set(to, sent)
    const [granted] = await client.subscribeAsync(to, { qos: 1 })
    if (granted === undefined || granted.qos >= REFUSED) return `refuses a subscription to "${to}"`
    await client.publishAsync(to, sent.payload, { qos: 1 })
    await clock.sleep(waitMs, sent.done.signal)
    return sent.done.signal.aborted ? null : `does not deliver what the service publishes to "${to}"`
  }

  /** Only of a topic that it grants: an access list may hold no more than the first one. */
  async function quirkOf(client: MqttClient): Promise<string | null> {
    const failure = await exchange(client, dotted, QUIRK_MS).catch(() => null)
    if (failure === null || failure.startsWith('refuses')) return null
    return `does not deliver a topic with a dot in a level as it was published, as RabbitMQ, which makes it a slash: devices must publish on topics without dots (or its access list lacks "${topic}/#")`
  }

  return {
    topics: [topic, dotted, altered],
    receive(to, payload) {
      const sent = wanted.get(to)
      if (sent !== undefined && payload.toString() === sent.payload) sent.done.abort()
    },
    async send(client) {
      try {
        const fault = await exchange(client, topic, WAIT_MS)
        return { fault, quirk: fault === null ? await quirkOf(client) : null }
      } catch (error) {
        return { fault: `refuses a message to "${topic}" (${errorText(error)})`, quirk: null }
      }
    },
  }
}
