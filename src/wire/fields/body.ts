/** The payload of a message as text or JSON; what is none becomes a dead letter. */

import { isUtf8 } from 'node:buffer'
import { quote, refuse } from '../codec.ts'
import { parseJson, textOf } from '../values/json.ts'
import { isObject } from '../values/path.ts'
import type { FieldMessage } from './scope.ts'

/** A word or a number needs no more than this. */
const TEXT_LONGEST = 4096

export const BRACE = 0x7b
const BLANKS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20])

/** The first byte behind blanks and the mark of the byte order; null: there is none. */
export function firstByte(payload: Uint8Array): number | null {
  let at = payload[0] === 0xef && payload[1] === 0xbb && payload[2] === 0xbf ? 3 : 0
  while (BLANKS.has(payload[at] ?? 0)) at++
  return payload[at] ?? null
}

/** Undefined, after a dead letter, where the payload is no JSON. */
export function jsonBody({ message, reader, out }: FieldMessage): unknown {
  const parsed = parseJson(message.payload, reader.compiled.limits)
  if (parsed.ok) return parsed.value
  refuse(out, parsed.reason, parsed.detail)
  return undefined
}

/** Null, after a dead letter, where the payload is no JSON object. */
export function objectBody(fields: FieldMessage): Record<string, unknown> | null {
  const body = jsonBody(fields)
  if (isObject(body)) return body
  if (body !== undefined) refuse(fields.out, 'invalid-payload', `${quote(body)} is no JSON object`)
  return null
}

/** The payload as one text; null, after a dead letter, where it is none. */
export function textBody({ message, out }: Pick<FieldMessage, 'message' | 'out'>): string | null {
  if (message.payload.length > TEXT_LONGEST)
    refuse(out, 'too-large', `a value of ${message.payload.length} bytes; at most ${TEXT_LONGEST} are read`)
  else if (!isUtf8(message.payload)) refuse(out, 'invalid-payload', 'the payload is not UTF-8 text')
  else return textOf(message.payload).trim()
  return null
}
