/** The service as a host application: its STATE (Sparkplug B 3.0, 5.4 and 6.4.27), and the edge nodes that it asks for their births when it is back. */

import type { RawMessage, ServicePresence, Source } from '../../../domain/index.ts'
import type { DecodeOutput } from '../../codec.ts'
import { SPARKPLUG, SPARKPLUG_NAMESPACE } from './descriptor.ts'
import type { Edges } from './edges.ts'
import { requestRebirth } from './order.ts'

/** Id of the host application; null: none, as in `campus decode`. */
export function hostOf({ settings }: Pick<Source, 'settings'>): string | null {
  const host = settings?.['host']
  return typeof host === 'string' && host !== '' ? host : null
}

export interface HostPresence extends ServicePresence {
  /** Source and device of its own STATE among the events. */
  readonly source: string
  readonly device: string
}

/** Of the first source of edge nodes; null: there is none. */
export function hostPresence(sources: readonly Source[]): HostPresence | null {
  const source = sources.find(({ preset }) => preset === SPARKPLUG.name)
  const host = source === undefined ? null : hostOf(source)
  if (source === undefined || host === null) return null
  return {
    source: source.id,
    device: `STATE/${host}`,
    topic: `${SPARKPLUG_NAMESPACE}/STATE/${host}`,
    payload: (online, at) => JSON.stringify({ online, timestamp: at }),
  }
}

/** The host is back: data that came without it are lost, for edge nodes send them with QoS 0. Each is asked once, within the limit of requests. */
export function welcomeHost(edges: Edges, message: RawMessage, out: DecodeOutput): void {
  if (message.retain || message.replayed !== undefined) return
  for (const [name, edge] of edges.all()) if (edge.born) requestRebirth({ name, edge, message, out })
}
