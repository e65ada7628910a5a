/** The log of control on disk, and the state that it tells. Awaits the record log. */

import { createProjection } from '../kernel/index.ts'
import type { Clock, Events, Metrics, Records } from '../ports/index.ts'
import { type ControlEntry, type ControlRecord, LoggedState, recordFrom, STREAM } from './control-log.ts'
import { renderReason } from './reasons/render-reason.ts'

export interface LogKeeper {
  readonly logged: LoggedState
  isLoaded(): boolean
  /** Reads the log, once: nobody else appends to the stream. True at the first call that succeeds. */
  load(): Promise<boolean>
  /** Resolves when the entries are on disk, as one record. */
  append(entries: readonly ControlEntry[]): Promise<void>
}

export interface LogKeeperParts {
  readonly records: Records
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics
}

export function createLogKeeper({ records, clock, events, metrics }: LogKeeperParts): LogKeeper {
  const logged = new LoggedState()
  const log = createProjection(records, STREAM, ({ body }) => logged.apply(recordFrom(body)))
  let loaded = false

  function report({ kind, actuator, reason: own, principal }: ControlEntry): void {
    const reason = renderReason(own)
    metrics.count('control_entries', { kind })
    if (kind === 'expired') events.emit({ code: 'command-expired', level: 'warn', detail: `${actuator}: ${reason}` })
    if (kind === 'refused') events.emit({ code: 'command-refused', level: 'warn', detail: `${actuator}: ${reason}` })
    if (kind === 'stop-all') events.emit({ code: 'control-stopped', level: 'warn', detail: `${principal}: ${reason}` })
    if (kind === 'resume') events.emit({ code: 'control-resumed', level: 'info', detail: `${principal}: ${reason}` })
  }

  return {
    logged,
    isLoaded: () => loaded,
    async load() {
      if (loaded) return false
      await log.refresh()
      loaded = true
      return true
    },
    async append(entries) {
      if (entries.length === 0) return
      const body: ControlRecord = { entries }
      log.advance(await records.append(STREAM, 'control', clock.now(), body))
      logged.apply(body)
      for (const entry of entries) report(entry)
    },
  }
}
