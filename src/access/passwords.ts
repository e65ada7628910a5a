/** Passwords as scrypt hashes (RFC 7914), each with its own salt; the parameters are kept beside the hash, so that later ones may be harder. */

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { createSerialQueue } from '../kernel/index.ts'
import { isCommon } from './common-passwords.ts'

export interface PasswordHash {
  /** Hex. */
  readonly salt: string
  /** Hex, 32 bytes. */
  readonly hash: string
  /** Cost, block size and parallelisation of scrypt. */
  readonly n: number
  readonly r: number
  readonly p: number
}

export interface Passwords {
  hash(password: string): Promise<PasswordHash>
  /** False for any password without a hash, after the same work. */
  matches(password: string, known: PasswordHash | null): Promise<boolean>
}

type Cost = Pick<PasswordHash, 'n' | 'r' | 'p'>

/** OWASP password storage: 32 MiB and about 0.2 s. */
export const PASSWORD_COST: Cost = { n: 2 ** 15, r: 8, p: 3 }
const BYTES = 32
const MEMORY = 128 * 1024 * 1024

const LEAST = 12
const MOST = 200
const LEAST_DIFFERENT = 5
/** Shorter names stand in many passwords by chance. */
const NAME_CHARS = 4

/** Why nobody may choose this password, or null. */
export function passwordFault(password: string, name: string): string | null {
  const characters = Array.from(password)
  if (characters.length < LEAST) return `the password has ${characters.length} characters: it needs ${LEAST} or more`
  if (characters.length > MOST) return `the password has ${characters.length} characters: ${MOST} are the most`
  if (new Set(characters).size < LEAST_DIFFERENT) return `the password needs ${LEAST_DIFFERENT} different characters or more`
  if (name.length >= NAME_CHARS && password.toLowerCase().includes(name.toLowerCase()))
    return 'the password contains the name of the user: choose another'
  if (isCommon(password)) return 'the password is made of words and runs that are tried first: choose words of your own'
  return null
}

/** One at a time: many logins at once must not take the memory of the service. */
export function createPasswords(cost: Cost = PASSWORD_COST): Passwords {
  const { run: inTurn } = createSerialQueue()
  const derive = (password: string, salt: Buffer, { n, r, p }: Cost): Promise<Buffer> =>
    inTurn(
      () =>
        new Promise((resolve, reject) => {
          // The same text typed on another keyboard may come in another normal form.
          scrypt(password.normalize('NFKC'), salt, BYTES, { N: n, r, p, maxmem: MEMORY }, (error, key) =>
            error === null ? resolve(key) : reject(error),
          )
        }),
    )
  return {
    async hash(password) {
      const salt = randomBytes(16)
      const key = await derive(password, salt, cost)
      return { salt: salt.toString('hex'), hash: key.toString('hex'), ...cost }
    },
    async matches(password, known) {
      const salt = known === null ? randomBytes(16) : Buffer.from(known.salt, 'hex')
      const key = await derive(password, salt, known ?? cost)
      return timingSafeEqual(key, known === null ? randomBytes(BYTES) : Buffer.from(known.hash, 'hex')) && known !== null
    },
  }
}
