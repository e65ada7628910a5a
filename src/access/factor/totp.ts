/** Time-based one-time passwords (RFC 6238) over HMAC-SHA-1 (RFC 4226), as authenticator apps compute them. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../domain/index.ts'
import { toBase32 } from './base32.ts'

export const STEP_MS = 30_000
const DIGITS = 6
/** RFC 4226 section 4, R6: 160 bits are recommended. */
const SECRET_BYTES = 20
/** RFC 6238 section 5.2: one step of delay, and a clock that is one step ahead. */
const TOLERANCE = 1

export const createSecret = (): Uint8Array => randomBytes(SECRET_BYTES)

/** RFC 4226 section 5.3: `digits` digits for the counter. */
export function hotp(secret: Uint8Array, counter: number, digits: number = DIGITS): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac('sha1', secret).update(message).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0')
}

export const stepOf = (at: Instant): number => Math.floor(at / STEP_MS)

/** The time step whose code this is, or null. A step at or before `lastStep` is used: its code is refused (RFC 6238 section 5.2). */
export function matchCode(
  secret: Uint8Array,
  code: string,
  { at, lastStep }: { readonly at: Instant; readonly lastStep: number },
): number | null {
  const given = Buffer.from(code.replace(/\s/g, ''))
  const now = stepOf(at)
  let match: number | null = null
  // Every step is compared: the time that it takes says nothing about the code.
  for (let step = now - TOLERANCE; step <= now + TOLERANCE; step++) {
    const expected = Buffer.from(hotp(secret, step))
    if (given.length === expected.length && timingSafeEqual(given, expected) && step > lastStep) match = step
  }
  return match
}

/** What an authenticator app reads from a QR code (Key URI Format). */
export function keyUri(secret: Uint8Array, { issuer, name }: { readonly issuer: string; readonly name: string }): string {
  const query = `secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(name)}?${query}`
}
