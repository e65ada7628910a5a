/**
 * Work that takes minutes, for clients that do not wait so long: `Prefer: respond-async, wait=10` (RFC 7240) is answered by 202 and an address
 * where the answer will be. Without that header the request waits for its answer as any other.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../ports/index.ts'
import { Problem } from './problems.ts'

/** Bodies of 202. */
export interface Unfinished {
  readonly request: string
}

export interface LongWork {
  /** The answer, or 202 where the client prefers not to wait for it. */
  answer(request: FastifyRequest, reply: FastifyReply, work: () => Promise<object>): Promise<object>
  /** The answer of work that was begun before, or 202 again. Only for who began it. */
  later(request: FastifyRequest, reply: FastifyReply, id: string): Promise<object>
}

interface Begun {
  readonly by: string | undefined
  readonly done: Promise<object>
}

/** Longest wait for one answer, ms; an answer that nobody fetches is kept for this many works. */
const LONGEST_WAIT = 30_000
const KEPT = 100

export function createLongWork(clock: Clock): LongWork {
  const begun = new Map<string, Begun>()

  function begin(id: string, by: string | undefined, work: () => Promise<object>): Begun {
    const entry = { by, done: work() }
    // Whoever fetches it hears of the failure.
    entry.done.catch(() => undefined)
    begun.set(id, entry)
    for (const old of begun.keys()) if (begun.size > KEPT) begun.delete(old)
    return entry
  }

  async function settle(id: string, { done }: Begun, wait: number, reply: FastifyReply): Promise<object> {
    const over = new AbortController()
    const late = (wait === 0 ? clock.yieldToEventLoop() : clock.sleep(wait, over.signal)).then(
      () => null,
      () => null,
    )
    try {
      const answer = await Promise.race([done, late])
      if (answer !== null) begun.delete(id)
      return answer ?? unfinished(reply, id)
    } catch (error) {
      begun.delete(id)
      throw error
    } finally {
      over.abort()
    }
  }

  return {
    async answer(request, reply, work) {
      const wait = preferredWait(request.headers['prefer'])
      if (wait === null) return work()
      return settle(request.id, begin(request.id, request.principal?.key, work), wait, reply)
    },
    async later(request, reply, id) {
      const entry = begun.get(id)
      if (entry === undefined || entry.by !== request.principal?.key) throw new Problem('not-found', `no work "${id}" is under way`)
      return settle(id, entry, preferredWait(request.headers['prefer']) ?? LONGEST_WAIT, reply)
    },
  }
}

function unfinished(reply: FastifyReply, id: string): Unfinished {
  void reply.code(202).header('location', `/api/v1/requests/${id}`).header('preference-applied', 'respond-async')
  return { request: id }
}

/** Milliseconds; null where the client did not ask for it. */
function preferredWait(header: string | readonly string[] | undefined): number | null {
  const text = [header ?? []].flat().join(',')
  if (!/\brespond-async\b/.test(text)) return null
  const seconds = Number(/\bwait=(\d{1,3})\b/.exec(text)?.[1] ?? 0)
  return Math.min(LONGEST_WAIT, seconds * 1000)
}
