/** Events and Metrics ports that record all calls. */

import type { LoginLog } from '../../../src/app/audit/logins.ts'
import type { Events, Metrics, ServiceEvent } from '../../../src/ports/index.ts'

export interface EventLog extends Events {
  readonly all: readonly ServiceEvent[]
  of(code: ServiceEvent['code']): readonly ServiceEvent[]
}

export function createEventLog(): EventLog {
  const all: ServiceEvent[] = []
  return { all, emit: (event) => void all.push(event), of: (code) => all.filter((e) => e.code === code) }
}

/** Logins are not recorded. */
export const noLoginLog: LoginLog = { accepted: () => undefined, refused: () => undefined }

export interface MetricLog extends Metrics {
  total(name: string): number
  /** By labels: `reason=absent` -> 2. */
  of(name: string): Readonly<Record<string, number>>
}

export function createMetricLog(): MetricLog {
  const totals = new Map<string, number>()
  const labelled = new Map<string, Record<string, number>>()
  return {
    count(name, labels = {}, by = 1) {
      totals.set(name, (totals.get(name) ?? 0) + by)
      const key = Object.entries(labels)
        .map(([label, value]) => `${label}=${value}`)
        .join(' ')
      const known = labelled.get(name) ?? {}
      labelled.set(name, { ...known, [key]: (known[key] ?? 0) + by })
    },
    gauge: (name, value) => void totals.set(name, value),
    total: (name) => totals.get(name) ?? 0,
    of: (name) => labelled.get(name) ?? {},
  }
}
