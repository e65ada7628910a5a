/** The decode chain: from the bytes of a message to one value, step by step, each step of the whole or of one field in place. */

import { Buffer } from 'node:buffer'
import { gunzipSync } from 'node:zlib'
import type { DecodeStep } from '../../../domain/index.ts'
import { errorText } from '../../../kernel/index.ts'
import type { WireLimits } from '../../codec.ts'
import { type ParsedJson, parseJson, textOf } from '../../values/json.ts'
import { valueAt, child, isObject, parsePath } from '../../values/path.ts'

/** An unpacked message may be this large: a small gzip can hold gigabytes. */
const UNPACKED_BYTES = 4 * 1024 * 1024
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/
const HEX = /^(?:[0-9a-fA-F]{2})*$/

export interface CompiledStep {
  readonly as: DecodeStep['as']
  readonly path: readonly string[] | null
}

export function compileSteps(steps: readonly DecodeStep[]): readonly CompiledStep[] {
  return steps.map((s) => ({ as: s.as, path: s.path === undefined ? null : parsePath(s.path) }))
}

function payloadFault(detail: string): ParsedJson {
  return { ok: false, reason: 'invalid-payload', detail }
}

function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : null
}

function gunzip(bytes: Uint8Array): ParsedJson {
  try {
    return { ok: true, value: gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES }) }
  } catch (error) {
    const detail = errorText(error)
    const large = error instanceof RangeError
    return large
      ? { ok: false, reason: 'too-large', detail: `the gzip holds more than ${UNPACKED_BYTES} bytes` }
      : payloadFault(`not gzip: ${detail}`)
  }
}

function applyStep(as: DecodeStep['as'], value: unknown, limits: WireLimits): ParsedJson {
  const bytes = bytesOf(value)
  if (bytes === null) return payloadFault(`the value to decode as ${as} is neither text nor bytes`)
  switch (as) {
    case 'utf8':
      return { ok: true, value: textOf(bytes) }
    case 'json':
      return parseJson(bytes, limits)
    case 'gzip':
      return gunzip(bytes)
    case 'base64':
    case 'hex': {
      const text = textOf(bytes).trim()
      if (!(as === 'hex' ? HEX : BASE64).test(text)) return payloadFault(`the text is not ${as}`)
      return { ok: true, value: Buffer.from(text, as) }
    }
    default:
      return payloadFault(`there is no decode step "${String(as)}"`)
  }
}

/** Puts a decoded value in the place of what it was decoded from. */
function replaceAt(root: unknown, path: readonly string[], value: unknown): void {
  const parent = valueAt(root, path.slice(0, -1))
  const key = path.at(-1) ?? ''
  if (isObject(parent) || Array.isArray(parent))
    Object.defineProperty(parent, key, { value, enumerable: true, writable: true, configurable: true })
}

/** Runs the chain over the payload. */
export function unwrap(payload: Uint8Array, steps: readonly CompiledStep[], limits: WireLimits): ParsedJson {
  let whole: unknown = payload
  for (const { as, path } of steps) {
    if (path === null || path.length === 0) {
      const next = applyStep(as, whole, limits)
      if (!next.ok) return next
      whole = next.value
      continue
    }
    const field = valueAt(whole, path)
    if (field === undefined || child(valueAt(whole, path.slice(0, -1)), path.at(-1) ?? '') === undefined)
      return payloadFault(`there is no field "${path.join('.')}" to decode as ${as}`)
    const next = applyStep(as, field, limits)
    if (!next.ok) return next
    replaceAt(whole, path, next.value)
  }
  return { ok: true, value: whole }
}
