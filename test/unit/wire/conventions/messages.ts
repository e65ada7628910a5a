/** Messages and decoders for tests of conventions. */

import { instant, type Mapping, type RawMessage } from '../../../../src/domain/index.ts'
import { createDecoder, type Decoder } from '../../../../src/wire/index.ts'
import { sourceOf } from '../decode-json.ts'

export const RECEIVED = Date.parse('2026-03-02T08:00:00Z')

export function conventionDecoder(preset: string, mapping: Mapping = {}): Decoder {
  return createDecoder([sourceOf(preset, mapping)], 'UTC')
}

/** `payload`: bytes or text as they are, anything else as JSON; `after`: ms behind RECEIVED. */
export function received(
  topic: string,
  payload: unknown,
  { after = 0, ...flags }: Partial<RawMessage> & { after?: number } = {},
): RawMessage {
  const bytes = payload instanceof Uint8Array ? payload : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  return { topic, payload: bytes, receivedAt: instant(RECEIVED + after), retain: false, dup: false, qos: 0, ...flags }
}
