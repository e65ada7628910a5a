/** The mapping convention: the generic engine under the rules of the source. Presets are mappings with a name. */

import { refuseCommand } from '../../../domain/index.ts'
import { type Convention, refuse, statelessCodec } from '../../codec.ts'
import { compileMapping } from '../../mapping/compile.ts'
import { matchesWhere, openPayload, readParts } from '../../mapping/engine.ts'
import { MAPPING } from './descriptor.ts'

export const mapping: Convention = {
  descriptor: MAPPING,
  open(source, context) {
    let topic = ''
    const compiled = compileMapping(source, context, () => topic)
    return statelessCodec((message, captures, out) => {
      topic = message.topic
      const opened = openPayload(message, compiled)
      if (!opened.ok) {
        refuse(out, opened.reason, opened.detail)
        return 'handled'
      }
      const call = { compiled, message, captures, root: opened.value, out }
      if (!matchesWhere(call)) return 'not-mine'
      readParts(call)
      return 'handled'
    })
  },
  encode: (_command, { source }) => refuseCommand('not-commandable', `the mapping of "${source.id}" reads messages and sends none`),
}
