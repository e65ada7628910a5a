/** The state of a decoder as plain data: that of each source with the convention it belongs to. */

import { isObject } from './values/path.ts'

export const STATE_VERSION = 1

export interface SourceState {
  readonly convention: string
  /** Of the codec, which gives it a version of its own. */
  readonly state: unknown
}

export interface DecoderState {
  readonly version: typeof STATE_VERSION
  readonly sources: Readonly<Record<string, SourceState>>
}

/** The state of a snapshot, or null when it is of another version or damaged. */
export function readDecoderState(state: unknown): DecoderState | null {
  if (!isObject(state) || state['version'] !== STATE_VERSION || !isObject(state['sources'])) return null
  const sources: Record<string, SourceState> = Object.create(null) as Record<string, SourceState>
  for (const [source, own] of Object.entries(state['sources'])) {
    if (!isObject(own) || typeof own['convention'] !== 'string') return null
    sources[source] = { convention: own['convention'], state: own['state'] }
  }
  return { version: STATE_VERSION, sources }
}
