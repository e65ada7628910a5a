/** Commands of the native convention as they come over MQTT. */

import { connectAsync } from 'mqtt'
import type { Command } from './controlled-load.ts'

export interface CommandListener {
  close(): Promise<void>
}

export interface ListenerOptions {
  readonly url: string
  /** Id of the campus. */
  readonly campus: string
  readonly onCommand: (device: string, command: Command) => void
}

/** Null for what is no command. */
export function readCommand(payload: string): Command | null {
  try {
    const { id, channel, value, expires } = JSON.parse(payload) as Readonly<Record<string, unknown>>
    if (typeof id !== 'string' || typeof channel !== 'string') return null
    return { id, channel, value, expires: typeof expires === 'string' ? Date.parse(expires) : null }
  } catch {
    return null
  }
}

export async function listenForCommands({ url, campus, onCommand }: ListenerOptions): Promise<CommandListener> {
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 500 }, false)
  client.on('error', () => undefined)
  client.on('message', (topic, payload, { retain }) => {
    const [, , device = ''] = topic.split('/')
    const command = readCommand(payload.toString('utf8'))
    // A retained command would switch at every reconnect.
    if (command !== null && !retain) onCommand(device, command)
  })
  await client.subscribeAsync(`campus/${campus}/+/command`, { qos: 1 })
  return { close: () => client.endAsync(true) }
}
