import type { FastifyRequest } from 'fastify'
import { policyOf } from '../../access/policies.ts'
import type { RequestContext } from '../../domain/index.ts'
import type { Clock } from '../../ports/index.ts'
import { Problem } from './problems.ts'

/** Who asks, when and why, for the use case that the request calls. Throws Problem `unauthenticated` without a principal. */
export function contextOf(request: FastifyRequest, clock: Clock): RequestContext {
  const { principal, id } = request
  if (principal === null) throw new Problem('unauthenticated')
  const reason = reasonOf(request)
  return { principal, at: clock.now(), requestId: id, ...(reason === null ? {} : { reason }) }
}

/** `reason` of the body, where the policy of the use case knows one: elsewhere the same key means something else. */
function reasonOf({ routeOptions, body }: FastifyRequest): string | null {
  const { useCase } = routeOptions.config
  if (useCase === undefined || policyOf(useCase).reason === 'none' || typeof body !== 'object' || body === null) return null
  const { reason } = body as { readonly reason?: unknown }
  return typeof reason === 'string' ? reason : null
}
