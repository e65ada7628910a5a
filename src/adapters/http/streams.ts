/** Server-sent events: one writer per reader. A reader that does not keep up is dropped and resumes from the ring. */

import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../../domain/index.ts'
import type { Clock, Events, Metrics } from '../../ports/index.ts'
import type { LiveEvent, LiveFeed } from '../../views/live-types.ts'
import type { Access } from '../../access/access.ts'
import { Problem } from './problems.ts'

export interface StreamParts {
  readonly access: Access
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics
  readonly stopping: AbortSignal
}

export interface Streams {
  /** Takes the reply over and writes until the reader leaves, falls behind or loses its permission, or the server stops. */
  open(request: FastifyRequest, reply: FastifyReply, reader: { readonly principal: Principal; readonly live: LiveFeed }): void
}

const PER_PRINCIPAL = 20
const KEEP_ALIVE_MS = 15_000
const RECONNECT_MS = 2000
/** A reader is dropped when this much waits for it in memory, or when it has read nothing for this long. */
const MAX_WAITING_BYTES = 512 * 1024
const MAX_BLOCKED_MS = 10_000

export function createStreams(parts: StreamParts): Streams {
  const open = new Map<string, number>()
  const replies = new Set<FastifyReply['raw']>()
  const frames = new WeakMap<LiveEvent, string>()
  const frameOf = (event: LiveEvent): string => {
    const frame = frames.get(event) ?? `id: ${event.id}\nevent: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`
    frames.set(event, frame)
    return frame
  }
  const changeBy = (key: string, by: 1 | -1): void => {
    const now = (open.get(key) ?? 0) + by
    if (now > 0) open.set(key, now)
    else open.delete(key)
    parts.metrics.gauge('sse_clients', replies.size)
  }
  parts.stopping.addEventListener('abort', () => replies.forEach((raw) => raw.end()), { once: true })
  return {
    open(request, reply, { principal, live }) {
      if ((open.get(principal.key) ?? 0) >= PER_PRINCIPAL)
        throw new Problem('too-many-streams', `${PER_PRINCIPAL} live streams are open already`, { retryAfter: 10 })
      const headers = reply.getHeaders() as OutgoingHttpHeaders
      reply.hijack()
      reply.raw.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      replies.add(reply.raw)
      changeBy(principal.key, 1)
      void pump(parts, reply.raw, { principal, live, after: afterId(request), frameOf }).finally(() => {
        replies.delete(reply.raw)
        changeBy(principal.key, -1)
      })
    },
  }
}

/** Id of the last event the reader has seen: EventSource sends it as a header when it reconnects. */
function afterId(request: FastifyRequest): number | undefined {
  const header = request.headers['last-event-id']
  return typeof header === 'string' && /^\d{1,16}$/.test(header) ? Number(header) : undefined
}

interface Reader {
  readonly principal: Principal
  readonly live: LiveFeed
  readonly after: number | undefined
  readonly frameOf: (event: LiveEvent) => string
}

async function pump(
  { access, clock, events }: StreamParts,
  raw: FastifyReply['raw'],
  { principal, live, after, frameOf }: Reader,
): Promise<void> {
  const ended = new AbortController()
  let blockedAt: number | null = null
  const end = (): void => ended.abort()
  const drop = (why: string): void => {
    events.emit({ code: 'sse-dropped', level: 'warn', detail: `a live stream was dropped: ${why}`, fields: { principal: principal.key } })
    raw.destroy()
  }
  const write = (text: string): void => {
    if (ended.signal.aborted) return
    if (!access.isValid(principal)) return void raw.end()
    const blockedMs = blockedAt === null ? 0 : clock.monotonic() - blockedAt
    if (raw.writableLength > MAX_WAITING_BYTES) return drop(`${raw.writableLength} bytes waited for it`)
    if (blockedMs > MAX_BLOCKED_MS) return drop(`it took nothing for ${Math.round(blockedMs / 1000)} s`)
    if (!raw.write(text)) blockedAt ??= clock.monotonic()
  }
  raw.on('drain', () => (blockedAt = null))
  raw.on('close', end)
  raw.on('error', end)
  write(`retry: ${RECONNECT_MS}\n: connected\n\n`)
  const unsubscribe = live.subscribe((event) => write(frameOf(event)), after)
  while (!ended.signal.aborted) {
    await clock.sleep(KEEP_ALIVE_MS, ended.signal)
    write(': still here\n\n')
  }
  unsubscribe()
}
