/** The payload of a message as text or JSON; what is none becomes a dead letter. */

import { isUtf8 } from 'node:buffer'
import { quote, refuse } from '../codec.ts'
import { parseJson, textOf } from '../values/json.ts'
import { isObject } from '../values/path.ts'
import type { FieldMessage } from './scope.ts'

/** A word or a number needs no more than this. */
const TEXT_LONGEST = 4096

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
