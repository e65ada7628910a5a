import type { FastifyRequest } from 'fastify'
import type { RequestContext } from '../../domain/index.ts'
import type { Clock } from '../../ports/index.ts'
import { Problem } from './problems.ts'

/** Who asks and when, for the use case that the request calls. A route adds the reason where its body states one. Throws Problem `unauthenticated` without a principal. */
export function contextOf(
  { principal, id, ip }: Pick<FastifyRequest, 'principal' | 'id' | 'ip'>,
  clock: Pick<Clock, 'now'>,
): RequestContext {
  if (principal === null) throw new Problem('unauthenticated')
  return { principal, at: clock.now(), requestId: id, address: ip }
}
