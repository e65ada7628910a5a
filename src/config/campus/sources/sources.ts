/** Entries of `sources:` -> Source, with what only a second look can find: presets, topics, zones, units, expressions. */

import {
  type ConventionDescriptor,
  durationMs,
  type Mapping,
  MAPPING_CONVENTION,
  type PointRule,
  type Source,
} from '../../../domain/index.ts'
import { settingNames } from '../../campus-schemas.ts'
import type { SourceEntry } from '../../schema/source.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { child, pathText } from '../../yaml/tree.ts'
import { blamePart, byId, type Examination, type ExaminedPart, momentAt } from '../examine.ts'
import { checkZone } from '../head.ts'
import { checkRule } from './mapping-rule.ts'
import { resolveSource } from './resolve.ts'
import { topicFault } from './topic.ts'

export interface SourceList {
  readonly sources: readonly Source[]
  /** Ids that stand in the file, of faulty sources too. */
  readonly ids: ReadonlySet<string>
  /** Ids of sources whose channels are named after their quantity. */
  readonly namingQuantities: ReadonlySet<string>
  /** What fields measure, of sources whose convention knows it. */
  readonly fieldRules: ReadonlyMap<string, FieldRuleLookup>
}

/** Field -> its rule, or null for one that the convention does not know. */
export type FieldRuleLookup = (field: string) => PointRule | null

export interface SourceRules {
  /** The broker is ours, and knows no shared subscriptions. */
  readonly embedded: boolean
  /** What `preset:` may name. */
  readonly conventions: readonly ConventionDescriptor[]
  /** Id of the campus, from which conventions take what a source leaves out. */
  readonly campus?: string
  /** The entries are presets, which may leave the topic to their sources. */
  readonly presets?: true
}

type SourcePart = ExaminedPart<SourceEntry>

export function sourcesOf(parts: readonly SourcePart[], rules: SourceRules, ex: Examination): SourceList {
  const unique = byId(parts, 'source', ex)
  const settings = settingNames(rules.conventions)
  const sources: Source[] = []
  const namingQuantities = new Set<string>()
  const fieldRules = new Map<string, FieldRuleLookup>()
  for (const part of parts) {
    const before = ex.faults.count()
    const convention = conventionOf(part, rules, ex)
    checkTopic(part, convention, rules, ex)
    checkMapping(part, ex)
    checkForms(part, rules, ex)
    if (convention !== null) checkSettings(part, convention, settings, ex)
    const { id } = part.value
    if (id === undefined || convention === null || !part.sound || ex.faults.count() !== before) continue
    if (convention.namesQuantities) namingQuantities.add(id)
    if (convention.fieldRule !== null) fieldRules.set(id, convention.fieldRule)
    sources.push(resolveSource({ id, ...splitEntry(part, settings) }, convention, rules.campus))
  }
  return { sources, ids: new Set(unique.keys()), namingQuantities, fieldRules }
}

function conventionOf(part: SourcePart, { conventions }: SourceRules, ex: Examination): ConventionDescriptor | null {
  const preset = part.value.preset ?? MAPPING_CONVENTION
  const convention = conventions.find((c) => c.name === preset)
  if (convention !== undefined) return convention
  const names = conventions.map((c) => c.name)
  blamePart(part, ['preset'], ex, {
    message: `"${preset}" is not a preset`,
    hint: didYouMean(preset, names) ?? `known are ${names.join(', ')}`,
  })
  return null
}

function checkTopic(part: SourcePart, convention: ConventionDescriptor | null, rules: SourceRules, ex: Examination): void {
  const { topic } = part.value
  if (topic === undefined) {
    const needed =
      rules.presets === undefined &&
      convention?.topics.length === 0 &&
      part.sound &&
      part.value.forms?.every((form) => form?.topic !== undefined) !== true
    if (needed) blamePart(part, [], ex, { message: 'the source has no topic', hint: 'add topic: "meters/{device}/state"' })
    return
  }
  const fault = topicFault(topic)
  if (fault) blamePart(part, ['topic'], ex, fault)
  else if (rules.embedded && topic.startsWith('$share/')) {
    blamePart(part, ['topic'], ex, {
      message: `"${topic}" asks for a shared subscription, which the embedded broker has not`,
      hint: 'leave out $share/<group>/, or set broker: to an MQTT 5 broker',
    })
  } else if (convention !== null) checkTopicForm(part, convention, topic, ex)
}

