/** What a field of a convention is: the rule of the source where it has one, else that of the convention. */

import type { PointRule, Source } from '../../domain/index.ts'
import type { CodecContext } from '../codec.ts'
import { type CompiledMapping, compileMapping } from '../mapping/compile.ts'
import { compileRule, type FieldRule } from '../mapping/rules.ts'
import { memoize } from '../values/memo.ts'
import { createNewestTimes, type NewestTimes } from '../values/newest-times.ts'
import { parseAcceptWithin } from '../values/time.ts'
import { createLocalClock } from './local-hour.ts'

/** Fields come from outside: their rules are remembered up to this number. */
const RULES_KEPT = 10_000

/** The rule of a convention for a field, or null for a field that it does not know. */
export type DefineField = (channel: string) => PointRule | null

/** A field by its path: what is to be known about it is found by one look-up per level. */
export interface FieldNode {
  /** Path from the root, joined by points. */
  readonly channel: string
  readonly key: string
  readonly rule: FieldRule | null
  /** The key tells about the message or the device, not about what it measures. */
  readonly beside: boolean
  readonly children: Map<string, FieldNode>
}

export interface FieldReader {
  readonly compiled: CompiledMapping
  /** `accept_within` of the source; null: no limit. */
  readonly newest: NewestTimes | null
  /** Reads local times of the zone in their usual form. */
  readonly localClock: (text: string) => number | null
  /** Above the fields of the first level. */
  readonly root: FieldNode
  /** The field of a key below another. */
  below(node: FieldNode, key: string): FieldNode
  /** `alias`: another name under which the source may have written its rule. */
  ruleOf(channel: string, alias?: string): FieldRule | null
}

/** The last segment of a path such as `ENERGY.Power[1]`: that and the whole path name a rule of the source. */
function withoutIndex(channel: string): string {
  return channel.endsWith(']') ? channel.slice(0, channel.lastIndexOf('[')) : channel
}

/** Rules by channel. The first alias of a channel decides: a convention gives each of its fields one. */
function createRules(compiled: CompiledMapping, define: DefineField): FieldReader['ruleOf'] {
  const { byName } = compiled
  const find = (channel: string, alias: string | undefined): FieldRule | null => {
    const own = byName.get(channel) ?? byName.get(withoutIndex(channel)) ?? (alias === undefined ? undefined : byName.get(alias))
    if (own !== undefined) return own.channel === channel || !byName.has(own.channel) ? own : { ...own, channel }
    const defined = define(channel)
    return defined === null ? null : compileRule(channel, defined)
  }
  return memoize(RULES_KEPT, find)
}

/** Fields by their path, as messages come with them. */
function createFields(ruleOf: FieldReader['ruleOf'], beside: (key: string) => boolean): Pick<FieldReader, 'root' | 'below'> {
  const root: FieldNode = { channel: '', key: '', rule: null, beside: false, children: new Map() }
  let count = 0

  function add(parent: FieldNode, key: string): FieldNode {
    const channel = parent === root ? key : `${parent.channel}.${key}`
    const node = { channel, key, rule: ruleOf(channel), beside: beside(key), children: new Map() }
    if (++count > RULES_KEPT) {
      root.children.clear()
      count = 1
    }
    parent.children.set(key, node)
    return node
  }

  return { root, below: (parent, key) => parent.children.get(key) ?? add(parent, key) }
}

/** `beside`: whether a key tells about the message or the device, not about what it measures. */
export function createFieldReader(
  source: Source,
  context: CodecContext,
  define: DefineField,
  beside: (key: string) => boolean = () => false,
): FieldReader {
  const compiled = compileMapping(source, context, () => '')
  const limit = parseAcceptWithin(source.mapping.accept_within)
  const ruleOf = createRules(compiled, define)
  return {
    compiled,
    newest: limit === null ? null : createNewestTimes(limit),
    localClock: createLocalClock(compiled.zone),
    ...createFields(ruleOf, beside),
    ruleOf,
  }
}
