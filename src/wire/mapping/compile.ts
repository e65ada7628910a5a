/** A mapping, compiled once per source. */

import type { Mapping, PointRule, Source } from '../../domain/index.ts'
import type { CodecContext, WireLimits } from '../codec.ts'
import { parsePath } from '../values/path.ts'
import { parseAcceptSince } from '../values/time.ts'
import { type DeviceTemplate, deviceTemplate } from './device.ts'
import { compileRule, compileSums, type SumRule, type FieldRule, nodeAt, type PathNode, createPathNode, quantityOfName } from './rules.ts'
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
  /** Names of the columns, by position; null where a column has none. */
  readonly columnNames: readonly (string | null)[]
  /** Commas are decimal in some column: then they separate no cells. */
  readonly decimalComma: boolean
  readonly indexNames: readonly string[] | null
  readonly time: CompiledTime | null
  /** Path of the number of the frame. */
  readonly seq: readonly string[] | null
  readonly history: { readonly path: readonly string[]; readonly time: CompiledTime | null } | null
  readonly rules: PathNode
  /** Rules by their key as written: names of items, columns, scalars. */
  readonly byName: ReadonlyMap<string, FieldRule>
  readonly sums: readonly SumRule[]
  /** Names of the fields that sums are made of. */
  readonly terms: ReadonlySet<string>
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

/** A column is a rule, or a name: of a rule in `points`, of a part of a sum, or one that says its quantity (`power1`). */
function columnOf(column: string | PointRule | null, byName: ReadonlyMap<string, FieldRule>, terms: ReadonlySet<string>): FieldRule | null {
  if (column === null) return null
  if (typeof column !== 'string') return compileRule(column.as ?? '', column)
  const rule = byName.get(column)
  if (rule !== undefined || terms.has(column)) return rule ?? null
  const quantity = quantityOfName(column)
  return compileRule(column, quantity === null ? {} : { quantity })
}

/** Columns without a name of their own are named by their position. */
function columnsOf({ columns }: Mapping): NonNullable<Mapping['columns']> {
  return (columns ?? []).map((c, i) => (c === null || typeof c === 'string' || c.as !== undefined ? c : { ...c, as: `[${i}]` }))
}

function namesOf(rules: NonNullable<Mapping['points']>): ReadonlyMap<string, FieldRule> {
  const fields = Object.entries(rules).filter(([, rule]) => rule.sum === undefined)
  return new Map(fields.map(([name, rule]) => [name, compileRule(name, rule)]))
}

function hasDecimalComma({ columns, points }: Mapping): boolean {
  return [...(columns ?? []), ...Object.values(points ?? {})].some((rule) => typeof rule === 'object' && rule?.decimal === ',')
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
  const byName = namesOf(mapping.points ?? {})
  const sums = compileSums(mapping.points ?? {})
  const termList = sums.flatMap((s) => s.terms)
  const terms = new Set(termList.map((t) => t.name))
  const columns = columnsOf(mapping)
  const device = deviceTemplate(mapping.device, topicOf)
  const where = Object.entries(mapping.where ?? {}).map(([path, value]) => ({ path: parsePath(path), value: String(value) }))
  const time = timeOf(mapping, zone)
  const history = historyOf(mapping, zone)
  const seq = mapping.seq === undefined ? null : parsePath(mapping.seq.path)
  const used = [
    time?.path,
    seq,
    ...termList.map((t) => t.path),
    history?.path,
    history?.time?.path,
    ...device.paths,
    ...where.map((w) => w.path),
  ]
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
    columns: mapping.columns === undefined ? null : columns.map((c) => columnOf(c, byName, terms)),
    columnNames: columns.map((c) => (typeof c === 'string' ? c : (c?.as ?? null))),
    decimalComma: hasDecimalComma(mapping),
    indexNames: mapping.index_names ?? null,
    time,
    seq,
    history,
    rules: treeOf(byName, used),
    byName,
    sums,
    terms,
    zone,
    since: parseAcceptSince(mapping.accept_since),
    limits: context.limits,
  }
}
