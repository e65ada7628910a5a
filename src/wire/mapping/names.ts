/** Rules by the name of an item, a column or a scalar. A `*` in a name stands for one part between slashes, `**` for any. */

import type { Mapping } from '../../domain/index.ts'
import { matchPieces, type TopicPiece } from '../values/topic-pattern.ts'
import { compileRule, type FieldRule } from './rules.ts'

/** Names that come from outside are remembered with their rule up to this many. */
const NAMES_KEPT = 5000

export interface RuleNames {
  readonly all: ReadonlyMap<string, FieldRule>
  find(name: string): FieldRule | null
}

interface Pattern {
  readonly pieces: readonly TopicPiece[]
  readonly rule: FieldRule
}

function piecesOf(name: string): readonly TopicPiece[] {
  const parts = name.split(/(\*+)/).filter((part) => part !== '')
  return parts.map((part) => (part.startsWith('*') ? { name: null, levels: part.length > 1, least: 0 } : part))
}

/** A name of a pattern keeps the name of the item as its channel. */
function withChannel(rule: FieldRule, name: string): FieldRule {
  return rule.channel.includes('*') ? { ...rule, channel: name } : rule
}

/** Rules that are sums have no name in the message: they are left out. The first pattern that fits a name is its rule. */
export function compileNames(points: NonNullable<Mapping['points']>): RuleNames {
  const fields = Object.entries(points).filter(([, rule]) => rule.sum === undefined)
  const all = new Map(fields.map(([name, rule]) => [name, compileRule(name, rule)]))
  const patterns: readonly Pattern[] = [...all].flatMap(([name, rule]) => (name.includes('*') ? [{ pieces: piecesOf(name), rule }] : []))
  const found = new Map<string, FieldRule | null>()

  function search(name: string): FieldRule | null {
    const match = patterns.find(({ pieces }) => matchPieces(pieces, name) !== null)
    return match === undefined ? null : withChannel(match.rule, name)
  }

  return {
    all,
    find(name) {
      const exact = all.get(name)
      if (exact !== undefined) return exact
      if (patterns.length === 0) return null
      const known = found.get(name)
      if (known !== undefined) return known
      const rule = search(name)
      if (found.size >= NAMES_KEPT) found.clear()
      found.set(name, rule)
      return rule
    },
  }
}
