/** Campus file, includes, environment and flags -> one frozen Config, or every fault at once. Pure. */

import type { Campus, ConventionDescriptor } from '../domain/index.ts'
import { accountingOf } from './campus/accounting.ts'
import type { HomeAssistantEntry } from './schema/home-assistant.ts'
import type { DeepPartial } from './yaml/read.ts'
import { faultRulesOf } from './campus/fault-rules.ts'
import { alarmPlanOf } from './campus/alarm-plan.ts'
import { controlPlanOf } from './campus/control/control-plan.ts'
import { calendarsOf } from './campus/calendars.ts'
import { chooseCalendar } from './campus/calendar-files.ts'
import { headOf, seasonsOf, sitesOf, zoneOf } from './campus/head.ts'
import { findDoubleCounting } from './campus/points/double-counting.ts'
import { pointsOf } from './campus/points/points.ts'
import { measuresOf } from './campus/savings/saving-measures.ts'
import { believeHistory, sourcesOf } from './campus/sources/sources.ts'
import type { Examination } from './campus/examine.ts'
import { DEFAULTS } from './defaults.ts'
import { type Env, readEnvironment } from './environment.ts'
import { readFiles, type ReadInclude, type CampusTree } from './files.ts'
import { settingsOf } from './raw-settings.ts'
import { partsOf } from './settings.ts'
import type { Config, Fault, LoadResult, Overrides, Role } from './types.ts'
import { createFaults, type Faults } from './yaml/faults.ts'
import { didYouMean } from './yaml/nearest.ts'

export interface LoadInput {
  readonly file: string
  readonly text: string
  /** Files that match the pattern, relative to the folder of `from`, sorted. */
  readonly readInclude: ReadInclude
  readonly env: Env
  /** What `preset:` may name: conventions and presets. */
  readonly conventions: readonly ConventionDescriptor[]
  /** Text of a secret file, or null when it cannot be read. */
  readonly readSecret?: (path: string) => string | null
  /** Flags of the command line; they come before the environment. */
  readonly overrides?: Overrides
}

export interface CheckedCampus {
  readonly result: LoadResult
  /** The lists of the file and its includes with templates expanded, as they were written; null when it could not be read at all. */
  readonly tree: CampusTree | null
  /** What may be right and should be looked at: meter trees that count twice. Empty where there are faults. */
  readonly findings: readonly Fault[]
}

export function loadConfig(input: LoadInput): LoadResult {
  return checkCampus(input).result
}

/** As loadConfig, with the expanded lists for `campus check --print`. */
export function checkCampus(input: LoadInput): CheckedCampus {
  const seen: string[] = [input.file]
  const faults = createFaults(() => seen)
  const dataDir = input.overrides?.dataDir ?? input.env['CAMPUS__DATA__DIR'] ?? null
  const tree = readFiles({ ...input, dataDir }, { faults, seen })
  const config = tree && configOf(input, tree, faults)
  const list = faults.list()
  if (list.length > 0 || tree === null || config === null) return { result: { ok: false, faults: list }, tree, findings: [] }
  const findings = createFaults(() => seen)
  const parts = new Map(tree.lists.points.flatMap((part) => (part.value.id === undefined ? [] : [[part.value.id, part] as const])))
  findDoubleCounting(parts, config.campus.points, findings)
  return { result: { ok: true, config: deepFreeze(config) }, tree, findings: findings.list() }
}

function configOf(input: LoadInput, tree: CampusTree, faults: Faults): Config {
  const zone = zoneOf(tree.root, faults)
  const head = headOf(tree.main.campus, zone)
  const env = readEnvironment(input.env, input.readSecret ?? (() => null), faults)
  const parts = partsOf(settingsOf(tree, env, input.overrides ?? {}), head.id, faults)
  const ex: Examination = { faults, zone }
  const sites = sitesOf(tree.lists.sites, head, ex)
  const sources = sourcesOf(
    tree.lists.sources,
    { embedded: parts.broker.url === 'embedded', conventions: input.conventions, campus: head.id },
    ex,
  )
  const points = pointsOf(tree.lists.points, { sites, sources }, ex)
  const chosen = chooseCalendar(tree, calendarsOf(tree.lists.calendars, ex), ex)
  const ids = new Set(tree.lists.points.flatMap((p) => p.value.id ?? []))
  const seasons = seasonsOf(tree.roots, ex)
  const known = { points: new Map(points.map((p) => [p.id, p])), ids, seasons: Object.keys(seasons) }
  const measures = measuresOf(tree.lists.measures, known, ex)
  const accounting = accountingOf(tree, sites, ex)
  const simulated = input.overrides?.simulated ?? false
  const campus: Campus = {
    ...head,
    calendar: chosen.id,
    calendars: chosen.rows,
    sites,
    sources: simulated ? believeHistory(sources.sources) : sources.sources,
    points,
    measures,
    accounting,
  }
  const control = controlPlanOf(tree, { campus, seasons: Object.keys(seasons), conventions: input.conventions }, ex)
  const roles = rolesOf(input.overrides?.roles, faults)
  return {
    campus,
    ...parts,
    seasons,
    control,
    homeAssistant: homeAssistantOf(tree.main.home_assistant),
    alarms: alarmPlanOf(tree.lists, points, ex),
    findings: faultRulesOf(tree.lists.findings, ex),
    factorSet: tree.main.factors?.set ?? 'default',
    roles,
    demo: input.overrides?.demo ?? false,
    simulated,
    file: input.file,
  }
}

function homeAssistantOf(entry: DeepPartial<HomeAssistantEntry> | undefined): Config['homeAssistant'] {
  return entry === undefined ? null : { prefix: entry.prefix ?? 'homeassistant', meters: entry.meters ?? true }
}

function rolesOf(names: readonly string[] | undefined, faults: Faults): readonly Role[] {
  if (names === undefined) return DEFAULTS.roles
  const all: readonly string[] = DEFAULTS.roles
  for (const role of names) {
    if (all.includes(role)) continue
    const hint = didYouMean(role, all) ?? `roles are ${all.join(', ')}`
    faults.add({ file: 'command line', line: null, column: null, path: '--roles', message: `"${role}" is not a role`, hint })
  }
  return names.filter((role): role is Role => all.includes(role))
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
