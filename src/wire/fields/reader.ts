/** What a field of a convention is: the rule of the source where it has one, else that of the convention. */

import type { PointRule, Source } from '../../domain/index.ts'
import type { CodecContext } from '../codec.ts'
import { type CompiledMapping, compileMapping } from '../mapping/compile.ts'
import { compileRule, type FieldRule } from '../mapping/rules.ts'
import { createLocalClock } from './local-hour.ts'
import { createNewestTimes, type NewestTimes } from '../values/newest-times.ts'
import { parseAcceptWithin } from '../values/time.ts'

/** Fields come from outside: their rules are remembered up to this number. */
const RULES_KEPT = 10_000

/** The rule of a convention for a field, or null for a field that it does not know. */
export type DefineField = (channel: string) => PointRule | null

export interface FieldReader {
  readonly compiled: CompiledMapping
  /** `accept_within` of the source; null: no limit. */
  readonly newest: NewestTimes | null
  /** Reads local times of the zone in their usual form. */
  readonly localClock: (text: string) => number | null
  /** `path.key`; the same text for the same two, so that it is hashed once. */
  join(path: string, key: string): string
  /** `alias`: another name under which the source may have written its rule. */
  ruleOf(channel: string, alias?: string): FieldRule | null
}

/** The last segment of a path such as `ENERGY.Power[1]`: that and the whole path name a rule of the source. */
function withoutIndex(channel: string): string {
  return channel.endsWith(']') ? channel.slice(0, channel.lastIndexOf('[')) : channel
}

export function createFieldReader(source: Source, context: CodecContext, define: DefineField): FieldReader {
  const compiled = compileMapping(source, context, () => '')
  const limit = parseAcceptWithin(source.mapping.accept_within)
  const rules = new Map<string, FieldRule | null>()
  const joined = new Map<string, Map<string, string>>()
  let joins = 0

  function find(channel: string, alias: string | undefined): FieldRule | null {
    const own =
      compiled.byName.get(channel) ??
      compiled.byName.get(withoutIndex(channel)) ??
      (alias === undefined ? undefined : compiled.byName.get(alias))
    if (own !== undefined) return own.channel === channel || !compiled.byName.has(own.channel) ? own : { ...own, channel }
    const defined = define(channel)
    return defined === null ? null : compileRule(channel, defined)
  }

  return {
    compiled,
    newest: limit === null ? null : createNewestTimes(limit),
    localClock: createLocalClock(compiled.zone),
    join(path, key) {
      const known = joined.get(path)?.get(key)
      if (known !== undefined) return known
      if (++joins > RULES_KEPT) {
        joined.clear()
        joins = 1
      }
      const channel = `${path}.${key}`
      const keys = joined.get(path) ?? new Map<string, string>()
      joined.set(path, keys.set(key, channel))
      return channel
    },
    ruleOf(channel, alias) {
      const cached = rules.get(channel)
      if (cached !== undefined) return cached
      const rule = find(channel, alias)
      if (rules.size >= RULES_KEPT) rules.clear()
      rules.set(channel, rule)
      return rule
    },
  }
}
