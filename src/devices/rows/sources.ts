/** Sources that rows need: those of the campus where one fits, else new ones, one for each preset and topic. */

import { isRead } from '../../config/campus/points/readable.ts'
import { type ConventionDescriptor, MAPPING_CONVENTION, type PointRule, type Source } from '../../domain/index.ts'
import type { CellReader } from './cells.ts'
import type { RegisterChange, SourceDraft } from '../types.ts'

export interface RowSources {
  sourceFor(convention: ConventionDescriptor, cells: CellReader, device: string): { readonly id: string } | null
  /** A source that does not read the field gets a rule for it. */
  addRule(source: string, field: string, rule: PointRule, cells: CellReader): void
  /** New ones, and those of the register that get more rules. */
  drafts(): readonly SourceDraft[]
  /** Rules for sources that stand in other files. */
  changes(): readonly RegisterChange[]
}

interface OpenDraft extends SourceDraft {
  /** Null: a source of the register whose preset is gone. */
  readonly convention: ConventionDescriptor | null
  readonly points: Record<string, PointRule>
}

/** A topic of one device as the template of all: the level that is the device becomes {device}. */
export function templateOf(topic: string, device: string): string {
  if (topic.includes('{') || topic.includes('+') || topic.includes('#')) return topic
  const levels = topic.split('/')
  const whole = levels.map((level) => (level === device ? '{device}' : level))
  if (whole.some((level) => level === '{device}')) return whole.join('/')
  return device !== '' && topic.includes(device) ? topic.replace(device, '{device+}') : topic
}

/** Whether the preset reads the field by itself. */
function isKnown({ name, body }: ConventionDescriptor, field: string): boolean {
  const convention = body === null ? {} : { convention: MAPPING_CONVENTION }
  return isRead({ id: name, preset: name, ...convention, mapping: body ?? {} }, field)
}

/** Whether a source may leave its topic out; a fault where not. */
function hasTopic({ name, topics }: ConventionDescriptor, cells: CellReader): boolean {
  if (name === MAPPING_CONVENTION)
    cells.blame('topic', 'a device without a preset needs the topic of its messages', 'write it, with {device} for the device')
  else if (topics.length > 0) return true
  else cells.blame('topic', `messages of ${name} have no topic of their own`, 'write the topic, with {device} for the device')
  return false
}

export interface SourcesAround {
  /** Sources of the campus that stand in other files. */
  readonly others: readonly Source[]
  /** Sources that the register wrote earlier. */
  readonly own: readonly Omit<SourceDraft, 'line'>[]
  readonly conventions: readonly ConventionDescriptor[]
}

function openDraft(draft: Omit<SourceDraft, 'line'>, conventions: readonly ConventionDescriptor[]): OpenDraft {
  const convention = conventions.find((c) => c.name === draft.preset) ?? null
  return { ...draft, points: { ...draft.points }, line: 0, convention }
}

export function createRowSources({ others, own, conventions }: SourcesAround): RowSources {
  const drafts = own.map((draft) => openDraft(draft, conventions))
  const touched = new Set<string>()
  const rules = new Map<string, Record<string, PointRule>>()
  const ids = new Set([...others, ...own].map((s) => s.id))

  function freeId(preset: string): string {
    for (let n = 1; ; n++) {
      const id = n === 1 ? preset : `${preset}-${n}`
      if (!ids.has(id)) return id
    }
  }

  /** One that listens to the same topic; without a topic, one of the preset. */
  function find(preset: string, topic: string | null): string | null {
    const known = others.find((s) => s.preset === preset && (topic === null || (s.mapping.topic ?? null) === topic))
    return known?.id ?? drafts.find((d) => d.preset === preset && (topic === null || d.topic === topic))?.id ?? null
  }

  const written = new Set<PointRule>()

  /** A row replaces the rule of an earlier sheet, and contradicts that of an earlier row. */
  function put(into: Record<string, PointRule>, field: string, rule: PointRule, cells: CellReader): void {
    const present = into[field]
    if (present === undefined || !written.has(present)) {
      into[field] = rule
      written.add(rule)
    } else if (present.quantity !== rule.quantity || present.unit !== rule.unit)
      cells.blame(
        'field',
        `"${field}" is ${present.quantity ?? ''} in an earlier row and ${rule.quantity ?? ''} here`,
        'give the devices topics of their own, so that each has its source',
      )
  }

  return {
    sourceFor(convention, cells, device) {
      const topic = cells.text('topic')
      const template = topic === null ? null : templateOf(topic, device)
      const found = find(convention.name, template)
      if (found !== null) {
        touched.add(found)
        return { id: found }
      }
      if (template === null && !hasTopic(convention, cells)) return null
      const draft = { id: freeId(convention.name), preset: convention.name, topic: template, line: cells.row.line, convention, points: {} }
      ids.add(draft.id)
      touched.add(draft.id)
      drafts.push(draft)
      return { id: draft.id }
    },
    addRule(source, field, rule, cells) {
      const other = others.find((s) => s.id === source)
      if (other !== undefined && !isRead(other, field)) {
        const added = rules.get(source) ?? {}
        rules.set(source, added)
        put(added, field, rule, cells)
      }
      const draft = drafts.find((d) => d.id === source)
      if (draft === undefined || (draft.convention !== null && isKnown(draft.convention, field))) return
      put(draft.points, field, rule, cells)
    },
    drafts: () => drafts.filter((d) => touched.has(d.id)).map(({ convention: _convention, ...draft }) => draft),
    changes: () => [...rules].map(([id, points]) => ({ of: 'source' as const, id, keys: { points } })),
  }
}
