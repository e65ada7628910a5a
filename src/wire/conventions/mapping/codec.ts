/** The mapping convention: the generic engine under the rules of the source. Presets are mappings with a name. */

import { refuseCommand, type Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse, statelessCodec } from '../../codec.ts'
import { type CompiledMapping, compileMapping } from '../../mapping/compile.ts'
import { type MappingMemory, openPayload, readParts } from '../../mapping/engine.ts'
import { createFrames } from '../../mapping/frames.ts'
import { matchesForm } from '../../mapping/parts/parts.ts'
import type { ParsedJson } from '../../values/json.ts'
import { createNewestTimes } from '../../values/newest-times.ts'
import { isObject } from '../../values/path.ts'
import { parseAcceptWithin } from '../../values/time.ts'
import { type Captures, type TopicTemplate, topicTemplate } from '../../values/topic.ts'
import { MAPPING } from './descriptor.ts'

/** Raised when the form changes. */
const STATE_VERSION = 1

function memoryOf({ mapping: { seq, accept_within, forms } }: Source): MappingMemory {
  const limit = parseAcceptWithin(accept_within)
  const counts = seq !== undefined || (forms ?? []).some((form) => form.seq !== undefined)
  return { frames: !counts ? null : createFrames(), newest: limit === null ? null : createNewestTimes(limit) }
}

/** Topics whose forms are remembered. */
const TOPICS_KEPT = 20_000

interface Form {
  readonly compiled: CompiledMapping
  /** Null: every topic of the source. */
  readonly topic: TopicTemplate | null
  /** Forms that undo the same give one value. */
  readonly opening: string
}

interface FormCaptures {
  readonly form: Form
  readonly captures: Captures
}

function formsOf({ mapping }: Source, context: CodecContext, topicOf: () => string): readonly Form[] {
  const forms = mapping.forms ?? [mapping]
  return forms.map((form) => ({
    compiled: compileMapping({ mapping: form }, context, topicOf),
    topic: mapping.forms === undefined || form.topic === undefined ? null : topicTemplate(form.topic),
    opening: JSON.stringify([form.format ?? null, form.decode ?? null]),
  }))
}

/** A form may stand below any prefix: which topics the source has is decided before. */
function matchBelow(template: TopicTemplate, topic: string): Captures | null {
  let found = template.match(topic)
  for (let at = topic.indexOf('/'); found === null && at >= 0; at = topic.indexOf('/', at + 1)) found = template.match(topic.slice(at + 1))
  return found
}

/** The forms that a topic may have, in their order, with the levels that each names. */
function fittingForms(forms: readonly Form[], topic: string, captures: Captures): readonly FormCaptures[] {
  return forms.flatMap((form) => {
    const own = form.topic === null ? captures : matchBelow(form.topic, topic)
    return own === null ? [] : [{ form, captures: own }]
  })
}

/** The first form that fits reads the message. One that cannot be opened by any form is refused with the reason of the first. */
function decoderOf(source: Source, context: CodecContext, memory: MappingMemory): Codec['decode'] {
  let topic = ''
  const forms = formsOf(source, context, () => topic)
  const routes = new Map<string, readonly FormCaptures[]>()

  function route(captures: Captures): readonly FormCaptures[] {
    const cached = routes.get(topic)
    if (cached !== undefined) return cached
    if (routes.size >= TOPICS_KEPT) routes.clear()
    const fitting = fittingForms(forms, topic, captures)
    routes.set(topic, fitting)
    return fitting
  }

  return (message, captures, out) => {
    topic = message.topic
    const opened = new Map<string, ParsedJson>()
    let fault: (ParsedJson & { ok: false }) | null = null
    for (const { form, captures: own } of route(captures)) {
      const { compiled, opening } = form
      const payload = opened.get(opening) ?? openPayload(message, compiled)
      opened.set(opening, payload)
      if (!payload.ok) fault ??= payload
      else if (matchesForm(payload.value, compiled)) {
        readParts({ compiled, memory, message, captures: own, root: payload.value, out, judged: new Map(), terms: new Map() })
        return 'handled'
      }
    }
    if (fault === null) return 'not-mine'
    refuse(out, fault.reason, fault.detail)
    return 'handled'
  }
}

/** A part that the mapping did not ask for when the state was saved begins empty. */
function restoreMemory(state: unknown, { frames, newest }: MappingMemory): ReturnType<Codec['restore']> {
  if (!isObject(state) || state['version'] !== STATE_VERSION) return 'rejected'
  const restored = [
    frames === null || state['frames'] === null ? 'restored' : frames.restore(state['frames']),
    newest === null || state['newest'] === null ? 'restored' : newest.restore(state['newest']),
  ]
  return restored.includes('rejected') ? 'rejected' : 'restored'
}

export const mapping: Convention = {
  descriptor: MAPPING,
  open(source, context) {
    const memory = memoryOf(source)
    const decode = decoderOf(source, context, memory)
    if (memory.frames === null && memory.newest === null) return statelessCodec(decode)
    return {
      decode,
      snapshot: () => ({ version: STATE_VERSION, frames: memory.frames?.snapshot() ?? null, newest: memory.newest?.snapshot() ?? null }),
      restore: (state) => restoreMemory(state, memory),
    }
  },
  encode: (_command, { source }) => refuseCommand('not-commandable', `the mapping of "${source.id}" reads messages and sends none`),
}
