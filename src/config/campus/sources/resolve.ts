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

/** The points of the model that the source names. */
function modelOf({ models, model }: Mapping): Mapping {
  const points = models === undefined || model === undefined || !Object.hasOwn(models, model) ? undefined : models[model]
  return points === undefined ? {} : { points }
}

/** A form adds to the keys beside it. */
function completeForms({ forms, models: _models, recognise: _recognise, ...shared }: Mapping): readonly Mapping[] | undefined {
  return forms?.map((form) => mergeMapping(shared, form))
}

/**
 * Forms of the source itself; else those of its preset, with the keys of the source before theirs. A topic of the source stands for that of the
 * first form, and of all forms that share it.
 */
function formsOf(body: Mapping, own: Mapping): readonly Mapping[] | undefined {
  if (own.forms !== undefined) return completeForms({ ...mergeMapping(body, own), forms: own.forms })
  const { models: _models, topic, ...keys } = own
  const model = modelOf(mergeMapping(body, own))
  const replaced = body.forms?.[0]?.topic
  return completeForms(body)?.map((form) => {
    const merged = mergeMapping(mergeMapping(form, model), keys)
    return topic === undefined || form.topic !== replaced ? merged : { ...merged, topic }
  })
}

/** Sibling topics share one template: a source names one of them. */
function templateOf(topic: string, { topicForm }: ConventionDescriptor): string {
  const ending = topicForm === null ? null : `/${topicForm.ending.written}`
  if (topicForm === null || ending === null || !topic.endsWith(ending)) return topic
  return `${topic.slice(0, -ending.length)}/${topicForm.ending.read}`
}

function mergeSource(body: Mapping, own: Mapping): Mapping {
  const forms = formsOf(body, own)
  const merged = mergeMapping(mergeMapping(body, modelOf(mergeMapping(body, own))), own)
  return forms === undefined ? merged : { ...merged, forms }
}

/** `campus`: its id, from which a convention takes settings that the source leaves out. */
export function resolveSource({ id, mapping, settings: own }: SourceParts, descriptor: ConventionDescriptor, campus?: string): Source {
  const { name, topics, body, defaults } = descriptor
  const settings = campus === undefined || defaults === undefined ? own : { ...defaults(campus), ...own }
  const merged = mergeSource(body ?? {}, mapping)
  const topic = merged.topic ?? (topics.length === 1 ? topics[0] : undefined)
  return {
    id,
    preset: name,
    ...(body === null ? {} : { convention: MAPPING_CONVENTION }),
    mapping: topic === undefined ? merged : { ...merged, topic: templateOf(topic, descriptor) },
    ...(settings === undefined ? {} : { settings }),
  }
}