function checkTopicForm(part: SourcePart, { name, topicForm }: ConventionDescriptor, topic: string, ex: Examination): void {
  if (topicForm === null) return
  const { level, ending, example } = topicForm
  if (!topic.includes(`{${level}}`)) {
    blamePart(part, ['topic'], ex, {
      message: `"${topic}" does not say which level is the ${level}`,
      hint: `write {${level}} there: ${example}`,
    })
  } else if (!topic.endsWith(`/${ending.written}`) && !topic.endsWith(`/${ending.read}`)) {
    blamePart(part, ['topic'], ex, {
      message: `"${topic}" does not end with /${ending.written}`,
      hint: `${name} devices publish to <prefix>/{${level}}/${ending.written}`,
    })
  }
}

function checkMapping(part: SourcePart, ex: Examination): void {
  const { value, place } = part
  if (value.timezone !== undefined) checkZone(place, ['timezone'], ex.faults)
  if (typeof value.time === 'object' && value.time.tz !== undefined) checkZone(place, ['time', 'tz'], ex.faults)
  momentAt(part, ['accept_since'], ex)
  checkAcceptWithin(part, ex)
  if (value.device !== undefined && isUnbalanced(value.device)) {
    blamePart(part, ['device'], ex, { message: `"${value.device}" has a brace without its partner`, hint: 'write {level} or {path}' })
  }
  for (const [field, rule] of Object.entries(value.points ?? {})) if (rule) checkRule(part, ['points', field], rule, ex)
  for (const [model, points] of Object.entries(value.models ?? {}))
    for (const [field, rule] of Object.entries(points ?? {})) if (rule) checkRule(part, ['models', model, field], rule, ex)
  for (const [i, column] of (value.columns ?? []).entries()) {
    if (column === null || typeof column !== 'object') continue
    checkRule(part, ['columns', i], column, ex)
    if (column.sum !== undefined)
      blamePart(part, ['columns', i, 'sum'], ex, {
        message: 'a column is no sum',
        hint: 'name the columns, and write the sum under points',
      })
    if (column.as === undefined)
      blamePart(part, ['columns', i], ex, { message: 'a column that is a rule needs a name', hint: 'add as: <channel>' })
  }
}

/** Each form as the part of the file that it is. */
function checkForms(part: SourcePart, rules: SourceRules, ex: Examination): void {
  for (const [i, form] of (part.value.forms ?? []).entries()) {
    const tree = child(child(part.place.tree, 'forms'), i)
    if (form === undefined || tree === undefined) continue
    const own: SourcePart = { value: form, place: { tree, path: pathText(part.place.path, ['forms', i]) }, sound: part.sound }
    if (form.topic !== undefined) checkTopic(own, null, rules, ex)
    checkMapping(own, ex)
  }
}

function checkAcceptWithin(part: SourcePart, ex: Examination): void {
  const text = part.value.accept_within
  if (text === undefined || durationMs(text) > 0) return
  blamePart(part, ['accept_within'], ex, {
    message: `"${text}" believes no time at all`,
    hint: 'write a duration such as 90d, or leave it out',
  })
}

/** A simulated campus plays its history as live messages: `accept_within` would refuse it. */
export function believeHistory(sources: readonly Source[]): readonly Source[] {
  return sources.map((source) => {
    const { accept_within: _limit, ...mapping } = source.mapping
    return { ...source, mapping }
  })
}

function isUnbalanced(template: string): boolean {
  return /[{}]/.test(template.replace(/\{[^{}]+\}/g, ''))
}

/** A key that another convention knows is no setting of this one. */
function checkSettings(part: SourcePart, { name, settings }: ConventionDescriptor, all: ReadonlySet<string>, ex: Examination): void {
  for (const key of Object.keys(part.value)) {
    if (!all.has(key) || Object.hasOwn(settings, key)) continue
    const own = Object.keys(settings)
    const hint = own.length === 0 ? 'leave it out' : `its settings are ${own.join(', ')}`
    blamePart(part, [key], ex, { message: `"${key}" is not a setting of ${name}`, hint })
  }
}

/** The mapping of an entry, and the keys that only its convention knows. Faulty parts have kept the entry from coming here. */
function splitEntry(
  part: SourcePart,
  names: ReadonlySet<string>,
): { readonly mapping: Mapping; readonly settings?: Readonly<Record<string, unknown>> } {
  const { id: _id, comment: _comment, preset: _preset, ...entry } = part.value as SourceEntry
  const keys = Object.entries(entry)
  const settings = keys.filter(([key]) => names.has(key))
  const mapping = Object.fromEntries(keys.filter(([key]) => !names.has(key))) as Mapping
  return settings.length === 0 ? { mapping } : { mapping, settings: Object.fromEntries(settings) }
}
