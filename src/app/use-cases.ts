/** Everything that the service can be asked for, by who asks. HTTP and the command line only translate into these calls. */

import type { ReportingApi } from '../figures/api.ts'
import type { RequestContext } from '../domain/index.ts'
import type { AdministrationApi } from './administration/api.ts'
import type { MonitoringApi } from './monitoring/api.ts'
import type { OperationsApi } from './operations/api.ts'

/** The same calls with the context of the request as their first argument. */
export type InContext<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...args: infer Args) => infer Answer
    ? (context: RequestContext, ...args: Args) => Answer
    : never
}

export interface UseCases {
  readonly monitoring: MonitoringApi
  readonly reporting: InContext<ReportingApi>
  readonly operations: OperationsApi
  readonly administration: AdministrationApi
}

/** Health, readiness and version: asked by probes without a principal, so they are no use cases. */
export interface ServiceStatus {
  health(): { readonly alive: boolean; readonly version: string; readonly started_at: string }
  readiness(): { readonly ready: boolean; readonly reasons: readonly string[]; readonly degraded: readonly string[] }
  /** Zone of the campus: times without offset are read in it. */
  timezone(): string
}

/** Gives calls that need no context the same form as all others. */
export function inContext<Api extends object>(api: Api): InContext<Api> {
  const calls = Object.entries(api) as [string, (...args: unknown[]) => unknown][]
  return Object.fromEntries(
    calls.map(([name, call]) => [name, (_context: RequestContext, ...args: unknown[]) => call(...args)]),
  ) as InContext<Api>
}
