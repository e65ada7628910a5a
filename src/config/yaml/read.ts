/** A tree read by its JSON Schema: the values that are sound, and a fault for each that is not. */

import type { Faults } from './faults.ts'
import { didYouMean, listChoices } from './nearest.ts'
import { type Dict, type List, pathText, type Scalar, describe, type YamlTree } from './tree.ts'

/** The part of JSON Schema that the campus file uses. `x-text`: a number or truth value is meant as text, as written. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly enum?: readonly (string | number | boolean)[]
  readonly const?: string | number | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  /** What is expected, in words: `a duration such as 15m`. */
  readonly errorMessage?: string
}

export interface ReadPlace {
  readonly faults: Faults
  readonly path: string
}

/** All properties optional, all the way down: what is left when faulty parts are taken out. */
export type DeepPartial<T> = T extends readonly (infer U)[]
  ? readonly DeepPartial<U>[]
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T

/** The value of the tree without its faulty parts; undefined when nothing of it is sound. */
export function read(schema: JsonSchema, tree: YamlTree, at: ReadPlace): unknown {
  if (schema.anyOf) return readAny(schema, tree, at)
  const expected = expectedKinds(schema)
  if (expected !== null && !expected.includes(tree.kind)) return blameMismatch(schema, tree, at)
  if (tree.kind === 'dict') return readDict(schema, tree, at)
  if (tree.kind === 'list') return readList(schema, tree, at)
  return readScalar(schema, tree, at)
}

interface Expected {
  readonly types: readonly string[]
  /** Null: anything. */
  readonly kinds: readonly YamlTree['kind'][] | null
}

/** Each schema is read for thousands of entries. */
const EXPECTED = new WeakMap<JsonSchema, Expected>()

function expectedOf(schema: JsonSchema): Expected {
  const known = EXPECTED.get(schema)
  if (known !== undefined) return known
  const named = schema.type === undefined ? [] : [schema.type].flat()
  const kinds = named.map((t): YamlTree['kind'] => (t === 'object' ? 'dict' : t === 'array' ? 'list' : 'scalar'))
  const fixed = schema.enum !== undefined || schema.const !== undefined
  const expected: Expected = { types: named, kinds: fixed ? ['scalar'] : kinds.length === 0 ? null : kinds }
  EXPECTED.set(schema, expected)
  return expected
}

const types = (schema: JsonSchema): readonly string[] => expectedOf(schema).types
const expectedKinds = (schema: JsonSchema): Expected['kinds'] => expectedOf(schema).kinds

/** The branches that could be meant, by what stands there; their fault when there is one such branch, the sum of all else. */
function readAny(schema: JsonSchema, tree: YamlTree, at: ReadPlace): unknown {
  const branches = schema.anyOf ?? []
  const candidates = branches.filter((b) => expectedKinds(b)?.includes(tree.kind) ?? true)
  for (const branch of candidates) {
    const faults = countFaults()
    const value = read(branch, tree, { ...at, faults })
    if (faults.count() === 0) return value
  }
  const only = candidates[0]
  if (only && (candidates.length === 1 || tree.kind === 'dict') && !schema.errorMessage) return read(only, tree, at)
  if (only && tree.kind !== 'scalar') return read(only, tree, at)
  return blameMismatch(schema, tree, at)
}

/** Faults that are counted, not kept: a branch is tried. */
function countFaults(): Faults {
  let count = 0
  const add = (): void => void (count += 1)
  return { add, blame: add, blameSpot: add, list: () => [], count: () => count }
}

function blameMismatch(schema: JsonSchema, tree: YamlTree, at: ReadPlace): undefined {
  at.faults.blame({ tree, path: at.path }, [], `${describe(tree)} is not ${expectation(schema)}`, hintFor(schema, tree))
  return undefined
}

function hintFor(schema: JsonSchema, tree: YamlTree): string | null {
  const only = tree.kind === 'dict' && tree.entries.length === 1 ? tree.entries[0] : undefined
  const bare = only?.value.kind === 'scalar' && only.value.value === null
  if (bare && types(schema).includes('string')) return `a text that begins with a brace stands in quotes: "{${only.key}}"`
  const words = choices(schema)
  return tree.kind === 'scalar' && words.length > 0 ? didYouMean(tree.source, words) : null
}

function choices(schema: JsonSchema): string[] {
  if (schema.anyOf) return schema.anyOf.flatMap(choices)
  return schema.enum ? schema.enum.map(String) : schema.const === undefined ? [] : [String(schema.const)]
}

