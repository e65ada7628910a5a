/** Commands as messages: the convention of the source says topic and payload. */

import { type DeviceCommand, type EncodedCommand, refuseCommand, type Source } from '../domain/index.ts'
import { conventionOf } from './conventions/catalog.ts'

export interface Encoder {
  encode(command: DeviceCommand): EncodedCommand
}

/** `campus`: the id, which topics may name. */
export function createEncoder(sources: readonly Source[], campus: string): Encoder {
  const byId = new Map(sources.map((source) => [source.id, source]))
  return {
    encode(command) {
      const source = byId.get(command.source)
      const convention = source === undefined ? null : conventionOf(source)
      if (source === undefined || convention === null)
        return refuseCommand('unknown-source', `there is no source "${command.source}" that could be spoken to`)
      return convention.encode(command, { source, campus })
    },
  }
}
