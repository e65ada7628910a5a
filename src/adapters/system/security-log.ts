/**
 * The security log: events about who may do what, one JSON object a line, in a file of their own that nobody else may read. It is kept apart from
 * the log of the service, which may be thrown away sooner, and it is bounded in size and rate: a flood of refusals fills no disk.
 */

import { appendFileSync, renameSync, statSync } from 'node:fs'
import { TokenBucket, visibleText } from '../../kernel/index.ts'
import { type Clock, type Events, type ServiceEvent, SECURITY_CODES } from '../../ports/index.ts'

export interface SecurityLogOptions {
  readonly file: string
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
  /** Where all events go, these too. */
  readonly events: Events
}

/** The file is renamed to `.1` at this size; older ones up to `.4` are kept. */
const FILE_BYTES = 4 * 1024 * 1024
const OLDER = 4
const PER_SECOND = 20
const BURST = 500
/** Fields that are never written. */
const SECRETS = new Set(['password', 'token', 'secret', 'authorization', 'cookie'])

/** Events that also go into the security log. */
export function withSecurityLog({ file, clock, events }: SecurityLogOptions): Events {
  const rate = new TokenBucket(PER_SECOND, BURST, clock.monotonic())
  let suppressed = 0

  function write(event: ServiceEvent): void {
    const { code, level, reason, count, detail } = event
    const fields = Object.entries(event.fields ?? {}).filter(([key]) => !SECRETS.has(key))
    const line = {
      time: new Date(clock.now()).toISOString(),
      code,
      level,
      reason,
      count,
      detail,
      ...(suppressed > 0 ? { suppressed } : {}),
    }
    rotate(file)
    appendFileSync(file, `${visibleText(JSON.stringify({ ...line, fields: Object.fromEntries(fields) }))}\n`, { mode: 0o600 })
    suppressed = 0
  }

  return {
    emit(event) {
      events.emit(event)
      if (!SECURITY_CODES.has(event.code)) return
      if (!rate.tryTake(clock.monotonic())) {
        suppressed++
        return
      }
      try {
        write(event)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        events.emit({ code: 'security-log-failed', level: 'error', detail: `an event is missing in "${file}": ${why}` })
      }
    },
  }
}

function rotate(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < FILE_BYTES) return
  for (let i = OLDER; i >= 1; i--) {
    const from = i === 1 ? file : `${file}.${i - 1}`
    if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${file}.${i}`)
  }
}
