/** Causes of alarms that control finds in its log. Pure. */

import type { ControlEntry } from '../../control/control-log.ts'
import type { Override } from '../../control/override.ts'
import { type Cause, DAY, type Instant, localDate } from '../../domain/index.ts'

/** Commands to one actuator that failed within this time, with none confirmed behind them. */
const WATCHED = DAY
const AGAIN = 3
/** An override that holds for longer is a plan. */
const LEFT_ON = 7 * DAY
const NAMED = 3

/** Actuators whose newest commands failed again and again. `entries`: oldest first. */
function failingActuators(entries: readonly ControlEntry[], now: Instant): readonly string[] {
  const failures = new Map<string, number>()
  const confirmed = new Set<string>()
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i]
    if (entry === undefined || entry.at <= now - WATCHED) break
    const { kind, actuator } = entry
    if (kind === 'confirmed') confirmed.add(actuator)
    if ((kind === 'expired' || kind === 'refused') && !confirmed.has(actuator)) failures.set(actuator, (failures.get(actuator) ?? 0) + 1)
  }
  return [...failures]
    .filter(([, times]) => times >= AGAIN)
    .map(([actuator]) => actuator)
    .sort()
}

/** One cause for all: a gateway that is gone takes hundreds of actuators with it. */
export function findExpiryCauses(entries: readonly ControlEntry[], now: Instant): Cause[] {
  const failing = failingActuators(entries, now)
  if (failing.length === 0) return []
  const actuators = `${failing.slice(0, NAMED).join(', ')}${failing.length > NAMED ? ' ...' : ''}`
  return [
    {
      code: 'commands-expire',
      subject: '',
      severity: 'warning',
      sentence: `commands to ${failing.length} ${failing.length === 1 ? 'actuator' : 'actuators'} fail again and again: ${actuators}; look at the device, its connection and its confirming point`,
      evidence: { count: failing.length, actuators },
    },
  ]
}

/** Overrides in force that hold for longer than a week, those that they replaced included. */
export function findOverrideCauses(overrides: Iterable<Override>, zone: string, now: Instant): Cause[] {
  return [...overrides]
    .filter((o) => now < o.until && now - (o.since ?? o.at) > LEFT_ON)
    .map(({ actuator, since, at, reason, principal }) => {
      const day = localDate(zone, since ?? at)
      return {
        code: 'override-left-on',
        subject: actuator,
        severity: 'warning',
        sentence: `"${actuator}" is overridden since ${day} by ${principal} (${reason}): end it, or write it into the campus file`,
        evidence: { actuator, since: day, by: principal, reason },
      }
    })
}
