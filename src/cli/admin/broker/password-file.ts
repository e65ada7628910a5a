/** Mosquitto's password file, as `mosquitto_passwd` writes it: `user:$7$iterations$salt$hash`, PBKDF2 (RFC 8018) with HMAC-SHA-512. */

import { pbkdf2Sync, randomBytes } from 'node:crypto'

/** The default of mosquitto_passwd. A password of 192 random bits needs no slower hash. */
const ITERATIONS = 101
const SALT_BYTES = 12
const HASH_BYTES = 64
const PASSWORD_BYTES = 24

export const newPassword = (): string => randomBytes(PASSWORD_BYTES).toString('base64url')

export function hashPassword(password: string, salt = randomBytes(SALT_BYTES)): string {
  const hash = pbkdf2Sync(password, salt, ITERATIONS, HASH_BYTES, 'sha512')
  return `$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** Hash by user; other lines are left out. */
export function readPasswordFile(text: string): ReadonlyMap<string, string> {
  return new Map(text.split('\n').flatMap((line) => (/^[^#:]+:\S+$/.test(line) ? [line.split(':', 2) as [string, string]] : [])))
}

export const passwordFileText = (hashes: ReadonlyMap<string, string>): string =>
  [...hashes].map(([user, hash]) => `${user}:${hash}\n`).join('')
