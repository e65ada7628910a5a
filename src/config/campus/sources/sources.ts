/** Entries of `sources:` -> Source, with what only a second look can find: topics, zones, units, expressions. */

import type { Mapping, Source } from '../../../domain/index.ts'
import { PRESETS } from '../../defaults.ts'
import type { SourceEntry } from '../../schema/source.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, byId, type Examination, momentAt, type ExaminedPart } from '../examine.ts'
import { checkZone } from '../head.ts'
import { checkRule } from './mapping-rule.ts'
import { topicFault } from './topic.ts'

export interface SourcesSaid {
  readonly sources: readonly Source[]
  /** Ids that stand in the file, of faulty sources too. */
  readonly ids: ReadonlySet<string>
}

export interface Transport {
  /** The broker is ours, and knows no shared subscriptions. */
  readonly embedded: boolean
}

export function sourcesOf(parts: readonly ExaminedPart<SourceEntry>[], transport: Transport, ex: Examination): SourcesSaid {
  const unique = byId(parts, 'source', ex)
  const sources: Source[] = []
  for (const part of parts) {
    const before = ex.faults.heard()
    const preset = presetOf(part, ex)
    checkTopic(part, preset, transport, ex)
    checkMapping(part, ex)
    const { id } = part.value
    if (id !== undefined && part.sound && ex.faults.heard() === before) sources.push({ id, preset, mapping: mappingOf(part, preset) })
  }
  return { sources, ids: new Set(unique.keys()) }
}

function presetOf(part: ExaminedPart<SourceEntry>, ex: Examination): string {
  const preset = part.value.preset ?? 'mapping'
  if (!Object.hasOwn(PRESETS, preset)) {
    const known = Object.keys(PRESETS)
    blamePart(part, ['preset'], ex, {
      message: `"${preset}" is not a preset`,
      hint: didYouMean(preset, known) ?? `known are ${known.join(', ')}`,
    })
  }
  return preset
}

function checkTopic(part: ExaminedPart<SourceEntry>, preset: string, transport: Transport, ex: Examination): void {
  const { topic } = part.value
  if (topic === undefined) {
    const needed = Object.hasOwn(PRESETS, preset) && PRESETS[preset]?.topic === null && part.sound
    if (needed) blamePart(part, [], ex, { message: 'the source has no topic', hint: 'add topic: "meters/{device}/state"' })
    return
  }
  const fault = topicFault(topic)
  if (fault) blamePart(part, ['topic'], ex, fault)
  else if (transport.embedded && topic.startsWith('$share/')) {
    blamePart(part, ['topic'], ex, {
      message: `"${topic}" asks for a shared subscription, which the embedded broker has not`,
      hint: 'leave out $share/<group>/, or set broker: to an MQTT 5 broker',
    })
  } else if (preset === 'native') checkNativeTopic(part, topic, ex)
}

function checkNativeTopic(part: ExaminedPart<SourceEntry>, topic: string, ex: Examination): void {
  if (!topic.includes('{device}')) {
    blamePart(part, ['topic'], ex, {
      message: `"${topic}" does not say which level is the device`,
      hint: 'write {device} there: campus/<campus>/{device}/telemetry',
    })
  } else if (!/\/(telemetry|\{message\})$/.test(topic)) {
    blamePart(part, ['topic'], ex, {
      message: `"${topic}" does not end with /telemetry`,
      hint: 'native devices publish to <prefix>/{device}/telemetry',
    })
  }
}

function checkMapping(part: ExaminedPart<SourceEntry>, ex: Examination): void {
  const { value, place } = part
  if (value.timezone !== undefined) checkZone(place, ['timezone'], ex.faults)
  if (typeof value.time === 'object' && value.time.tz !== undefined) checkZone(place, ['time', 'tz'], ex.faults)
  momentAt(part, ['accept_since'], ex)
  if (value.device !== undefined && unbalanced(value.device)) {
    blamePart(part, ['device'], ex, { message: `"${value.device}" has a brace without its partner`, hint: 'write {level} or {path}' })
  }
  for (const [field, rule] of Object.entries(value.points ?? {})) if (rule) checkRule(part, ['points', field], rule, ex)
  for (const [i, column] of (value.columns ?? []).entries()) {
    if (column === null || typeof column !== 'object') continue
    checkRule(part, ['columns', i], column, ex)
    if (column.as === undefined)
      blamePart(part, ['columns', i], ex, { message: 'a column that is a rule needs a name', hint: 'add as: <channel>' })
  }
}

function unbalanced(template: string): boolean {
  return /[{}]/.test(template.replace(/\{[^{}]+\}/g, ''))
}

/** The entry without what is not mapping. Its faulty parts have kept it from coming here. */
function mappingOf(part: ExaminedPart<SourceEntry>, preset: string): Mapping {
  const { id: _id, comment: _comment, preset: _preset, ...mapping } = part.value as SourceEntry
  const said = mapping.topic ?? PRESETS[preset]?.topic
  // Status, command and ack of native devices are siblings of their telemetry: one template for all four.
  const topic = preset === 'native' ? said?.replace(/\/telemetry$/, '/{message}') : said
  return { ...(mapping as Mapping), ...(topic === null || topic === undefined ? {} : { topic }) }
}
