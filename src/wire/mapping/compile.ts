/** A mapping, compiled once per source and form. */

import type { AvailabilityRule, Mapping, PointRule, Source } from '../../domain/index.ts'
import type { CodecContext, WireLimits } from '../codec.ts'
import { parsePath } from '../values/path.ts'
import { parseAcceptSince } from '../values/time.ts'
import { type DeviceTemplate, deviceTemplate } from './parts/device.ts'
import { type EachPath, parseEach } from './parts/each.ts'
import { compileNames, type RuleNames } from './names.ts'
import { compileRule, compileSums, type SumRule, type FieldRule, nodeAt, type PathNode, createPathNode, quantityOfName } from './rules.ts'
import { type CompiledStep, compileSteps } from './opening/unwrap.ts'
import type { CompiledTime } from './parts/part.ts'

export interface PathValue {
  readonly path: readonly string[]
  readonly value: string
}

export interface CompiledMapping {
  readonly format: string
  readonly steps: readonly CompiledStep[] | null
  readonly where: readonly PathValue[]
  readonly has: readonly (readonly string[])[]
  /** Why nothing is read from messages of this form. */
  readonly ignore: string | null
  readonly availability: (Omit<AvailabilityRule, 'path'> & { readonly path: readonly string[] }) | null
  readonly status: { readonly path: readonly string[]; readonly ok: string | null } | null
  readonly device: DeviceTemplate
  readonly each: EachPath | null
  /** Of the object whose fields are read. */
  readonly body: readonly string[] | null
  /** Object of names and error codes. */
  readonly errors: readonly string[] | null
  readonly prefix: string | null
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
  /** The same, and those whose key is a pattern. */
  readonly names: RuleNames
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
function columnOf(column: string | PointRule | null, names: RuleNames, terms: ReadonlySet<string>): FieldRule | null {
  if (column === null) return null
  if (typeof column !== 'string') return compileRule(column.as ?? '', column)
  const rule = names.find(column)
  if (rule !== null || terms.has(column)) return rule
  const quantity = quantityOfName(column)
  return compileRule(column, quantity === null ? {} : { quantity })
}

/** Columns without a name of their own are named by their position. */
function columnsOf({ columns }: Mapping): NonNullable<Mapping['columns']> {
  return (columns ?? []).map((c, i) => (c === null || typeof c === 'string' || c.as !== undefined ? c : { ...c, as: `[${i}]` }))
}

/** Values that mean nothing anywhere in the message mean it in each field. */
function pointsOf({ points, null_values: nulls }: Mapping): NonNullable<Mapping['points']> {
  if (points === undefined || nulls === undefined) return points ?? {}
  const entries = Object.entries(points).map(([name, rule]) => [name, { ...rule, null_values: [...nulls, ...(rule.null_values ?? [])] }])
  return Object.fromEntries(entries) as NonNullable<Mapping['points']>
}

function hasDecimalComma({ columns, points }: Mapping): boolean {
  return [...(columns ?? []), ...Object.values(points ?? {})].some((rule) => typeof rule === 'object' && rule?.decimal === ',')
}

/** The tree of field paths, the fields that the mapping itself reads marked as used. Rules may be written from the body down. */
function treeOf(
  byName: CompiledMapping['byName'],
  body: readonly string[] | null,
  used: readonly (readonly string[] | null | undefined)[],
): PathNode {
  const root = createPathNode()
  const below = (path: readonly string[]): readonly string[] =>
    body !== null && body.length < path.length && body.every((segment, i) => segment === path[i]) ? path.slice(body.length) : path
  for (const [name, rule] of byName) nodeAt(root, below(parsePath(name))).rule = rule
  for (const path of used) if (path && path.length > 0) nodeAt(root, below(path)).used = true
  return root
}

function availabilityOf({ availability }: Mapping): CompiledMapping['availability'] {
  return availability === undefined ? null : { ...availability, path: parsePath(availability.path ?? '') }
}

const pathOf = (text: string | undefined): readonly string[] | null => (text === undefined ? null : parsePath(text))

/** The keys that say where things stand in a message. */
function placesOf(mapping: Mapping, zone: string) {
  const { status, where } = mapping
  return {
    where: Object.entries(where ?? {}).map(([path, value]) => ({ path: parsePath(path), value: String(value) })),
    has: (mapping.has ?? []).map(parsePath),
    ignore: mapping.ignore ?? null,
    availability: availabilityOf(mapping),
    status: status === undefined ? null : { path: parsePath(status.path), ok: status.ok ?? null },
    each: mapping.each === undefined ? null : parseEach(mapping.each),
    body: pathOf(mapping.body),
    errors: pathOf(mapping.errors),
    prefix: mapping.prefix ?? null,
    name: mapping.name ?? null,
    namePath: parsePath(mapping.name ?? ''),
    valuePath: parsePath(mapping.value ?? 'value'),
    unitPath: pathOf(mapping.unit),
    time: timeOf(mapping, zone),
    history: historyOf(mapping, zone),
    seq: mapping.seq === undefined ? null : parsePath(mapping.seq.path),
  }
}

/** Throws on a regular expression that does not compile; the decoder turns that into dead letters of the source. */
export function compileMapping({ mapping }: Pick<Source, 'mapping'>, context: CodecContext, topicOf: () => string): CompiledMapping {
  const zone = mapping.timezone ?? context.zone
  const points = pointsOf(mapping)
  const names = compileNames(points)
  const sums = compileSums(points)
  const termList = sums.flatMap((s) => s.terms)
  const terms = new Set(termList.map((t) => t.name))
  const columns = columnsOf(mapping)
  const device = deviceTemplate(mapping.device, topicOf)
  const places = placesOf(mapping, zone)
  const { time, seq, history, where, errors, body, availability, status } = places
  const used = [
    time?.path,
    seq,
    errors,
    availability?.path,
    status?.path,
    ...termList.map((t) => t.path),
    history?.path,
    history?.time?.path,
    ...device.paths,
    ...where.map((w) => w.path),
  ]
  return {
    ...places,
    format: mapping.format ?? 'json',
    steps: mapping.decode === undefined ? null : compileSteps(mapping.decode),
    device,
    columns: mapping.columns === undefined ? null : columns.map((c) => columnOf(c, names, terms)),
    columnNames: columns.map((c) => (typeof c === 'string' ? c : (c?.as ?? null))),
    decimalComma: hasDecimalComma(mapping),
    indexNames: mapping.index_names ?? null,
    rules: treeOf(names.all, body, used),
    byName: names.all,
    names,
    sums,
    terms,
    zone,
    since: parseAcceptSince(mapping.accept_since),
    limits: context.limits,
  }
}
