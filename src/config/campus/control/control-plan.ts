/** `actuators:`, `policies:` and `control:` -> ControlPlan. */

import {
  type Campus,
  type ControlPlan,
  type ControlPolicy,
  type ConventionDescriptor,
  NO_CONTROL,
  POLICY_CLASSES,
} from '../../../domain/index.ts'
import type { CampusTree } from '../../files.ts'
import type { Examination } from '../examine.ts'
import { actuatorsOf, ms } from './actuators.ts'
import { policiesOf } from './policies.ts'

interface PlanSurroundings {
  readonly campus: Pick<Campus, 'points' | 'sources' | 'location' | 'sites' | 'accounting'>
  readonly seasons: readonly string[]
  readonly conventions: readonly ConventionDescriptor[]
}

export function controlPlanOf(
  { main, lists, readBeside }: CampusTree,
  { campus, seasons, conventions }: PlanSurroundings,
  ex: Examination,
): ControlPlan {
  const control = main.control ?? {}
  const around = {
    sources: campus.sources,
    conventions,
    points: new Map(campus.points.map((p) => [p.id, p])),
    ids: new Set(lists.points.flatMap((p) => p.value.id ?? [])),
  }
  const never = (control.never ?? []).filter((glob) => glob !== undefined)
  const actuators = actuatorsOf(lists.actuators, never, around, ex)
  const actuatorIds = new Set(lists.actuators.flatMap((a) => a.value.id ?? []))
  const policies = policiesOf(lists.policies, {
    targets: { ...around, actuators, actuatorIds, ex },
    seasons,
    sites: campus.sites.map((s) => s.id),
    tariffs: campus.accounting?.tariffs ?? [],
    readBeside,
    location: campus.location,
    ex,
  })
  return {
    actuators,
    policies: byClass(policies),
    commandsPerMinute: control.commands_per_minute ?? NO_CONTROL.commandsPerMinute,
    stagger: ms(control.stagger, NO_CONTROL.stagger),
    manualHold: ms(control.manual_hold, NO_CONTROL.manualHold),
  }
}

const byClass = (policies: readonly ControlPolicy[]): readonly ControlPolicy[] =>
  POLICY_CLASSES.flatMap((name) => policies.filter((policy) => policy.class === name))
