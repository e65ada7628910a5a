/** The parts of a message: the whole, its items, its metrics, its older readings. Each has its own device and time. */

import { asText, child, isObject, valueAt } from '../../values/path.ts'
import type { CompiledMapping } from '../compile.ts'
import { itemsOf } from './each.ts'
import { lookUp, type Part } from './part.ts'

export const INFLUX = 'influx'
/** Formats whose messages are metrics with a name, tags, fields and a time. */
const METRICS = new Set(['telegraf-json', INFLUX])

function metricsOf(root: unknown): readonly unknown[] {
  const metrics = child(root, 'metrics')
  if (Array.isArray(metrics)) return metrics as unknown[]
  return Array.isArray(root) ? (root as unknown[]) : [root]
}

/** The object whose fields are read; a part without it says nothing. */
function bodyOf(value: unknown, { body }: CompiledMapping): unknown {
  return body === null ? value : valueAt(value, body)
}

function partOf(value: unknown, compiled: CompiledMapping, within: readonly unknown[]): Part {
  return { body: bodyOf(value, compiled), within, key: null, path: [], time: compiled.time, historic: false }
}

/** Positional data and named metrics are read as a whole. */
function isWhole({ each, columns, indexNames, name, format }: CompiledMapping, root: unknown): boolean {
  const positional = columns !== null || indexNames !== null
  if (each === null) return !Array.isArray(root) || positional || format === 'csv'
  return positional && name === null
}

export function partsOf(root: unknown, compiled: CompiledMapping): readonly Part[] {
  const { each, format } = compiled
  if (METRICS.has(format))
    return metricsOf(root).map((m) => {
      const named = { [asText(child(m, 'name') ?? '')]: child(m, 'fields') }
      return { ...partOf(m, compiled, m === root ? [root] : [m, root]), body: named }
    })
  if (isWhole(compiled, root)) return [partOf(each === null ? root : valueAt(root, each.flat()), compiled, [root])]
  if (each === null) return (root as readonly unknown[]).map((item) => partOf(item, compiled, [item, root]))
  return itemsOf(root, each, compiled.limits.readingsPerMessage)
    .filter(({ within }) => isWanted(within, compiled))
    .map(({ value, within, key, path }) => ({ ...partOf(value, compiled, within), key, path }))
}

/** `where` of a value that stands in the items, not in the message. */
function isWanted(within: readonly unknown[], { where }: CompiledMapping): boolean {
  return where.every(({ path, value }) => {
    const found = lookUp(within, path).value
    return found !== undefined && asText(found) === value
  })
}

export function historyOf(root: unknown, { history }: CompiledMapping): readonly Part[] {
  const list = history === null ? undefined : valueAt(root, history.path)
  if (!Array.isArray(list)) return []
  return (list as unknown[]).map((item) => ({
    body: item,
    within: [item, root],
    key: null,
    path: [],
    time: history?.time ?? null,
    historic: true,
  }))
}

/** Whether the message has what `has` and `where` ask for. */
export function matchesForm(root: unknown, compiled: CompiledMapping): boolean {
  const { has, where, each } = compiled
  if (!has.every((path) => valueAt(root, path) !== undefined)) return false
  return where.every(({ path, value }) => {
    const found = valueAt(root, path)
    if (found === undefined) return each !== null && isInItems(root, each, path)
    return asText(found) === value
  })
}

/** The items are asked one by one. */
function isInItems(root: unknown, each: NonNullable<CompiledMapping['each']>, path: readonly string[]): boolean {
  return itemsOf(root, each, 1).some(({ value }) => isObject(value) && valueAt(value, path) !== undefined)
}
