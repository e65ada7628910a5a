/** Use cases of control, and how the running service drives it. */

import type { Controller } from '../../control/controller.ts'
import { overridesAt } from '../../control/arbitrate.ts'
import { ALL_ACTUATORS, type ControlEntry } from '../../control/control-log.ts'
import type { PlanIndex } from '../../control/plan-index.ts'
import { preview } from '../../control/preview.ts'
import {
  type Actuator,
  actuatorValue,
  DAY,
  dayStart,
  formatIn,
  type Instant,
  instant,
  localDate,
  parsePolicyValue,
  type RequestContext,
  type Span,
  VALUE_FORMS,
} from '../../domain/index.ts'
import type { Refusal } from '../refusal.ts'
import type { ControlApi, ControlLogQuery, OverrideWish, PreviewQuery } from './api.ts'
import { actuatorView, entryView, overrideView, policyView, stopView, timelineView, unitOf, type ValueUnit } from './control-views.ts'

export interface ControlParts {
  readonly controller: Controller
  readonly index: () => PlanIndex
}

/** Overrides end: one that is left on for weeks is a plan, and belongs in the campus file. */
const LONGEST_OVERRIDE = 31 * DAY

export function createControl(parts: ControlParts): ControlApi {
  const { controller, index } = parts
  const zone = (): string => index().time.zone
  return {
    async actuators(_context, language = 'en') {
      const [list, stop] = await Promise.all([controller.actuators(), controller.stopped()])
      return { actuators: list.map((one) => actuatorView({ zone: zone(), language }, one)), ...stopView(zone(), stop) }
    },
    policies: async () => ({ policies: index().plan.policies.map(policyView) }),
    preview: (context, query) => previewTimeline(parts, context, query),
    async overrides({ at }) {
      const inForce = overridesAt(await controller.overrides(), at)
      return { overrides: [...inForce.values()].map((o) => overrideView(zone(), o)) }
    },
    addOverride: (context, wish) => addOverride(parts, context, wish),
    async endOverride({ principal }, id) {
      const ended = await controller.endOverride(id, principal.key)
      if (ended !== null) return overrideView(zone(), ended)
      return { refused: 'unknown-override', detail: `no override "${id}" is in force; \`campus control list\` shows them` }
    },
    async stopAll({ principal, reason }) {
      await controller.stopAll(principal.key, reason ?? 'no reason given')
      return stopView(zone(), await controller.stopped())
    },
    async resume({ principal, reason }) {
      await controller.resume(principal.key, reason ?? 'resumed')
      return stopView(zone(), await controller.stopped())
    },
    log: (_context, query) => logEntries(parts, query),
  }
}

function find({ index }: ControlParts, id: string): Actuator | Refusal {
  const found = index().plan.actuators.find((a) => a.id === id)
  return found ?? { refused: 'unknown-actuator', detail: `no actuator "${id}" in the campus file; \`campus control list\` shows them` }
}

/** `days` local days: a day on which clocks change is one. */
function previewSpan(zone: string, from: Instant, days: number): Span {
  const today = localDate(zone, from)
  const last = new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
  return { from, to: instant(dayStart(zone, last) + (from - dayStart(zone, today))) }
}

async function previewTimeline(
  parts: ControlParts,
  { at }: RequestContext,
  { from, days, actuator, language = 'en' }: PreviewQuery,
): ReturnType<ControlApi['preview']> {
  const index = parts.index()
  const { zone } = index.time
  const only = actuator === null ? null : find(parts, actuator)
  if (only !== null && 'refused' in only) return only
  const overrides = new Map((await parts.controller.overrides()).map((o) => [o.actuator, o]))
  const actuators = only === null ? index.plan.actuators : [only]
  const spans = preview({ ...index, plan: { ...index.plan, actuators } }, overrides, previewSpan(zone, from ?? at, days))
  const unit = createUnits(index)
  return { timeline: spans.map((span) => timelineView({ zone, language }, span, unit(span.actuator))) }
}

function createUnits({ plan }: PlanIndex): (actuator: string) => ValueUnit {
  const kinds = new Map(plan.actuators.map((a) => [a.id, a.kind]))
  return (actuator) => unitOf(kinds.get(actuator))
}

const refuse = (detail: string): Refusal => ({ refused: 'refused', detail })

async function addOverride(
  parts: ControlParts,
  { principal, at, reason }: RequestContext,
  { until, ...wish }: OverrideWish,
): ReturnType<ControlApi['addOverride']> {
  const { zone } = parts.index().time
  const actuator = find(parts, wish.actuator)
  if ('refused' in actuator) return actuator
  const { id, kind, never } = actuator
  const value = actuatorValue(kind, typeof wish.value === 'string' ? parsePolicyValue(wish.value) : wish.value)
  if (never) return refuse(`"${id}" is on the never list: nothing commands it`)
  if (value === null) return refuse(`"${String(wish.value)}" is no value for "${id}": it takes ${VALUE_FORMS[kind]}`)
  if (until <= at) return refuse(`"${formatIn(zone, until)}" is over already: an override ends later than it begins`)
  if (until - at > LONGEST_OVERRIDE)
    return refuse(`"${formatIn(zone, until)}" is more than 31 days ahead: what lasts longer belongs in the campus file`)
  const added = await parts.controller.override({ actuator: id, value, at, until, reason: reason ?? '', principal: principal.key })
  return overrideView(zone, added)
}

async function logEntries({ controller, index }: ControlParts, query: ControlLogQuery): ReturnType<ControlApi['log']> {
  const { from, to, actuator, limit, language = 'en' } = query
  const isWanted = (e: ControlEntry): boolean =>
    (actuator === null || e.actuator === actuator || e.actuator === ALL_ACTUATORS) &&
    (from === null || e.at >= from) &&
    (to === null || e.at < to)
  const entries = (await controller.entries()).filter(isWanted).slice(-limit)
  const unit = createUnits(index())
  return { entries: entries.map((e) => entryView({ zone: index().time.zone, language }, e, unit(e.actuator))) }
}
