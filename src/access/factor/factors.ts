/** The second factor of each user: enrolment that a code confirms, codes that work once, recovery codes. */

import { DAY, type Instant, instant, MINUTE } from '../../domain/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import type { Clock } from '../../ports/index.ts'
import type { UserLog } from '../user-log.ts'
import { fromBase32, toBase32 } from './base32.ts'
import { createRecoveryCodes, recoveryHash } from './recovery.ts'
import { createSecret, matchCode } from './totp.ts'

export interface Factors {
  isActive(name: string): boolean
  /** Recovery codes that are left; 0 without a factor. */
  recoveryLeft(name: string): number
  /** A secret that waits for its first code for ten minutes. The factor in force stays until then. */
  begin(name: string): Uint8Array
  /** Recovery codes, in this answer and nowhere else. Null when the code is wrong or nothing waits. */
  confirm(name: string, code: string): Promise<readonly string[] | null>
  /** Uses up a code of the authenticator or a recovery code. False: it is wrong, used, or too many were wrong. */
  use(name: string, code: string): Promise<boolean>
  /** Milliseconds for which no code of this user is accepted, from whatever address; 0 when codes are accepted. */
  closedFor(name: string): number
  /** False without a factor. */
  remove(name: string, by: string): Promise<boolean>
}

const ENROLMENT_TTL = 10 * MINUTE
/** Whoever tries codes has the password already: ten wrong ones close the user to codes, whatever addresses they come from. */
const WRONG = { most: 10, perMs: DAY / 96 }

interface WrongCodes {
  count: number
  readonly until: number
}

export function createFactors(log: UserLog, clock: Clock): Factors {
  const waiting = new Map<string, { readonly secret: Uint8Array; readonly until: Instant }>()
  const wrong = createWrongCodes(clock)
  // One after another: two requests with the same code are not both accepted.
  const { run: inTurn } = createSerialQueue()

  async function useCode(name: string, code: string): Promise<boolean> {
    const factor = log.row(name)?.factor ?? null
    const secret = fromBase32(factor?.secret ?? '')
    if (factor === null || secret === null) return false
    const step = matchCode(secret, code, { at: clock.now(), lastStep: factor.lastStep })
    if (step !== null) await log.append(name, { type: 'factor-used', step })
    if (step !== null) return true
    const hash = recoveryHash(code)
    if (!factor.recovery.includes(hash)) return false
    await log.append(name, { type: 'recovery-used', hash })
    return true
  }

  return {
    isActive: (name) => (log.row(name)?.factor ?? null) !== null,
    recoveryLeft: (name) => log.row(name)?.factor?.recovery.length ?? 0,
    closedFor: (name) => wrong.closedFor(name),
    begin(name) {
      const secret = createSecret()
      waiting.set(name, { secret, until: instant(clock.now() + ENROLMENT_TTL) })
      return secret
    },
    confirm: (name, code) =>
      inTurn(async () => {
        const enrolment = waiting.get(name)
        if (enrolment === undefined || clock.now() >= enrolment.until || wrong.closedFor(name) > 0) return null
        const step = matchCode(enrolment.secret, code, { at: clock.now(), lastStep: -1 })
        if (step === null) return wrong.count(name)
        waiting.delete(name)
        const codes = createRecoveryCodes()
        const recovery = codes.map(recoveryHash)
        await log.append(name, { type: 'factor-set', secret: toBase32(enrolment.secret), step, recovery })
        return codes
      }),
    use: (name, code) =>
      inTurn(async () => {
        if (wrong.closedFor(name) > 0) return false
        const right = await useCode(name, code)
        if (right) wrong.forget(name)
        else wrong.count(name)
        return right
      }),
    remove: (name, by) =>
      inTurn(async () => {
        waiting.delete(name)
        wrong.forget(name)
        if ((log.row(name)?.factor ?? null) === null) return false
        await log.append(name, { type: 'factor-removed', by })
        return true
      }),
  }
}

function createWrongCodes(clock: Pick<Clock, 'monotonic'>) {
  const rows = new Map<string, WrongCodes>()
  const current = (name: string): WrongCodes | undefined => {
    const row = rows.get(name)
    return row !== undefined && clock.monotonic() < row.until ? row : undefined
  }
  return {
    forget: (name: string): void => void rows.delete(name),
    count(name: string): null {
      const row = current(name) ?? { count: 0, until: clock.monotonic() + WRONG.perMs }
      row.count++
      rows.set(name, row)
      return null
    },
    closedFor(name: string): number {
      const row = current(name)
      return row !== undefined && row.count >= WRONG.most ? row.until - clock.monotonic() : 0
    },
  }
}
