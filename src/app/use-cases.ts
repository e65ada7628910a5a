/** Everything that the service can be asked for, by who asks. HTTP and the command line only translate into these calls. */

import type { ReportingApi } from '../figures/api.ts'
import type { AdministrationApi } from './administration/api.ts'
import type { ClosingApi } from './closing/api.ts'
import type { ControlApi } from './control/api.ts'
import type { DevicesApi } from './devices/api.ts'
import type { MonitoringApi } from './monitoring/api.ts'
import type { OperationsApi } from './operations/api.ts'

export interface UseCases {
  readonly monitoring: MonitoringApi
  readonly reporting: ReportingApi
  readonly closing: ClosingApi
  readonly operations: OperationsApi
  readonly control: ControlApi
  readonly administration: AdministrationApi
  readonly devices: DevicesApi
}

/** Health, readiness and version: asked by probes without a principal, so they are no use cases. */
export interface ServiceStatus {
  /** Resolves once the service runs, and 20 s after it began whatever it waits for. */
  awaitStart(): Promise<void>
  health(): { readonly alive: boolean; readonly version: string; readonly started_at: string }
  readiness(): { readonly ready: boolean; readonly reasons: readonly string[]; readonly degraded: readonly string[] }
  /** Zone of the campus: times without offset are read in it. */
  timezone(): string
}
