/** What control did to each load, from its log: savings are attributed by confirmed commands. */

import type { Actuator, ControlPlan, Instant, Load } from '../../domain/index.ts'
import { type ControlRecord, STREAM } from '../../control/control-log.ts'
import { createProjection } from '../../kernel/index.ts'
import type { Records } from '../../ports/index.ts'
import type { ActionLog } from '../../savings/action-log.ts'

interface Acts {
  /** The first entry of any kind: since then the log tells of the actuator. */
  readonly since: Instant
  /** The first command that a reading confirmed, or that was sent where no reading confirms; null: none yet. */
  readonly first: Instant | null
}

/** The live actuator of a load: named like the load, or like a part of it. */
function actuatorOf({ energy }: Load, actuators: readonly Actuator[]): Actuator | null {
  const stem = energy.replace(/\/energy$/, '')
  return actuators.find(({ id, live, never }) => live && !never && (id === stem || id.startsWith(`${stem}/`))) ?? null
}

export function createControlActions(records: Records, plan: () => ControlPlan): ActionLog {
  const acts = new Map<string, Acts>()
  const log = createProjection(records, STREAM, ({ body }) => {
    for (const { actuator, kind, at } of (body as ControlRecord).entries) {
      const { since, first } = acts.get(actuator) ?? { since: at, first: null }
      const confirms = plan().actuators.some((a) => a.id === actuator && a.confirm !== null)
      const acted = kind === 'confirmed' || (kind === 'sent' && !confirms)
      acts.set(actuator, { since, first: first ?? (acted ? at : null) })
    }
  })
  return {
    async acted(load, within) {
      const actuator = actuatorOf(load, plan().actuators)
      if (actuator === null) return null
      await log.refresh()
      const known = acts.get(actuator.id)
      // Before its log begins a load switched itself, as in history that was imported.
      if (known === undefined || known.since > within.from) return null
      return known.first !== null && known.first < within.to
    },
  }
}
