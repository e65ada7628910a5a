/** Arrays and positions: items with a name and a value, rows whose columns have a meaning by configuration. */

import { quantityOfUnit } from '../../domain/index.ts'
import { quote, refuse } from '../codec.ts'
import { child, valueAt } from '../values/path.ts'
import type { Captures } from '../values/topic.ts'
import type { CompiledMapping } from './compile.ts'
import type { Part } from './parts/part.ts'
import { fillTemplate } from './parts/prefix.ts'
import { emit, type Scope } from './reading.ts'
import { compileRule, type FieldRule, type SumRule } from './rules.ts'
import { emitSums } from './sums.ts'

/** Marks of items that tell of an event, not of a measured value: sequences of events and alarms of supervision systems. */
const EVENT_TYPES = new Set(['soe', 'event', 'alarm', 'fault'])

/** A pair of a name and a value (and its unit), as gateways list them. */
export function readPair(part: Part, captures: Captures, scope: Scope): void {
  const { compiled, out, device } = scope
  const item = part.body
  const name = scalarName(compiled, captures, part)
  if (name === null) return refuse(out, 'invalid-payload', `an item has no name at "${compiled.name ?? ''}": ${quote(item)}`)
  const value = valueOf(item, compiled)
  const unit = compiled.unitPath === null ? undefined : valueAt(item, compiled.unitPath)
  if (value === undefined) {
    out.events.push({ type: 'point-error', device, channel: name, detail: quote(item) })
    return
  }
  const unitText = typeof unit === 'string' && unit !== '' ? unit : null
  const own = compiled.names.find(name)
  if (own === null && compiled.terms.has(name)) return
  const rule = own ?? (isEvent(item) ? null : ruleByUnit(name, unitText))
  if (rule === null) out.events.push({ type: 'unmapped', device, channel: name, fields: [name], values: [value], detail: null })
  else emit(rule, { value, unit: unitText }, scope)
}

/** Of an item; a bare value is its own. A value that says it is none (an empty list) is null. */
function valueOf(item: unknown, { valuePath }: CompiledMapping): unknown {
  if (typeof item !== 'object' || item === null) return item
  const value = valueAt(item, valuePath)
  return Array.isArray(value) && value.length === 0 ? null : value
}

function isEvent(item: unknown): boolean {
  const type = child(item, 'type')
  return typeof type === 'string' && EVENT_TYPES.has(type.toLowerCase())
}

/** Name and value of an item that is a part of a sum; null for any other. */
export function termOf(
  part: Part,
  captures: Captures,
  compiled: CompiledMapping,
): { readonly name: string; readonly value: unknown } | null {
  const name = scalarName(compiled, captures, part)
  return name !== null && compiled.terms.has(name) ? { name, value: valueOf(part.body, compiled) } : null
}

/** Sums of fields that have names and no structure around them. */
export function readSums(values: ReadonlyMap<string, unknown>, sums: readonly SumRule[], scope: Scope): void {
  if (sums.length > 0) emitSums(sums, ({ name }) => values.get(name), scope)
}

/** The name that the mapping gives a value: a template of topic levels and payload values, or a path in the item. */
export function scalarName(compiled: CompiledMapping, captures: Captures, part: Pick<Part, 'body' | 'within'>): string | null {
  const template = compiled.name ?? ''
  if (template.includes('{')) return fillTemplate(template, captures, part)
  if (template === '') return LEVELS.map((level) => captures[level]).find((name) => name !== undefined) ?? null
  const name = valueAt(part.body, compiled.namePath)
  return typeof name === 'string' || typeof name === 'number' ? String(name) : null
}

function ruleByUnit(name: string, unit: string | null): FieldRule | null {
  const quantity = unit === null ? null : quantityOfUnit(unit)
  return quantity === null ? null : compileRule(name, { quantity })
}

