/** Walks a message: fields with a rule become readings, the others are named as unmapped so that discovery can show them. */

import { quote } from '../codec.ts'
import { child, isObject, joinPath, valueAt } from '../values/path.ts'
import { isNullText } from '../values/value.ts'
import { emit, type Scope } from './reading.ts'
import { childNode, type PathNode } from './rules.ts'
import { emitSums } from './sums.ts'

/** Unmapped fields named per message. */
const UNMAPPED_SHOWN = 200

interface Found {
  readonly fields: string[]
  readonly values: unknown[]
  readonly texts: string[]
}

/** Where the walk stands: rules below this node, and the path that names the fields. */
interface FieldsPlace {
  readonly node: PathNode | null
  readonly path: string
}

export function readFields(body: unknown, at: FieldsPlace, scope: Scope): void {
  const found: Found = { fields: [], values: [], texts: [] }
  walk(body, at, scope, found)
  emitSums(scope.compiled.sums, ({ path }) => valueAt(body, path), scope)
  const { device, out } = scope
  if (found.fields.length > 0)
    out.events.push({ type: 'unmapped', device, channel: null, fields: found.fields, values: found.values, detail: null })
  if (found.texts.length > 0) out.events.push({ type: 'metadata', device, fields: found.texts })
}

function walk(value: unknown, at: FieldsPlace, scope: Scope, found: Found): void {
  const { node, path } = at
  if (node?.rule) emit(node.rule, { value, unit: null }, scope)
  else if (node?.used) return
  else if (Array.isArray(value) && isNamedList(value, node)) for (const item of value as unknown[]) readNamed(item, path, scope)
  else if (Array.isArray(value)) {
    for (const [i, item] of (value as unknown[]).entries())
      walk(item, { node: childNode(node, String(i)), path: joinPath(path, i) }, scope, found)
  } else if (isBox(value)) recordField(value['value'], path, found)
  else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      walk((value as Record<string, unknown>)[key], { node: childNode(node, key), path: joinPath(path, key) }, scope, found)
    }
  } else recordField(value, path, found)
}

const BOX_KEYS = new Set(['value', 'time', 'ts', 'timestamp', 'unit', 'quality'])

/** One value with its time or unit, not a group of fields. */
function isBox(value: unknown): value is Record<string, unknown> {
  if (!isObject(value) || !Object.hasOwn(value, 'value')) return false
  const keys = Object.keys(value)
  return keys.length > 1 && keys.every((key) => BOX_KEYS.has(key))
}

/** A list of names and values, as gateways write them, that no rule reads by its positions. */
function isNamedList(list: readonly unknown[], node: PathNode | null): boolean {
  const positions = node !== null && [...node.children.keys()].some((key) => key === '*' || /^\d+$/.test(key))
  return !positions && list.length > 0 && list.every((item) => isNamedItem(item))
}

function isNamedItem(item: unknown): boolean {
  return typeof child(item, 'name') === 'string' && (child(item, 'value') !== undefined || child(item, 'error') !== undefined)
}

function readNamed(item: unknown, path: string, scope: Scope): void {
  const { out, device, compiled } = scope
  const name = String(child(item, 'name'))
  const rule = compiled.names.find(name) ?? compiled.names.find(joinPath(path, name))
  const value = child(item, 'value')
  if (value === undefined) out.events.push({ type: 'point-error', device, channel: rule?.channel ?? name, detail: quote(item) })
  else if (rule !== null) emit(rule, { value, unit: null }, scope)
  else if (!compiled.terms.has(name))
    out.events.push({ type: 'unmapped', device, channel: name, fields: [name], values: [value], detail: null })
}

function recordField(value: unknown, path: string, found: Found): void {
  if (value === null || found.fields.length + found.texts.length >= UNMAPPED_SHOWN) return
  const number = typeof value === 'string' && value.trim() !== '' && !isNullText(value) && Number.isFinite(Number.parseFloat(value))
  if (typeof value === 'number' || typeof value === 'boolean' || number) {
    found.fields.push(path)
    found.values.push(value)
  } else found.texts.push(path)
}
