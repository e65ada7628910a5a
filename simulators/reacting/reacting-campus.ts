/**
 * The campus when it is controlled: loads draw what commands say, and every meter above them follows. A register is that of the model plus what
 * control changed since it began, in whole base units, so that no register jumps when control comes or goes.
 */

import type { CampusModel, Value } from '../campus-model.ts'
import type { Campus } from '../campus.ts'
import { fieldKey, type MeasureFile } from '../campus-file.ts'
import { measuresOf } from '../measures.ts'
import type { Device } from '../models/device.ts'
import { DAY, MINUTE } from '../models/zone.ts'
import {
  type Answer,
  type Command,
  type FailSafeRule,
  type LoadState,
  obey,
  stateAt,
  switchByHand,
  UNCOMMANDED,
} from './controlled-load.ts'

export interface ReactingCampus {
  /** Carries a command out; null: the device takes none. */
  command(device: string, command: Command, at: number): Answer | null
  /** Somebody turns the load on, or off when it runs. */
  toggle(device: string, at: number): void
  /** Values that a device sends at an instant not before the last one. */
  read(device: number, at: number): readonly Value[]
  state(device: string): LoadState | null
  /** Devices that take commands. */
  readonly controlled: readonly string[]
  /** Base units by `<device> <field>` that registers lie above the model's. */
  changes(at: number): Readonly<Record<string, number>>
}

export interface ReactingParts {
  readonly campus: Campus
  readonly model: CampusModel
  /** As `changes` gave them when the last run ended. */
  readonly changes: Readonly<Record<string, number>>
  /** Epoch ms: nothing is controlled before. */
  readonly from: number
}

interface Load {
  readonly index: number
  readonly register: number
  readonly rated: number
  readonly program: MeasureFile | null
  readonly rule: FailSafeRule
  state: LoadState
  /** Up to when `change` is summed. */
  at: number
  /** mWh above the model. */
  change: number
}

/** mWh of so many W over so many ms. */
const energyOf = (watts: number, ms: number): number => (watts * ms) / 3600

/** Levels and what lies above the model, of loads and of the meters above them. */
interface Balance {
  /** Null: the load switches itself. */
  levelAt(load: Load, at: number): number | null
  /** Sums what control changed up to `at`, with the level that held since the last call. */
  advance(load: Load, at: number): void
  /** W and mWh above the model. */
  above(id: string, at: number): { readonly power: number; readonly energy: number }
  changes(at: number): Readonly<Record<string, number>>
}

const fieldOf = (device: Device | undefined, name: string): number => device?.fields.findIndex((f) => f.name === name) ?? -1

function createBalance({ campus, model }: ReactingParts, loads: ReadonlyMap<string, Load>): Balance {
  const meters = new Map(model.devices.flatMap((d) => (d.meters === undefined ? [] : [[d.id, d.meters] as const])))
  const levelAt: Balance['levelAt'] = (load, at) => {
    load.state = stateAt(load.state, load.rule, at)
    if (load.state.mode === 'own') return null
    return load.state.mode === 'commanded' ? load.state.level : shareAt(campus, load.program, at)
  }
  const advance: Balance['advance'] = (load, at) => {
    if (at <= load.at) return
    const level = levelAt(load, load.at)
    if (level !== null) {
      const own = model.register(load.register, at) - model.register(load.register, load.at)
      load.change += Math.round(energyOf(load.rated * level, at - load.at)) - own
    }
    load.at = at
  }
  const ofLoad = (load: Load, at: number): { power: number; energy: number } => {
    advance(load, at)
    const level = levelAt(load, at)
    if (level === null) return { power: 0, energy: load.change }
    const own = Number(model.read(load.index, at)[fieldOf(model.devices[load.index], 'power')] ?? 0)
    return { power: load.rated * level - own, energy: load.change }
  }
  const above: Balance['above'] = (id, at) => {
    const load = loads.get(id)
    if (load !== undefined) return ofLoad(load, at)
    const meter = meters.get(id)
    if (meter === undefined) return { power: 0, energy: 0 }
    const below = meter.of.map((child) => above(child, at))
    const sum = (key: 'power' | 'energy'): number => (1 + meter.losses) * below.reduce((total, b) => total + b[key], 0)
    return { power: sum('power'), energy: Math.round(sum('energy')) }
  }
  return {
    levelAt,
    advance,
    above,
    changes(at) {
      const ids = [...loads.keys(), ...meters.keys()]
      return Object.fromEntries(ids.map((id) => [fieldKey(id, 'energy'), above(id, at).energy] as const).filter(([, n]) => n !== 0))
    },
  }
}

