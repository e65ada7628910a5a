/** The rules of a mapping, compiled once: what a field is, and a tree of field paths to find it by. */

import {
  canonicalUnit,
  type Kind,
  type PointRule,
  type Quantity,
  isQuantity,
  quantityOf,
  quantityOfUnit,
  unitFits,
} from '../../domain/index.ts'
import { compileValuePattern, type ValuePattern } from '../../domain/campus/value-pattern.ts'
import { createNotation, type Notation } from '../values/notation.ts'
import { parsePath } from '../values/path.ts'
import { type PlainRule, plainRuleOf } from './plain-rule.ts'

export interface FieldRule {
  readonly channel: string
  readonly quantity: Quantity
  /** Canonical unit of the readings. */
  readonly unit: string
  /** Unit in the message; null: canonical. */
  readonly from: string | null
  readonly fromString: boolean
  readonly kind: Kind | 'unusable'
  readonly bool: boolean
  readonly scale: number
  readonly offset: number
  readonly map: Readonly<Record<string, number | boolean>> | null
  readonly min: number
  readonly max: number
  readonly nulls: readonly string[]
  readonly regex: ValuePattern | null
  /** Of numbers in texts; null: a decimal point and no groups. */
  readonly notation: Notation | null
  readonly time: { readonly group: string; readonly format: string; readonly tz?: string } | null
  readonly ignore: boolean
  readonly comment: string
  /** The rule cannot be used, and why: its values are refused with this. */
  readonly fault: string | null
  /** The rule for values that need no interpretation; null: it does more than to change the unit. */
  readonly plain: PlainRule | null
}

export interface Term {
  /** As the mapping writes it; the name of an item or column where these have names. */
  readonly name: string
  readonly path: readonly string[]
  readonly scale: number
}

export interface SumRule {
  readonly rule: FieldRule
  readonly terms: readonly Term[]
}

/** A node of the tree of paths. `used` marks fields that the mapping itself reads (times, names), which are not unmapped. */
export interface PathNode {
  readonly children: Map<string, PathNode>
  rule: FieldRule | null
  used: boolean
}

export function createPathNode(): PathNode {
  return { children: new Map(), rule: null, used: false }
}

/** The quantity a name says: `power`, `power1`, `energy.l1`; null when it says none. For names the mapping's author wrote. */
export function quantityOfName(name: string): Quantity | null {
  const head = name.toLowerCase().replace(/[.\s_-]?(\d+|l[123]|[abc]|total)$/, '')
  return isQuantity(head) && head !== 'unknown' ? head : null
}

function quantityOfRule(rule: PointRule, name: string): Quantity {
  if (rule.quantity !== undefined) return isQuantity(rule.quantity) ? rule.quantity : 'unknown'
  const byUnit = rule.unit === undefined ? null : quantityOfUnit(rule.unit)
  return byUnit ?? quantityOfName(parsePath(rule.as ?? name).at(-1) ?? '') ?? 'unknown'
}

function faultOf(rule: PointRule, quantity: Quantity): string | null {
  const { unit } = rule
  if ((rule.decimal ?? '.') === rule.thousands) return `"${rule.thousands}" cannot be the decimal separator and separate thousands`
  if (rule.quantity !== undefined && !isQuantity(rule.quantity)) return `there is no quantity "${String(rule.quantity)}"`
  if (unit === undefined || unit === 'from-string' || unitFits(quantity, unit)) return null
  return canonicalUnit(unit) === null ? `the unit "${unit}" is not known` : `the unit "${unit}" does not measure ${quantity}`
}

/** A comma that groups thousands leaves the point for decimals, and the other way round. */
function notationOf({ decimal, thousands }: PointRule): Notation | null {
  return decimal === undefined && thousands === undefined ? null : createNotation(decimal ?? '.', thousands ?? null)
}

/** A rule of the mapping as the engine uses it. A regular expression that does not compile throws: the source cannot be opened. */
export function compileRule(name: string, rule: PointRule): FieldRule {
  const quantity = quantityOfRule(rule, name)
  const definition = quantityOf(quantity)
  const bool = definition.unit === 'bool' || (quantity === 'state' && rule.unit === 'bool')
  const unit = bool ? 'bool' : definition.unit
  const compiled = {
    channel: rule.as ?? name,
    quantity,
    unit,
    from: rule.unit === undefined || rule.unit === 'from-string' ? null : rule.unit,
    fromString: rule.unit === 'from-string',
    kind: rule.kind ?? definition.kind,
    bool: bool || unit === 'enum',
    scale: rule.scale ?? 1,
    offset: rule.offset ?? 0,
    map: rule.map ?? null,
    min: rule.min ?? Number.NEGATIVE_INFINITY,
    max: rule.max ?? Number.POSITIVE_INFINITY,
    nulls: (rule.null_values ?? []).map(String),
    regex: rule.regex === undefined ? null : compileValuePattern(rule.regex),
    notation: notationOf(rule),
    time: rule.time ?? null,
    ignore: rule.ignore === true,
    comment: rule.comment ?? '',
    fault: faultOf(rule, quantity),
  }
  return { ...compiled, plain: plainRuleOf(compiled) }
}

/** The sums of the rules, in their order. */
export function compileSums(points: Readonly<Record<string, PointRule>>): readonly SumRule[] {
  return Object.entries(points).flatMap(([name, rule]) => {
    if (rule.sum === undefined) return []
    const terms = rule.sum.map(({ path, scale }) => ({ name: path, path: parsePath(path), scale: scale ?? 1 }))
    return [{ rule: compileRule(name, rule), terms }]
  })
}

/** The node at a path, created when it is not there. */
export function nodeAt(root: PathNode, path: readonly string[]): PathNode {
  let node = root
  for (const segment of path) {
    const next = node.children.get(segment) ?? createPathNode()
    node.children.set(segment, next)
    node = next
  }
  return node
}

/** The node below `node` for a key of the message; a key with dots stands for the path it spells, `*` in a rule for any key. */
export function childNode(node: PathNode | null, key: string): PathNode | null {
  if (node === null) return null
  const direct = node.children.get(key) ?? node.children.get('*')
  if (direct !== undefined || !key.includes('.')) return direct ?? null
  let here: PathNode | undefined = node
  for (const segment of parsePath(key)) here = here?.children.get(segment)
  return here ?? null
}