function expectation(schema: JsonSchema): string {
  if (schema.errorMessage) return schema.errorMessage
  if (schema.anyOf) return schema.anyOf.map(expectation).join(' or ')
  const words = choices(schema)
  if (words.length === 1) return `"${words[0]}"`
  if (words.length > 1) return `one of ${listChoices(words)}`
  return types(schema).map((t) => NAMES[t] ?? t)[0] ?? 'anything'
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a group of keys',
  array: 'a list',
}

/** Inherits nothing, not even `__proto__`. Unlike those of `Object.create(null)` its objects share their shape: a quarter of the memory. */
const KeyGroup = function KeyGroup() {} as unknown as new () => Record<string, unknown>
KeyGroup.prototype = Object.create(null) as object

function readDict(schema: JsonSchema, dict: Dict, at: ReadPlace): unknown {
  const rules = schema.properties ?? {}
  const out: Record<string, unknown> = new KeyGroup()
  for (const entry of dict.entries) {
    const path = pathText(at.path, [entry.key])
    const rule = Object.hasOwn(rules, entry.key) ? rules[entry.key] : otherKeys(schema)
    if (rule === undefined) blameUnknownKey({ spot: entry.spot, path }, entry.key, Object.keys(rules), at.faults)
    else {
      const value = read(rule, entry.value, { ...at, path })
      if (value !== undefined) out[entry.key] = value
    }
  }
  for (const key of schema.required ?? []) {
    if (!dict.entries.some((e) => e.key === key))
      at.faults.blame({ tree: dict, path: at.path }, [], `the key "${key}" is missing`, missingHint(rules[key]))
  }
  return out
}

function missingHint(schema: JsonSchema | undefined): string | null {
  return schema ? `it is ${expectation(schema)}` : null
}

/** The schema of keys that have no entry of their own: undefined when there may be none. */
function otherKeys(schema: JsonSchema): JsonSchema | undefined {
  const pattern = Object.values(schema.patternProperties ?? {})[0]
  if (pattern) return pattern
  if (schema.additionalProperties === false) return undefined
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {}
}

const SECRET = /passw(or)?d|secret|token|credential/i

function hintForSecret(path: string): string {
  const own = path.startsWith('notify.') ? `CAMPUS__${path.toUpperCase().replaceAll('.', '__')}` : null
  return `set ${own ?? 'CAMPUS__BROKER__PASSWORD or CAMPUS__STORE__PASSWORD'}, or the same with _FILE, in the environment`
}

function blameUnknownKey(place: { spot: YamlTree['spot']; path: string }, key: string, keys: readonly string[], faults: Faults): void {
  if (SECRET.test(key)) {
    faults.blameSpot(place, 'secrets do not belong in the campus file', hintForSecret(place.path))
  } else faults.blameSpot(place, `"${key}" is not a known key`, didYouMean(key, keys) ?? `known here: ${[...keys].sort().join(', ')}`)
}

function readList(schema: JsonSchema, list: List, at: ReadPlace): unknown {
  if (schema.minItems !== undefined && list.items.length < schema.minItems) {
    at.faults.blame({ tree: list, path: at.path }, [], 'the list is empty', 'name at least one')
    return undefined
  }
  const rule = schema.items ?? {}
  return list.items.map((item, i) => read(rule, item, { ...at, path: pathText(at.path, [i]) }))
}

function readScalar(schema: JsonSchema, scalar: Scalar, at: ReadPlace): unknown {
  const value = coerce(schema, scalar)
  if (value === undefined || !isAllowed(schema, value)) return blameMismatch(schema, scalar, at)
  return value
}

function coerce(schema: JsonSchema, { value, source }: Scalar): string | number | boolean | null | undefined {
  const named = types(schema)
  if (named.length === 0) return value
  if (value === null) return named.includes('null') ? null : undefined
  if (named.includes('string') && (typeof value === 'string' || named.includes('number'))) return source
  if (named.includes('boolean') && typeof value === 'boolean') return value
  if (named.includes('integer') && typeof value === 'number' && Number.isSafeInteger(value)) return value
  return named.includes('number') && typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function isAllowed(schema: JsonSchema, value: string | number | boolean | null): boolean {
  if (schema.enum && (value === null || !schema.enum.includes(value))) return false
  if (schema.const !== undefined && schema.const !== value) return false
  if (typeof value === 'string') return schema.pattern === undefined || patternOf(schema.pattern).test(value)
  if (typeof value !== 'number') return true
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = schema
  return value >= minimum && value <= maximum && value > exclusiveMinimum
}

const PATTERNS = new Map<string, RegExp>()

/** Patterns come from the schema, so there are few. */
function patternOf(pattern: string): RegExp {
  const compiled = PATTERNS.get(pattern) ?? new RegExp(pattern, 'u')
  PATTERNS.set(pattern, compiled)
  return compiled
}
