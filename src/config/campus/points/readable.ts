/** Whether a rule of a source reads a field: a value that no rule reads never becomes a reading, and its point would wait for ever. */

import { matchesGlob } from '../../../kernel/index.ts'
import { type Mapping, MAPPING_CONVENTION, type PointRule, type Source } from '../../../domain/index.ts'

/** Names of the channels that a mapping yields, with `*` where a part may be any. Null: messages name them, so any field may be read. */
function channelsOf(mapping: Mapping): readonly string[] | null {
  if (mapping.unit !== undefined) return null
  const rules = Object.entries(mapping.points ?? {}).filter(([, rule]) => rule.ignore !== true)
  const names = rules.map(([path, rule]) => rule.as ?? path)
  const columns = (mapping.columns ?? []).flatMap((c) => (c === null ? [] : typeof c === 'string' ? c : (c.as ?? [])))
  return [...names, ...columns]
}

/** A `*` stands for one part between slashes, `**` for any text. */
function matches(pattern: string, field: string): boolean {
  if (!pattern.includes('*')) return pattern === field
  return matchesGlob(pattern.replaceAll(/\*\*+/g, '*'), field, pattern.includes('**') ? {} : { separator: '/' })
}

/** Channels may continue what names the part of the message they stand in: a prefix, the name of a row. */
function isChannel(name: string, field: string, { prefix, index_names: rows, columns, body, topic }: Mapping): boolean {
  const below = body !== undefined && name.startsWith(`${body}.`) ? [name, name.slice(body.length + 1)] : [name]
  if (below.some((n) => matches(n, field))) return true
  const inside = prefix !== undefined || rows !== undefined || columns !== undefined
  return (inside && below.some((n) => matches(`**.${n}`, field))) || (name === 'value' && topic !== undefined)
}

function isReadByMapping(mapping: Mapping, field: string): boolean {
  const channels = channelsOf(mapping)
  return channels === null || channels.some((name) => isChannel(name, field, mapping))
}

/** Fields of a convention with code of its own are not listed anywhere: those are taken to be read. */
export function isRead({ preset, convention, mapping }: Source, field: string): boolean {
  if ((convention ?? preset) !== MAPPING_CONVENTION) return true
  return (mapping.forms ?? [mapping]).some((form) => isReadByMapping(form, field))
}

/** The channels that a source can yield, for hints. */
export function readableFields({ mapping }: Source): readonly string[] {
  return [...new Set((mapping.forms ?? [mapping]).flatMap((form) => channelsOf(form) ?? []))].filter((name) => !name.includes('*'))
}

/** The rule that a source has for a field; null: none. Of several forms the first that has one. */
export function ruleOfField(mapping: Mapping, field: string): PointRule | null {
  for (const form of mapping.forms ?? [mapping]) {
    for (const [path, rule] of Object.entries(form.points ?? {})) if (isChannel(rule.as ?? path, field, form)) return rule
    const column = (form.columns ?? []).find(
      (c) => typeof c === 'object' && c !== null && c.as !== undefined && isChannel(c.as, field, form),
    )
    if (typeof column === 'object' && column !== null) return column
  }
  return null
}
