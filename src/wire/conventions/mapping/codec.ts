/** The mapping convention: the generic engine under the rules of the source. Presets are mappings with a name. */

import { refuseCommand, type Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse, statelessCodec } from '../../codec.ts'
import { compileMapping } from '../../mapping/compile.ts'
import { type MappingMemory, matchesWhere, openPayload, readParts } from '../../mapping/engine.ts'
import { createFrames } from '../../mapping/frames.ts'
import { createNewestTimes } from '../../values/newest-times.ts'
import { isObject } from '../../values/path.ts'
import { parseAcceptWithin } from '../../values/time.ts'
import { MAPPING } from './descriptor.ts'

/** Raised when the form changes. */
const STATE_VERSION = 1

function memoryOf({ mapping: { seq, accept_within } }: Source): MappingMemory {
  const limit = parseAcceptWithin(accept_within)
  return { frames: seq === undefined ? null : createFrames(), newest: limit === null ? null : createNewestTimes(limit) }
}

function decoderOf(source: Source, context: CodecContext, memory: MappingMemory): Codec['decode'] {
  let topic = ''
  const compiled = compileMapping(source, context, () => topic)
  return (message, captures, out) => {
    topic = message.topic
    const opened = openPayload(message, compiled)
    if (!opened.ok) {
      refuse(out, opened.reason, opened.detail)
      return 'handled'
    }
    const call = { compiled, memory, message, captures, root: opened.value, out, judged: new Map(), terms: new Map() }
    if (!matchesWhere(call)) return 'not-mine'
    readParts(call)
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
