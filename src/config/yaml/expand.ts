/** Templates: every combination of the variables gives one copy of each point and actuator, with `{variable}` replaced in all its texts. */

import { MOST_POINTS } from '../defaults.ts'
import type { Faults, TreePlace } from './faults.ts'
import { didYouMean, listChoices } from './nearest.ts'
import { child, type Dict, type DictEntry, pathText, quote, type Scalar, type YamlTree } from './tree.ts'

type Binding = Readonly<Record<string, string>>

interface Variable {
  readonly name: string
  readonly values: readonly string[]
}

const HOLE = /\{([^{}]*)\}/g

/** What a template may hold. */
export const TEMPLATE_LISTS = ['points', 'actuators'] as const
export type TemplateList = (typeof TEMPLATE_LISTS)[number]

/** The entries of one list of a `templates:` entry. Faults of the variables are reported once; what could not be expanded is left out. */
export function expandTemplate(template: TreePlace, list: TemplateList, faults: Faults): TreePlace[] {
  if (template.tree.kind !== 'dict') return []
  const variables = variablesOf(template.tree, template, faults)
  const entries = child(template.tree, list)
  if (variables === null || entries?.kind !== 'list') return []
  const count = entries.items.length * variables.reduce((n, v) => n * v.values.length, 1)
  if (count > MOST_POINTS) {
    faults.blame(template, [], `the template gives ${count} ${list}, more than ${MOST_POINTS}`, 'narrow its ranges')
    return []
  }
  const names = variables.map((v) => v.name)
  const sound = entries.items
    .map((tree, i) => ({ tree, path: pathText(template.path, [list, i]) }))
    .filter((p) => holesKnown(p, names, faults))
  return combinations(variables).flatMap((binding) => sound.map(({ tree, path }) => ({ tree: substitute(tree, binding), path })))
}

function variablesOf(template: Dict, place: TreePlace, faults: Faults): Variable[] | null {
  const beside = template.entries.filter((e) => e.key !== 'for' && !TEMPLATE_LISTS.some((list) => list === e.key))
  const group = child(template, 'for')
  const named = group?.kind === 'dict' ? group.entries : []
  const before = faults.count()
  const variables = [...named.map((e) => ({ e, path: ['for', e.key] })), ...beside.map((e) => ({ e, path: [e.key] }))].map(
    ({ e, path }) => {
      const at = { tree: e.value, path: pathText(place.path, path) }
      if (!/^[A-Za-z_][\w-]*$/.test(e.key))
        faults.blame(at, [], `${quote(e.key)} is not a name for a variable`, 'use letters, digits, _ and -')
      return { name: e.key, values: valuesOf(at, faults) }
    },
  )
  return faults.count() === before ? variables : null
}

function valuesOf(at: TreePlace, faults: Faults): string[] {
  const items = at.tree.kind === 'list' ? at.tree.items : [at.tree]
  return items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? rangeOf(item, at, faults) : []))
}

/** `1..6`, `01..12` (keeps its width), `a..d`, or the one value. */
function rangeOf(scalar: Scalar, at: TreePlace, faults: Faults): string[] {
  const text = scalar.source
  if (!text.includes('..')) return [text]
  const numbers = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text)
  const letters = /^([a-z])\.\.([a-z])$/.exec(text) ?? /^([A-Z])\.\.([A-Z])$/.exec(text)
  const [, first = '', last = ''] = numbers ?? letters ?? []
  const from = numbers ? Number(first) : first.charCodeAt(0)
  const to = numbers ? Number(last) : last.charCodeAt(0)
  if ((!numbers && !letters) || from > to || to - from >= MOST_POINTS) {
    const spot = { spot: scalar.spot, path: at.path }
    faults.blameSpot(spot, `${quote(text)} is not a range`, 'write 1..6, 01..12 or a..d, the smaller end first')
    return []
  }
  const width = first.length > 1 && first.startsWith('0') ? first.length : 0
  return Array.from({ length: to - from + 1 }, (_, i) => (numbers ? String(from + i).padStart(width, '0') : String.fromCharCode(from + i)))
}

function combinations(variables: readonly Variable[]): Binding[] {
  let bindings: Binding[] = [{}]
  for (const { name, values } of variables) bindings = bindings.flatMap((b) => values.map((value) => ({ ...b, [name]: value })))
  return bindings
}

/** Whether the template has every `{variable}` of the entry; a fault for each that it lacks. */
function holesKnown(place: TreePlace, names: readonly string[], faults: Faults): boolean {
  const { tree, path } = place
  if (tree.kind === 'list')
    return tree.items.map((t, i) => holesKnown({ tree: t, path: pathText(path, [i]) }, names, faults)).every(Boolean)
  if (tree.kind === 'dict') {
    return tree.entries.map((e) => holesKnown({ tree: e.value, path: pathText(path, [e.key]) }, names, faults)).every(Boolean)
  }
  const unknown = [...holesOf(tree)].filter((name) => variableOf(name, names) === null)
  for (const name of unknown) {
    faults.blame(
      place,
      [],
      `{${name}} is not a variable of this template`,
      didYouMean(name, names) ?? `its variables are: ${listChoices(names) || 'none'}`,
    )
  }
  return unknown.length === 0
}

/** The variable that a hole names; one written in capitals, `{BLOCK}`, gives the value of `block` in capitals. Null where there is none. */
function variableOf(hole: string, names: readonly string[]): string | null {
  if (names.includes(hole)) return hole
  return names.find((name) => name.toUpperCase() === hole) ?? null
}

function valueOf(hole: string, binding: Binding): string {
  const own = Object.hasOwn(binding, hole) ? binding[hole] : undefined
  if (own !== undefined) return own
  const name = variableOf(hole, Object.keys(binding))
  const value = name === null ? '' : (binding[name] ?? '')
  return name === hole ? value : value.toUpperCase()
}

function holesOf(tree: Scalar): string[] {
  return typeof tree.value === 'string' ? [...tree.value.matchAll(HOLE)].map((m) => m[1] ?? '') : []
}

/** A text that is nothing but one `{variable}` becomes a number when the value is one, so that `multiplier: "{ct}"` works. */
function substitute(tree: YamlTree, binding: Binding): YamlTree {
  if (tree.kind === 'list') return { kind: 'list', items: tree.items.map((t) => substitute(t, binding)), spot: tree.spot }
  if (tree.kind === 'dict') return { kind: 'dict', entries: tree.entries.map((e) => substituteEntry(e, binding)), spot: tree.spot }
  if (typeof tree.value !== 'string' || !tree.value.includes('{')) return tree
  const source = tree.value.replace(HOLE, (_, hole: string) => valueOf(hole, binding))
  const number = /^\{[^{}]*\}$/.test(tree.value) && /^-?\d+(\.\d+)?$/.test(source)
  return { ...tree, value: number ? Number(source) : source, source }
}

/** An entry without a variable is shared by all copies. */
function substituteEntry(entry: DictEntry, binding: Binding): DictEntry {
  const value = substitute(entry.value, binding)
  return value === entry.value ? entry : { key: entry.key, spot: entry.spot, value }
}
