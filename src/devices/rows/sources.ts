/** Sources that rows need: those of the campus where one fits, else new ones, one for each preset and topic. */

import { isRead } from '../../config/campus/points/readable.ts'
import { type ConventionDescriptor, MAPPING_CONVENTION, type PointRule, type Source } from '../../domain/index.ts'
import type { CellReader } from './cells.ts'
import type { SourceDraft } from '../types.ts'

export interface RowSources {
  sourceFor(convention: ConventionDescriptor, cells: CellReader, device: string): { readonly id: string } | null
  /** A new source whose preset does not know the field gets a rule for it. */
  addRule(source: string, field: string, rule: PointRule, cells: CellReader): void
  drafts(): readonly SourceDraft[]
}

interface OpenDraft extends SourceDraft {
  readonly convention: ConventionDescriptor
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

export function createRowSources(existing: readonly Source[]): RowSources {
  const drafts: OpenDraft[] = []
  const ids = new Set(existing.map((s) => s.id))

  function freeId(preset: string): string {
    for (let n = 1; ; n++) {
      const id = n === 1 ? preset : `${preset}-${n}`
      if (!ids.has(id)) return id
    }
  }

  /** One that listens to the same topic; without a topic, one of the preset. */
  function find(preset: string, topic: string | null): string | null {
    const known = existing.find((s) => s.preset === preset && (topic === null || (s.mapping.topic ?? null) === topic))
    return known?.id ?? drafts.find((d) => d.preset === preset && (topic === null || d.topic === topic))?.id ?? null
  }

  return {
    sourceFor(convention, cells, device) {
      const topic = cells.text('topic')
      const template = topic === null ? null : templateOf(topic, device)
      const found = find(convention.name, template)
      if (found !== null) return { id: found }
      if (template === null && convention.name === MAPPING_CONVENTION) {
        cells.blame('topic', 'a device without a preset needs the topic of its messages', 'write it, with {device} for the device')
        return null
      }
      if (template === null && convention.topics.length === 0) {
        cells.blame('topic', `messages of ${convention.name} have no topic of their own`, 'write the topic, with {device} for the device')
        return null
      }
      const draft = { id: freeId(convention.name), preset: convention.name, topic: template, line: cells.row.line, convention, points: {} }
      ids.add(draft.id)
      drafts.push(draft)
      return { id: draft.id }
    },
    addRule(source, field, rule, cells) {
      const draft = drafts.find((d) => d.id === source)
      if (draft === undefined || isKnown(draft.convention, field)) return
      const earlier = draft.points[field]
      if (earlier === undefined) draft.points[field] = rule
      else if (earlier.quantity !== rule.quantity || earlier.unit !== rule.unit)
        cells.blame(
          'field',
          `"${field}" is ${earlier.quantity ?? ''} in an earlier row and ${rule.quantity ?? ''} here`,
          'give the devices topics of their own, so that each has its source',
        )
    },
    drafts: () => drafts.map(({ convention: _convention, ...draft }) => draft),
  }
}
