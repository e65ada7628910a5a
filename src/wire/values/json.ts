/** Strict JSON from bytes. Depth is checked on the bytes, before anything is parsed; `__proto__` keys are refused. */

import { Buffer, isUtf8 } from 'node:buffer'
import secureJson from 'secure-json-parse'
import type { DeadReason } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { WireLimits } from '../codec.ts'

export interface JsonFault {
  readonly reason: DeadReason
  readonly detail: string
}

export type ParsedJson = { readonly ok: true; readonly value: unknown } | ({ readonly ok: false } & JsonFault)

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
/** A reading is written with at most a handful of members around it; more commas than this per allowed reading cannot be fine. */
const COMMAS_PER_READING = 16

/** Whether brackets nest deeper or items are more than the limits allow; looks at bytes only. */
export function limitFault(bytes: Uint8Array, limits: WireLimits): JsonFault | null {
  let depth = 0
  let commas = 0
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i] as number
    if (c === QUOTE) {
      for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++
    } else if (c === COMMA) commas++
    // [ and {, ] and } differ only in bit 0x20.
    else if ((c & 0xdf) === 0x5b) {
      if (++depth > limits.depth) return { reason: 'too-deep', detail: `JSON nests deeper than ${limits.depth} levels` }
    } else if ((c & 0xdf) === 0x5d) depth--
  }
  if (commas <= limits.readingsPerMessage * COMMAS_PER_READING) return null
  return { reason: 'too-many-readings', detail: `${commas} items in one message; at most ${limits.readingsPerMessage} readings are taken` }
}

export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.toString('utf8')
}

/** Payloads up to here cannot hold too many items; their brackets are counted by the search of the engine. */
const SHORT = 8192

/** Whether a short text opens so few brackets that it cannot nest too deep. Brackets within texts count too: then the bytes decide. */
function opensFew(text: string, depth: number): boolean {
  let opened = 0
  for (const bracket of ['{', '['])
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++opened > depth) return false
  return true
}

/** Whether the text has none of the names that secure-json-parse refuses (`__proto__`, a `constructor` with a `prototype`), in any spelling, and no mark of the byte order. */
function isHarmless(text: string): boolean {
  return !text.includes('\\') && !text.includes('proto') && text.charCodeAt(0) !== 0xfeff
}

/** One JSON value, or why not: `trailing-data` when a whole value is followed by something else. */
export function parseJson(bytes: Uint8Array, limits: WireLimits): ParsedJson {
  const short = bytes.length <= SHORT && bytes.length <= limits.readingsPerMessage * COMMAS_PER_READING ? textOf(bytes) : null
  if (short !== null && opensFew(short, limits.depth)) return parseText(short, bytes)
  const over = limitFault(bytes, limits)
  if (over !== null) return { ok: false, ...over }
  return parseText(short ?? textOf(bytes), bytes)
}

function parseText(text: string, bytes: Uint8Array): ParsedJson {
  try {
    const value: unknown = isHarmless(text) ? JSON.parse(text) : secureJson.parse(text)
    // A replaced character may mean that the bytes are not UTF-8; only then they are checked.
    if (text.includes('�') && !isUtf8(bytes)) return { ok: false, reason: 'invalid-json', detail: 'the payload is not UTF-8' }
    return { ok: true, value }
  } catch (error) {
    // Later versions of Node.js add the line and column; the same message must read the same on all.
    const detail = errorText(error).replace(/ \(line \d+ column \d+\)$/, '')
    return { ok: false, reason: isWholeValueFirst(text) ? 'trailing-data' : 'invalid-json', detail: detail.slice(0, 200) }
  }
}

/** Whether the text begins with a complete object or array that is followed by more. */
function isWholeValueFirst(text: string): boolean {
  const end = endOfFirst(text)
  if (end < 0 || text.slice(end).trim() === '') return false
  try {
    secureJson.parse(text.slice(0, end))
    return true
  } catch {
    return false
  }
}

function endOfFirst(text: string): number {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '"') for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++
    if (c === '{' || c === '[') depth++
    if ((c === '}' || c === ']') && --depth === 0) return i + 1
  }
  return -1
}
