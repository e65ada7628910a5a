/** Mosquitto's password file, as `mosquitto_passwd` writes it: `user:$7$iterations$salt$hash`, PBKDF2 (RFC 8018) with HMAC-SHA-512. */

import { pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/** The default of mosquitto_passwd. A password of 192 random bits needs no slower hash. */
const ITERATIONS = 101
/** Logins are checked on the thread that takes messages: 20,000 iterations take about 10 ms. */
const MOST_ITERATIONS = 20_000
const SALT_BYTES = 12
const HASH_BYTES = 64
const PASSWORD_BYTES = 24
const HASH = /^\$7\$(\d{1,7})\$([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]+={0,2})$/

export const newPassword = (): string => randomBytes(PASSWORD_BYTES).toString('base64url')

export function hashPassword(password: string, salt = randomBytes(SALT_BYTES)): string {
  const hash = pbkdf2Sync(password, salt, ITERATIONS, HASH_BYTES, 'sha512')
  return `$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** Whether passwords can be checked against a hash. */
export function isUsable(line: string): boolean {
  const [, iterations = '', , hash = ''] = HASH.exec(line) ?? []
  return Number(iterations) >= 1 && Number(iterations) <= MOST_ITERATIONS && Buffer.from(hash, 'base64').length === HASH_BYTES
}

/** Whether the password is the one of a line; false for a hash of another form. */
export function matchesHash(password: Uint8Array, line: string): boolean {
  if (!isUsable(line)) return false
  const [, iterations = '', salt = '', hash = ''] = HASH.exec(line) ?? []
  const derived = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(iterations), HASH_BYTES, 'sha512')
  return timingSafeEqual(derived, Buffer.from(hash, 'base64'))
}

/** Hash by user; other lines are left out. */
export function readPasswordFile(text: string): ReadonlyMap<string, string> {
  return new Map(text.split('\n').flatMap((line) => (/^[^#:]+:\S+$/.test(line) ? [line.split(':', 2) as [string, string]] : [])))
}

export const passwordFileText = (hashes: ReadonlyMap<string, string>): string =>
  [...hashes].map(([user, hash]) => `${user}:${hash}\n`).join('')
