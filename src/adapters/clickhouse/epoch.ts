/**
 * The epoch of this process: which of the writers of a campus it is, in order. It is the upper part of every version, so that a row of a later
 * writer replaces one of an earlier writer whatever their sequences. Claimed with the first row that is written; readers claim none.
 */

import { randomUUID } from 'node:crypto'
import { PortError } from '../../ports/index.ts'
import { quote } from './sql.ts'
import type { Server } from './server/server.ts'

/** 20 bits of a version. */
const MOST = 2 ** 20 - 1
const CLAIMS = 5

export interface Epoch {
  /** Claims the next epoch at the first call. Rejects while the server is away, and where others claim at the same time again and again. */
  claim(): Promise<number>
}

export interface EpochParts {
  readonly server: Server
  readonly campus: string
  readonly slot: string
}

export function createEpoch(parts: EpochParts): Epoch {
  let claimed: Promise<number> | null = null
  return {
    claim() {
      claimed ??= claim(parts).catch((error: unknown) => {
        claimed = null
        throw error
      })
      return claimed
    },
  }
}

/** ClickHouse has no compare-and-set: two that claim one epoch see each other's rows, and only the first by name keeps it. */
async function claim({ server, campus, slot }: EpochParts): Promise<number> {
  const owner = `${slot} ${randomUUID()}`
  const own = `FROM ${server.database}.epoch WHERE campus = ${quote(campus)}`
  for (let turn = 0; turn < CLAIMS; turn++) {
    const [[last = 0], [now = 0]] = await server.select(`SELECT toFloat64(max(epoch)), toFloat64(toUnixTimestamp(now())) ${own}`, [
      'double',
      'double',
    ])
    const epoch = last + 1
    if (epoch > MOST) break
    await server.insert(
      'epoch',
      [
        { name: 'campus', type: 'String', text: { names: [campus], ids: [0] } },
        { name: 'epoch', type: 'Int64', numbers: [epoch] },
        { name: 'owner', type: 'String', text: { names: [owner], ids: [0] } },
        { name: 'since', type: 'Int64', numbers: [now * 1000] },
        { name: 'version', type: 'UInt64', epoch: 0, numbers: [1] },
      ],
      1,
    )
    const [{ names }] = await server.select(`SELECT owner ${own} AND epoch = ${epoch} ORDER BY owner`, ['text'])
    if (names[0] === owner) return epoch
  }
  throw new PortError(
    'unavailable',
    `the campus "${campus}" in the store at ${server.address} is being opened by several processes at once; stop all but one`,
  )
}
