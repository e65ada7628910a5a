/** What the embedded broker keeps in memory for its clients, at most. Beyond a bound nothing is kept; what is there stays. */

const KIB = 1024
const MIB = 1024 * KIB
const HOUR = 3_600_000

export const BOUNDS = {
  /** Retained messages. Those on topics that no source reads have a share of their own: anybody may invent such topics. */
  retained: { count: 10_000, bytes: 4 * MIB },
  unmappedRetained: { count: 500, bytes: 512 * KIB, expireMs: 24 * HOUR },
  /** ClientSessions of clients that may be away; a further one is a clean session. */
  sessions: { count: 2000, perAddress: 500, expireMs: 24 * HOUR },
  /** Messages that wait for one absent client, and for all of them. */
  queue: { count: 1000, bytes: MIB },
  queues: { bytes: 32 * MIB },
  /** QoS 2 messages that wait for their release, of all clients together. */
  unreleased: { perClient: 2 * MIB, bytes: 16 * MIB },
  filtersPerClient: 100,
  clientIdChars: 256,
  credentialBytes: 1024,
  willBytes: 4 * KIB,
  topicBytes: KIB,
  /** Bytes that wait in sockets for clients that do not read: one client, all clients together. */
  unread: { perClient: 4 * MIB, counted: 256 * KIB, all: 64 * MIB },
  connections: { all: 10_000, perAddress: 2000 },
  /** Messages a second of one client on topics that no source reads; the burst is ten seconds of it. */
  unmappedPerSecond: 100,
  /** Bytes a second that are read of one connection; the burst is four seconds of it. */
  bytesPerSecond: 8 * MIB,
} as const

/** Memory of a message beside topic and payload, about. */
const OVERHEAD_BYTES = 300

export function costOf({ topic, payload }: { readonly topic: string; readonly payload: { readonly length: number } }): number {
  return 2 * topic.length + payload.length + OVERHEAD_BYTES
}

export type BrokerRefusal =
  | 'retained'
  | 'sessions'
  | 'queue'
  | 'unreleased'
  | 'unmapped-rate'
  | 'unread'
  | 'connections'
  | 'filters'
  | 'connect'
  | 'tls'
  | 'rights'
