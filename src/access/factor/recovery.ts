/** Recovery codes: each replaces a code of the authenticator once. They have 120 bits, so a plain hash keeps them (ASVS 6.5.2). */

import { createHash, randomBytes } from 'node:crypto'
import { toBase32 } from './base32.ts'

const CODES = 8
const BYTES = 15

const group = (text: string): string => (text.match(/.{1,4}/g) ?? []).join('-')

/** As `ABCD-EFGH-...`. */
export const createRecoveryCodes = (): readonly string[] => Array.from({ length: CODES }, () => group(toBase32(randomBytes(BYTES))))

/** SHA-256, hex. Blanks, hyphens and small letters make no difference. */
export function recoveryHash(code: string): string {
  const plain = code.toUpperCase().replace(/[^A-Z2-7]/g, '')
  return createHash('sha256').update(plain).digest('hex')
}
