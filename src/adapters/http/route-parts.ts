/** What every route file gets, and the types that tie schemas to handlers. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider, RawServerDefault } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Principal } from '../../domain/index.ts'
import type { Clock, Events, Metrics } from '../../ports/index.ts'
import type { ReportingApi } from '../../figures/api.ts'
import type { CampusApi } from '../../views/types.ts'
import type { Access } from '../../access/access.ts'
import type { Attempts, Slots } from './limits.ts'
import type { Permission } from '../../access/policies.ts'

interface TypeBoxProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
}

export type HttpApp = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxProvider>

export interface RouteParts {
  readonly api: CampusApi
  readonly accounts: ReportingApi
  readonly access: Access
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics
  /** Concurrent heavy questions per principal. */
  readonly heavy: Slots
  /** Failed logins per address. */
  readonly logins: Attempts
  /** Aborted when the server stops: long answers end. */
  readonly stopping: AbortSignal
}

export type Route = (app: HttpApp, parts: RouteParts) => void

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route declares one, or the server does not start. */
    readonly permission?: Permission
    /** The route answers for the principal's site only; others are closed to tokens of one site. */
    readonly siteAware?: boolean
  }
  interface FastifyRequest {
    /** Null only on public routes. */
    principal: Principal | null
  }
}
