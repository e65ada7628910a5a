/** Control as the API shows it. Times with the offset of the campus zone. */

import type { ControlledActuator, StopState } from '../../control/controller.ts'
import type { ControlEntry } from '../../control/control-log.ts'
import type { SuppressedProposal } from '../../control/proposal.ts'
import { type ControlReason, why } from '../../control/reasons/reason.ts'
import { renderReason } from '../../control/reasons/render-reason.ts'
import type { CommandState } from '../../control/commands/actuator-state.ts'
import { shownValue } from '../../control/commands/matching.ts'
import type { Override } from '../../control/override.ts'
import type { PreviewSpan } from '../../control/preview.ts'
import {
  type ActuatorKind,
  type ControlPolicy,
  type FailSafeMechanism,
  formatIn,
  type Names,
  type PolicyClass,
  type PolicyKind,
  valueText,
} from '../../domain/index.ts'

/** Who reads: the zone of times, the language of sentences. */
export interface ControlReader {
  readonly zone: string
  readonly language: keyof Names
}

/** A reason as a sentence, and as what it says for programs: values may be reasons themselves, durations are ms. */
export interface ReasonView {
  readonly reason: string
  readonly reason_code: string
  readonly reason_values: ControlReason['values']
}

export interface SuppressedView extends ReasonView {
  readonly policy: string
  readonly value: string | number
}

export interface OverrideView {
  readonly id: string
  readonly actuator: string
  readonly value: string | number
  readonly at: string
  readonly until: string
  readonly reason: string
  readonly principal: string
}

export interface ActuatorView extends ReasonView {
  readonly id: string
  readonly kind: string
  readonly unit: ValueUnit
  readonly live: boolean
  readonly never: boolean
  /** Null: no policy decides. */
  readonly wanted: string | number | null
  readonly policy: string | null
  readonly suppressed: readonly SuppressedView[]
  /** By the newest confirming reading; null: none, or it does not tell. */
  readonly actual: string | number | null
  readonly command: {
    readonly id: string
    readonly value: string | number
    readonly state: CommandState
    readonly sent_at: string | null
  } | null
  /** Why the wanted value is not sent; null: it is. */
  readonly waiting: string | null
  readonly waiting_code: string | null
  readonly manual_until: string | null
  readonly override: OverrideView | null
  readonly fail_safe: { readonly by: FailSafeMechanism; readonly after_s: number | null }
}

export interface StopView {
  readonly stopped: { readonly at: string; readonly by: string; readonly reason: string } | null
}

export interface ActuatorsView extends StopView {
  readonly actuators: readonly ActuatorView[]
}

export interface ControlPolicyView {
  readonly id: string
  readonly kind: PolicyKind
  readonly class: PolicyClass
  readonly actuators: readonly string[]
  readonly season: string | null
  readonly days: readonly string[] | null
}

export interface ControlPoliciesView {
  readonly policies: readonly ControlPolicyView[]
}

export interface OverridesView {
  readonly overrides: readonly OverrideView[]
}

/** Of numbers; null: values are words. */
export type ValueUnit = '%' | 'Cel' | null

export interface TimelineSpanView extends ReasonView {
  readonly actuator: string
  readonly unit: ValueUnit
  readonly from: string
  readonly to: string
  readonly value: string | number | null
  readonly policy: string | null
}

export interface PreviewView {
  readonly timeline: readonly TimelineSpanView[]
}

export interface ControlEntryView extends ReasonView {
  readonly at: string
  readonly actuator: string
  readonly unit: ValueUnit
  readonly kind: string
  readonly value: string | number | null
  readonly policy: string | null
  readonly principal: string
  readonly suppressed: readonly SuppressedView[]
}

export interface ControlLogView {
  /** Oldest first. */
  readonly entries: readonly ControlEntryView[]
}

export function overrideView(zone: string, { at, until, value, id, actuator, reason, principal }: Override): OverrideView {
  return { id, actuator, reason, principal, value: valueText(value), at: formatIn(zone, at), until: formatIn(zone, until) }
}

const reasonView = ({ language }: ControlReader, reason: ControlReason): ReasonView => ({
  reason: renderReason(reason, language),
  reason_code: reason.code,
  reason_values: reason.values,
})

const suppressedView = (reader: ControlReader, { policy, value, reason }: SuppressedProposal): SuppressedView => ({
  policy,
  value,
  ...reasonView(reader, reason),
})

export function actuatorView(reader: ControlReader, { actuator, decision, state, override }: ControlledActuator): ActuatorView {
  const { zone, language } = reader
  const { wanted, suppressed } = decision
  const { command, actual, manual, waiting } = state
  const shown = actual === null ? null : shownValue(actuator, actual.reading)
  return {
    id: actuator.id,
    kind: actuator.kind,
    unit: unitOf(actuator.kind),
    live: actuator.live,
    never: actuator.never,
    wanted: wanted === null ? null : valueText(wanted.value),
    policy: wanted?.policy ?? null,
    ...reasonView(reader, wanted?.reason ?? why(actuator.never ? 'never-list' : 'no-policy')),
    suppressed: suppressed.map((other) => suppressedView(reader, other)),
    actual: shown === null ? null : valueText(shown),
    command: command && {
      id: command.id,
      value: valueText(command.value),
      state: command.state,
      sent_at: command.sentAt === null ? null : formatIn(zone, command.sentAt),
    },
    waiting: waiting === null ? null : renderReason(waiting, language),
    waiting_code: waiting?.code ?? null,
    manual_until: manual === null ? null : formatIn(zone, manual.until),
    override: override === null ? null : overrideView(zone, override),
    fail_safe: { by: actuator.failSafe.by, after_s: actuator.failSafe.after === null ? null : actuator.failSafe.after / 1000 },
  }
}

/** Levels are shares of full output, set-points temperatures. */
export function unitOf(kind: ActuatorKind | undefined): ValueUnit {
  if (kind === 'level') return '%'
  return kind === 'setpoint' ? 'Cel' : null
}

export function stopView(zone: string, stop: StopState | null): StopView {
  return { stopped: stop === null ? null : { at: formatIn(zone, stop.at), by: stop.by, reason: renderReason(stop.reason) } }
}

export function policyView({ id, kind, class: of, targets, season, days, ...rest }: ControlPolicy): ControlPolicyView {
  const own = 'name' in rest ? rest.name : season
  return { id, kind, class: of, actuators: targets.map((t) => t.actuator), season: own, days }
}

export function timelineView(reader: ControlReader, { from, to, reason, ...rest }: PreviewSpan, unit: ValueUnit): TimelineSpanView {
  const { zone } = reader
  return { ...rest, ...reasonView(reader, reason), unit, from: formatIn(zone, from), to: formatIn(zone, to) }
}

export function entryView(
  reader: ControlReader,
  { at, actuator, kind, value, policy, reason, principal, suppressed }: ControlEntry,
  unit: ValueUnit,
): ControlEntryView {
  return {
    at: formatIn(reader.zone, at),
    actuator,
    unit,
    kind,
    value: value === null ? null : valueText(value),
    policy,
    ...reasonView(reader, reason),
    principal,
    suppressed: suppressed.map((other) => suppressedView(reader, other)),
  }
}
