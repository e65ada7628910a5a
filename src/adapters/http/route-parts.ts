/** What every route file gets, and the types that tie schemas to handlers. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyContextConfig, FastifyInstance, FastifyTypeProvider, RawServerDefault } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Access } from '../../access/access.ts'
import { type Permission, policyOf, type UseCaseName } from '../../access/policies.ts'
import type { LoginLog } from '../../app/audit/logins.ts'
import type { ServiceStatus, UseCases } from '../../app/use-cases.ts'
import type { Principal } from '../../domain/index.ts'
import type { Clock, Events, IdentityProvider, Metrics } from '../../ports/index.ts'
import type { SheetTable } from '../../sheets/sheet-table.ts'
import type { Attempts, Slots } from './limits.ts'
import type { LongWork } from './long-work.ts'

interface TypeBoxProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
}

export type HttpApp = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxProvider>

/** Writes what a report looks like as a file. */
export interface ReportFileWriter {
  workbook(sheets: readonly SheetTable[]): Promise<Uint8Array>
  /** The page where it can be printed, the sheets as plain tables else. */
  pdf(report: { readonly html: string; readonly sheets: () => readonly SheetTable[]; readonly language: string }): Promise<Uint8Array>
  code(text: string): string
}

export interface RouteParts extends UseCases {
  readonly files: ReportFileWriter
  readonly status: ServiceStatus
  readonly access: Access
  readonly loginLog: LoginLog
  /** Null: nobody signs in at an OpenID provider. */
  readonly identityProvider: IdentityProvider | null
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics
  /** Concurrent heavy questions per principal. */
  readonly heavy: Slots
  /** Answers for work that takes minutes. */
  readonly longWork: LongWork
  /** Failed logins per address. */
  readonly logins: Attempts
  /** Aborted when the server stops: long answers end. */
  readonly stopping: AbortSignal
}

export type Route = (app: HttpApp, parts: RouteParts) => void

/** The configuration of a route that serves this use case: its permission and scope come from the policies. */
export function permit(useCase: UseCaseName): FastifyContextConfig {
  const { permission, sites } = policyOf(useCase)
  return { useCase, permission, siteAware: sites === 'own' }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The use case that the route serves, by `permit`; absent where no principal is needed. */
    readonly useCase?: UseCaseName
    /** Every route declares one, or the server does not start. */
    readonly permission?: Permission
    /** The route answers for the principal's site only; others are closed to principals of one site. */
    readonly siteAware?: boolean
  }
  interface FastifyRequest {
    /** Null only on public routes. */
    principal: Principal | null
  }
}
