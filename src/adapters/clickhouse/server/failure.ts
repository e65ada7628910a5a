/** What a failure of ClickHouse means for the caller. Pure. */

import { errorText } from '../../../kernel/index.ts'
import { PortError } from '../../../ports/index.ts'

/** A database or table that was there is not. */
export class MissingTable extends PortError {}

const TEXT_CHARS = 400
/** Numbers of ErrorCodes.cpp that 18.16 and current releases share. */
const CODES = {
  missing: [60, 81],
  password: [192, 193, 194, 516],
  rights: [164, 291, 497],
  readOnlyReplica: [242],
  keeper: [225, 999],
  quorum: [285, 286, 289, 319],
  disk: [243],
  parts: [252],
} as const

const codeOf = (text: string): number | null => {
  const found = /\bCode: (\d+)/.exec(text)
  return found === null ? null : Number(found[1])
}

/** The number of the server's error: the client tells it only for current releases. */
export function serverCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null
  const code = 'code' in error ? Number(error.code) : Number.NaN
  return Number.isInteger(code) && code > 0 ? code : codeOf(errorText(error))
}

const oneLine = (text: string): string => JSON.stringify(text.replace(/\s+/g, ' ').trim().slice(0, TEXT_CHARS))

function answerText(code: number): { readonly code: PortError['code']; readonly text: string } {
  const is = (kind: keyof typeof CODES): boolean => (CODES[kind] as readonly number[]).includes(code)
  if (is('password'))
    return { code: 'unauthorized', text: 'refuses user or password; set CAMPUS__STORE__USERNAME and CAMPUS__STORE__PASSWORD' }
  if (is('rights'))
    return { code: 'unauthorized', text: 'gives this user too few rights; grant it SELECT, INSERT, CREATE and ALTER on the database' }
  if (is('readOnlyReplica'))
    return { code: 'unavailable', text: 'is a replica that has lost its Keeper and can only be read; check ZooKeeper' }
  if (is('keeper')) return { code: 'unavailable', text: 'cannot reach its ZooKeeper or Keeper; check that it runs' }
  if (is('quorum')) return { code: 'unavailable', text: 'has too few live replicas for a quorum; start the others' }
  if (is('disk')) return { code: 'full', text: 'has a full disk; free some space there' }
  if (is('parts')) return { code: 'unavailable', text: 'merges more slowly than it is written to (too many parts)' }
  return { code: 'unavailable', text: 'reports an error' }
}

/** The port error for whatever the client threw at an address. */
export function portErrorOf(error: unknown, address: string): PortError {
  if (error instanceof PortError) return error
  const why = errorText(error)
  const code = serverCode(error)
  if (code === null) return new PortError('unavailable', `the store at ${address} cannot be reached: ${oneLine(why)}`, { cause: error })
  if ((CODES.missing as readonly number[]).includes(code))
    return new MissingTable('unavailable', `the store at ${address} misses a database or table: ${oneLine(why)}`, { cause: error })
  const answer = answerText(code)
  return new PortError(answer.code, `the store at ${address} ${answer.text} (${oneLine(why)})`, { cause: error })
}

/** The replica itself is at fault: it can only be read, has lost its Keeper, or lags behind the quorum. */
const LOCAL: readonly number[] = [...CODES.readOnlyReplica, ...CODES.keeper, 289]

/** Whether another replica may do what this one cannot. */
export function isLocalFailure(error: unknown): boolean {
  const code = serverCode(error)
  return code === null ? !(error instanceof RangeError) : LOCAL.includes(code)
}

/** Too few replicas have the tables, or answer. */
export function isQuorumFailure(error: unknown): boolean {
  return (CODES.quorum as readonly (number | null)[]).includes(serverCode(error))
}
