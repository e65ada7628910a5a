/** A source with what its preset says for it: the one place where a preset becomes a mapping. */

import { type ConventionDescriptor, type Mapping, MAPPING_CONVENTION, type Source } from '../../../domain/index.ts'

export interface SourceParts {
  readonly id: string
  /** The source's own part; its preset fills in what it leaves open. */
  readonly mapping: Mapping
  /** Keys that only the convention knows. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/** Keys of the source come before those of the preset; points are added field by field. */
function mergeMapping(body: Mapping, own: Mapping): Mapping {
  const points = body.points === undefined && own.points === undefined ? {} : { points: { ...body.points, ...own.points } }
  return { ...body, ...own, ...points }
}

/** Sibling topics share one template: a source names one of them. */
function templateOf(topic: string, { topicForm }: ConventionDescriptor): string {
  const ending = topicForm === null ? null : `/${topicForm.ending.written}`
  if (topicForm === null || ending === null || !topic.endsWith(ending)) return topic
  return `${topic.slice(0, -ending.length)}/${topicForm.ending.read}`
}

export function resolveSource({ id, mapping, settings }: SourceParts, descriptor: ConventionDescriptor): Source {
  const { name, topics, body } = descriptor
  const merged = body === null ? mapping : mergeMapping(body, mapping)
  const topic = merged.topic ?? (topics.length === 1 ? topics[0] : undefined)
  return {
    id,
    preset: name,
    ...(body === null ? {} : { convention: MAPPING_CONVENTION }),
    mapping: topic === undefined ? merged : { ...merged, topic: templateOf(topic, descriptor) },
    ...(settings === undefined ? {} : { settings }),
  }
}