/** A row of positional data. `prefix` names the row where there are several. */
export function readRow(row: readonly unknown[], prefix: string | null, scope: Scope): void {
  const columns = scope.compiled.columns ?? []
  const { readingsPerMessage } = scope.compiled.limits
  if (row.length > readingsPerMessage)
    return refuse(scope.out, 'too-many-readings', `${row.length} columns in one row; at most ${readingsPerMessage} readings are taken`)
  if (row.length < columns.length) {
    return refuse(
      scope.out,
      'invalid-payload',
      `${row.length} columns where ${columns.length} are configured: the meaning of the others is not certain`,
    )
  }
  const prefixed = (rule: FieldRule): FieldRule => (prefix === null ? rule : { ...rule, channel: `${prefix}.${rule.channel}` })
  columns.forEach((rule, i) => {
    if (rule !== null) emit(prefixed(rule), { value: row[i], unit: null }, scope)
  })
  const values = new Map(scope.compiled.columnNames.map((name, i) => [name ?? '', row[i]]))
  const sums = scope.compiled.sums.map((s) => ({ ...s, rule: prefixed(s.rule) }))
  readSums(values, sums, scope)
  if (row.length > columns.length) {
    const fields = row.slice(columns.length).map((_, i) => `[${columns.length + i}]`)
    scope.out.events.push({
      type: 'unmapped',
      device: scope.device,
      channel: null,
      fields,
      values: row.slice(columns.length),
      detail: null,
    })
  }
}

/** Rows, a single row, or with `index_names` alone one value per index. */
export function readPositions(value: unknown, scope: Scope): void {
  const { indexNames, columns } = scope.compiled
  if (!Array.isArray(value)) return refuse(scope.out, 'invalid-payload', `positional data must be an array, not ${quote(value)}`)
  const list = value as unknown[]
  if (columns === null) return readIndexed(list, scope)
  if (!list.every(Array.isArray)) return readRow(list, null, scope)
  list.forEach((row, i) => {
    readRow(row as unknown[], indexNames?.[i] ?? (list.length > 1 ? String(i) : null), scope)
  })
}

function readIndexed(list: readonly unknown[], scope: Scope): void {
  const { indexNames, names, terms, sums } = scope.compiled
  const nameAt = (i: number): string => indexNames?.[i] ?? `[${i}]`
  readSums(new Map(list.map((value, i) => [nameAt(i), value])), sums, scope)
  for (const [i, value] of list.entries()) {
    const name = nameAt(i)
    const rule = names.find(name)
    if (rule) emit(rule, { value, unit: null }, scope)
    else if (!terms.has(name))
      scope.out.events.push({ type: 'unmapped', device: scope.device, channel: name, fields: [name], values: [value], detail: null })
  }
}

/** Topic levels that say what a bare value is, the first first. */
const LEVELS = ['channel', 'field', 'name', 'variable', 'suffix', 'path', 'measurement', 'metric', 'value']

/** A message that is one bare value. Its channel is what the topic says beyond the device, else `value`. */
export function readScalar(part: Part, captures: Captures, scope: Scope): void {
  const { byName, names } = scope.compiled
  const named = scalarName(scope.compiled, captures, part)
  const channel = named ?? 'value'
  const only = byName.size === 1 ? [...byName.values()][0] : undefined
  const rule = names.find(channel) ?? names.find('value') ?? (named === null ? only : undefined)
  const value = part.body
  if (rule) emit(named !== null && rule.channel === 'value' ? { ...rule, channel } : rule, { value, unit: null }, scope)
  else scope.out.events.push({ type: 'unmapped', device: scope.device, channel, fields: [channel], values: [value], detail: null })
}

function separatorOf(line: string, decimalComma: boolean): string {
  if (!decimalComma) return line.includes(',') ? ',' : line.includes(';') ? ';' : '\t'
  // Without another separator commas stand between cells only where the cells are quoted.
  return [';', '\t'].find((s) => line.includes(s)) ?? (line.includes('"') ? ',' : ';')
}

/** A CSV line as cells; a quoted cell may hold the separator. A decimal comma separates nothing. */
export function splitCells(line: string, decimalComma: boolean): string[] {
  const separator = separatorOf(line, decimalComma)
  if (!line.includes('"')) return line.split(separator).map((c) => c.trim())
  return [...line.matchAll(new RegExp(`(?:^|${separator})\\s*(?:"((?:[^"]|"")*)"|([^${separator}]*))`, 'g'))].map((m) =>
    (m[1]?.replaceAll('""', '"') ?? m[2] ?? '').trim(),
  )
}