export function createReactingCampus(parts: ReactingParts): ReactingCampus {
  const { model } = parts
  const loads = loadsOf(parts)
  const balance = createBalance(parts, loads)
  const withChange = (device: Device, index: number, at: number): readonly Value[] => {
    const values = [...model.read(index, at)]
    if (!loads.has(device.id) && device.meters === undefined) return values
    const { power, energy } = balance.above(device.id, at)
    const [e, p] = [fieldOf(device, 'energy'), fieldOf(device, 'power')]
    if (e >= 0) values[e] = Number(values[e]) + energy / (device.fields[e]?.perUnit ?? 1)
    if (p >= 0) values[p] = Math.round((Number(values[p]) + power) * 100) / 100
    return values
  }
  return {
    controlled: [...loads.keys()],
    command(device, command, at) {
      const load = loads.get(device)
      if (load === undefined) return null
      balance.advance(load, at)
      const answer = obey(command, at)
      if (answer.result === 'done') load.state = answer.state
      return answer
    },
    toggle(device, at) {
      const load = loads.get(device)
      if (load === undefined) return
      balance.advance(load, at)
      load.state = switchByHand(load.state, (balance.levelAt(load, at) ?? 0) > 0 ? 0 : 1)
    },
    read(index, at) {
      const device = model.devices[index]
      if (device === undefined) return []
      const values = withChange(device, index, at)
      const load = loads.get(device.id)
      const level = load === undefined ? null : balance.levelAt(load, at)
      return level === null ? values : values.map((value, i) => shownLevel(device.fields[i]?.name, level) ?? value)
    },
    state: (device) => loads.get(device)?.state ?? null,
    changes: (at) => balance.changes(at),
  }
}

/** What a load tells of its level beside its power; null: the field tells something else. */
function shownLevel(field: string | undefined, level: number): Value | null {
  if (field === 'level') return Math.round(level * 100)
  return field === 'switch' ? level > 0 : null
}

/** Share of full output before control, at an instant. A load without a measure stands still. */
function shareAt({ zone, calendar }: Campus, program: MeasureFile | null, at: number): number {
  if (program === null) return 0
  const windows = program.schedule[calendar.typeOf(zone.dayOf(at)) === 'work' ? 'workday' : 'weekend']
  const minute = ((at + zone.offset(at)) % DAY) / MINUTE
  return windows.find((w) => minute >= w.from && minute < w.to)?.share ?? 0
}

function loadsOf({ campus, model, changes, from }: ReactingParts): ReadonlyMap<string, Load> {
  const programs = new Map(measuresOf(campus, model).flatMap(({ file, loads }) => loads.map((l) => [l.device, file] as const)))
  const rules = new Map(campus.file.actuators.map((a) => [a.device, a.rule]))
  const found = model.devices.flatMap((device, index): (readonly [string, Load])[] => {
    const register = model.registers.findIndex((r) => r.device === index)
    const rule = rules.get(device.id)
    if (device.rated === undefined || register < 0 || rule === undefined) return []
    const change = changes[fieldKey(device.id, 'energy')] ?? 0
    const program = programs.get(device.id) ?? null
    return [[device.id, { index, register, rated: device.rated, program, rule, state: UNCOMMANDED, at: from, change }]]
  })
  return new Map(found)
}
