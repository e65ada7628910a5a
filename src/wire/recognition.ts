/** Which convention a message belongs to when no source says so: by the rules of the descriptors, and by what a convention itself knows. */

import type { ConventionDescriptor, RawMessage, RecognitionRule } from '../domain/index.ts'
import type { MessageView, Recognise } from './message-view.ts'
import { parseJson, textOf } from './values/json.ts'
import { asText, parsePath, valueAt } from './values/path.ts'
import { topicTemplate } from './values/topic.ts'

/** Longer payloads are recognised by their topic alone. */
const TEXT_EXAMINED = 256 * 1024
const LIMITS = { depth: 16, readingsPerMessage: 1000 }

export function viewMessage({ topic, payload }: Pick<RawMessage, 'topic' | 'payload'>): MessageView {
  let text: string | null = null
  let json: { readonly value: unknown } | null = null
  const parsed = (): unknown => {
    const result = payload.length > TEXT_EXAMINED ? null : parseJson(payload, LIMITS)
    return result?.ok === true ? result.value : undefined
  }
  return {
    topic,
    levels: topic.split('/'),
    payload,
    text: () => (text ??= payload.length > TEXT_EXAMINED ? '' : textOf(payload)),
    json: () => (json ??= { value: parsed() }).value,
  }
}

export interface Recogniser {
  /** Names of the conventions that the message may belong to, the most certain first. */
  rank(view: MessageView): readonly string[]
}

function compileTopic(topic: string): Recognise {
  const template = topicTemplate(topic)
  const named = topic.split('/').filter((level) => level !== '#' && level !== '+' && !level.includes('{')).length
  return (view) => (template.match(view.topic) === null ? 0 : 1 + named)
}

function compileFields({ has = [], where = {} }: RecognitionRule): Recognise | null {
  const paths = has.map(parsePath)
  const values = Object.entries(where).map(([path, value]) => ({ path: parsePath(path), value: String(value) }))
  if (paths.length + values.length === 0) return null
  return (view) => {
    const json = view.json()
    const root: unknown = Array.isArray(json) ? json[0] : json
    const held = paths.every((path) => valueAt(root, path) !== undefined) && values.every((v) => asText(valueAt(root, v.path)) === v.value)
    return held ? paths.length + 2 * values.length : 0
  }
}

function compileText(form: string): Recognise {
  const pattern = new RegExp(form, 'su')
  return (view) => (pattern.test(view.text()) ? 1 : 0)
}

/** The sum of what its parts are worth; 0 where one does not hold. */
function compileRecognition(rule: RecognitionRule): Recognise {
  const parts = [
    rule.topic === undefined ? null : compileTopic(rule.topic),
    compileFields(rule),
    rule.payload === undefined ? null : compileText(rule.payload),
  ].filter((part) => part !== null)
  return (view) => {
    let sum = 0
    for (const part of parts) {
      const worth = part(view)
      if (worth === 0) return 0
      sum += worth
    }
    return sum
  }
}

/** `own`: what a convention knows beside the rules of its descriptor, by name. */
export function createRecogniser(
  descriptors: readonly ConventionDescriptor[],
  own: ReadonlyMap<string, Recognise> = new Map(),
): Recogniser {
  const compiled = descriptors.map(({ name, recognition }) => {
    const extra = own.get(name)
    const rules = recognition.map(compileRecognition)
    return { name, rules: extra === undefined ? rules : [...rules, extra] }
  })
  return {
    rank(view) {
      const ranked = compiled.map(({ name, rules }) => ({ name, worth: Math.max(0, ...rules.map((rule) => rule(view))) }))
      return ranked
        .filter(({ worth }) => worth > 0)
        .sort((a, b) => b.worth - a.worth)
        .map(({ name }) => name)
    },
  }
}
