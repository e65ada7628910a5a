/** Bytes to text in blocks: a file is never one string. */

import { isUtf8 } from 'node:buffer'
import { failed, flag, succeeded, undecided, wrongOption } from '../failure.ts'
import type { ImportDetection, Outcome } from '../types.ts'

export interface EncodedText {
  readonly encoding: string
  readonly detected: readonly ImportDetection[]
  /** The text from its begin, in blocks of about `BLOCK` bytes, without its byte order mark. */
  readonly blocks: () => Iterable<string>
}

const BLOCK = 256 * 1024
const MARKS: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
const COMMON = ['latin1', 'windows-1252', 'iso-8859-15', 'gb18030', 'shift_jis']
const SAMPLE = 4096

/** Whether the machine can decode it. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== ''
  } catch {
    return false
  }
}

export function decodeText(bytes: Uint8Array, wanted: string | undefined): Outcome<EncodedText> {
  if (wanted !== undefined && !isEncoding(wanted))
    return failed(
      wrongOption(
        `"${wanted}" is no encoding`,
        COMMON.map((e) => flag('encoding', e)),
      ),
    )
  if (wanted !== undefined) return succeeded(textIn(bytes, wanted, []))
  const marked = MARKS.find(([, mark]) => mark.every((b, i) => bytes[i] === b))
  if (marked !== undefined) return succeeded(textIn(bytes, marked[0], [found(marked[0], 'the file begins with its byte order mark')]))
  const wide = utf16(bytes)
  if (wide !== null) return succeeded(textIn(bytes, wide, [found(wide, 'every second byte is 0')]))
  if (isUtf8(bytes))
    return succeeded(textIn(bytes, 'utf-8', bytes.some((b) => b > 127) ? [found('utf-8', 'all bytes are valid UTF-8')] : []))
  const at = placeOfFault(bytes)
  return failed(
    undecided(
      'the file is not UTF-8',
      COMMON.map((e) => flag('encoding', e)),
      at,
    ),
  )
}

const found = (value: string, because: string): ImportDetection => ({ option: 'encoding', value, because })

/** UTF-16 without a mark: text of Latin letters has a 0 in every second byte. */
function utf16(bytes: Uint8Array): string | null {
  const n = Math.min(bytes.length, SAMPLE) & ~1
  if (n < 4) return null
  let even = 0
  let odd = 0
  for (let i = 0; i < n; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  if (even === 0 && odd > n * 0.35) return 'utf-16le'
  return odd === 0 && even > n * 0.35 ? 'utf-16be' : null
}

/** Line and text around the first byte that is not UTF-8. */
function placeOfFault(bytes: Uint8Array): { line: number; value: string } {
  let line = 1
  let start = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 10) continue
    if (!isUtf8(bytes.subarray(start, i))) break
    line++
    start = i + 1
  }
  const end = bytes.indexOf(10, start)
  return { line, value: new TextDecoder('latin1').decode(bytes.subarray(start, end < 0 ? bytes.length : end)).trim() }
}

function textIn(bytes: Uint8Array, encoding: string, detected: readonly ImportDetection[]): EncodedText {
  return {
    encoding,
    detected,
    *blocks() {
      const decoder = new TextDecoder(encoding)
      for (let at = 0; at < bytes.length; at += BLOCK) {
        const last = at + BLOCK >= bytes.length
        yield decoder.decode(bytes.subarray(at, at + BLOCK), { stream: !last })
      }
    },
  }
}
