/** The context of a request, as use cases take it. */

import type { FastifyRequest } from 'fastify'
import type { RequestContext } from '../../domain/index.ts'
import type { Clock } from '../../ports/index.ts'

/** Throws on public routes: they have no principal, and no use case behind them. */
export function contextOf(request: Pick<FastifyRequest, 'principal' | 'id'>, clock: Pick<Clock, 'now'>): RequestContext {
  const { principal, id } = request
  if (principal === null) throw new Error('a public route asked for the context of its principal')
  return { principal, at: clock.now(), requestId: id }
}
