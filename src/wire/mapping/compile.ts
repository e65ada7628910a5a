/** A mapping, compiled once per source. */

import type { Mapping, PointRule, Source } from '../../domain/index.ts'
import type { CodecContext, WireLimits } from '../codec.ts'
import { parsePath } from '../values/path.ts'
import { parseAcceptSince } from '../values/time.ts'
import { type DeviceTemplate, deviceTemplate } from './device.ts'
import { compileRule, type FieldRule, nodeAt, type PathNode, createPathNode, quantityOfName } from './rules.ts'
import { type CompiledStep, compileSteps } from './unwrap.ts'

export interface CompiledTime {
  readonly path: readonly string[]
  readonly unit?: string
  readonly zone: string
}

export interface CompiledMapping {
  readonly format: string
  readonly steps: readonly CompiledStep[] | null
  readonly where: readonly { readonly path: readonly string[]; readonly value: string }[]
  readonly device: DeviceTemplate
  readonly each: readonly string[] | null
  readonly name: string | null
  readonly namePath: readonly string[]
  readonly valuePath: readonly string[]
  readonly unitPath: readonly string[] | null
  readonly columns: readonly (FieldRule | null)[] | null
  readonly indexNames: readonly string[] | null
  readonly time: CompiledTime | null
  readonly history: { readonly path: readonly string[]; readonly time: CompiledTime | null } | null
  readonly rules: PathNode
  /** Rules by their key as written: names of items, columns, scalars. */
  readonly byName: ReadonlyMap<string, FieldRule>
  readonly zone: string
  readonly since: number
  readonly limits: WireLimits
}

function timeOf(mapping: Mapping, zone: string): CompiledTime | null {
  const rule = mapping.time
  if (rule === undefined || rule === 'receive') return null
  return { path: parsePath(rule.path), zone: rule.tz ?? zone, ...(rule.unit === undefined ? {} : { unit: rule.unit }) }
}

function historyOf(mapping: Mapping, zone: string): CompiledMapping['history'] {
  const { history } = mapping
  if (history === undefined || typeof history === 'boolean') return null
  if (typeof history === 'string') return { path: parsePath(history), time: timeOf(mapping, zone) }
  return {
    path: parsePath(history.path),
    time: history.time === undefined ? timeOf(mapping, zone) : { path: parsePath(history.time), zone },
  }
}

/** A column is a rule, or a name: of a rule in `points`, or one that says its quantity (`power1`). */
function columnOf(column: string | PointRule | null, byName: ReadonlyMap<string, FieldRule>, index: number): FieldRule | null {
  if (column === null) return null
  if (typeof column !== 'string') return compileRule(column.as ?? `[${index}]`, column)
  const quantity = quantityOfName(column)
  return byName.get(column) ?? compileRule(column, quantity === null ? {} : { quantity })
}

function namesOf(rules: Mapping['points']): ReadonlyMap<string, FieldRule> {
  return new Map(Object.entries(rules ?? {}).map(([name, rule]) => [name, compileRule(name, rule)]))
}

/** The tree of field paths, the fields that the mapping itself reads marked as used. */
function treeOf(byName: ReadonlyMap<string, FieldRule>, used: readonly (readonly string[] | null | undefined)[]): PathNode {
  const root = createPathNode()
  for (const [name, rule] of byName) nodeAt(root, parsePath(name)).rule = rule
  for (const path of used) if (path) nodeAt(root, path).used = true
  return root
}

/** Throws on a regular expression that does not compile; the decoder turns that into dead letters of the source. */
export function compileMapping(source: Source, context: CodecContext, topicOf: () => string): CompiledMapping {
  const { mapping } = source
  const zone = mapping.timezone ?? context.zone
  const byName = namesOf(mapping.points)
  const device = deviceTemplate(mapping.device, topicOf)
  const where = Object.entries(mapping.where ?? {}).map(([path, value]) => ({ path: parsePath(path), value: String(value) }))
  const time = timeOf(mapping, zone)
  const history = historyOf(mapping, zone)
  const used = [time?.path, history?.path, history?.time?.path, ...device.paths, ...where.map((w) => w.path)]
  return {
    format: mapping.format ?? 'json',
    steps: mapping.decode === undefined ? null : compileSteps(mapping.decode),
    where,
    device,
    each: mapping.each === undefined ? null : parsePath(mapping.each),
    name: mapping.name ?? null,
    namePath: parsePath(mapping.name ?? ''),
    valuePath: parsePath(mapping.value ?? 'value'),
    unitPath: mapping.unit === undefined ? null : parsePath(mapping.unit),
    columns: mapping.columns?.map((c, i) => columnOf(c, byName, i)) ?? null,
    indexNames: mapping.index_names ?? null,
    time,
    history,
    rules: treeOf(byName, used),
    byName,
    zone,
    since: parseAcceptSince(mapping.accept_since),
    limits: context.limits,
  }
}
