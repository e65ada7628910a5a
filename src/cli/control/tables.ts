/** Answers of control as tables. */

import type { ActuatorsView, ControlLogView, PreviewView } from '../../app/control/control-views.ts'
import { table } from '../support/table.ts'

const columns = (...titles: readonly string[]): { readonly title: string }[] => titles.map((title) => ({ title }))
const cell = (value: string | number | null): string => (value === null ? '-' : String(value))

export function actuatorsText({ actuators }: ActuatorsView): string {
  const rows = actuators.map((a) => [
    a.id,
    a.never ? 'never' : a.live ? 'live' : 'observed',
    cell(a.actual),
    cell(a.wanted),
    cell(a.policy),
    a.command === null ? '-' : a.command.state,
    a.override === null ? '-' : `until ${a.override.until}`,
    a.fail_safe.after_s === null ? a.fail_safe.by : `${a.fail_safe.by} after ${a.fail_safe.after_s} s`,
    a.waiting === null ? a.reason : `${a.reason}; ${a.waiting}`,
  ])
  return table(columns('actuator', 'mode', 'is', 'wanted', 'policy', 'command', 'override', 'fail-safe', 'reason'), rows)
}

export function previewText({ timeline }: PreviewView): string {
  const rows = timeline.map((s) => [s.actuator, s.from, s.to, cell(s.value), cell(s.policy), s.reason])
  return table(columns('actuator', 'from', 'to', 'value', 'policy', 'reason'), rows)
}

export function logText({ entries }: ControlLogView): string {
  const rows = entries.map((e) => [e.at, e.actuator, e.kind, cell(e.value), cell(e.policy), e.principal, e.reason])
  return table(columns('at', 'actuator', 'kind', 'value', 'policy', 'principal', 'reason'), rows)
}
