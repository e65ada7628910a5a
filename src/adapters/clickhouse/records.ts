/**
 * The record log as rows (campus, place, slot): the place of a record is the epoch of its writer and a number that counts up. A record that is
 * sent again takes the same place.
 */

import { type Instant, instant } from '../../domain/index.ts'
import { createSerialQueue, errorText } from '../../kernel/index.ts'
import { PortError, type Records, type StateRecord } from '../../ports/index.ts'
import type { Epoch } from './epoch.ts'
import type { Server } from './server/server.ts'
import { quote } from './sql.ts'

export interface RecordTableParts {
  readonly server: Server
  readonly campus: string
  /** Name of this process among those that write records of the campus. */
  readonly slot: string
  readonly epoch: Epoch
}

function entryText(stream: string, id: string, at: Instant, body: unknown): string {
  try {
    // A lone surrogate has no bytes in UTF-8; JSON escapes it.
    return JSON.stringify([stream, id, at, body])
  } catch (error) {
    throw new PortError('refused', `a record of "${stream}" cannot be written as JSON: ${errorText(error)}`)
  }
}

async function load({ server, campus }: RecordTableParts): Promise<StateRecord[]> {
  const sql = `SELECT entry FROM ${server.database}.record FINAL WHERE campus = ${quote(campus)} ORDER BY place, slot`
  const [{ names, ids }] = await server.select(sql, ['text'])
  return [...(ids as Uint32Array)].map((entry, i): StateRecord => {
    const [stream, id, at, body = null] = JSON.parse(names[entry] ?? '') as [string, string, number, unknown]
    return { seq: i + 1, stream, id, at: instant(at), body }
  })
}

export function openRecords(parts: RecordTableParts): Records {
  const { server, campus, slot, epoch } = parts
  const { run: inTurn } = createSerialQueue()
  let loading: Promise<StateRecord[]> | null = null
  let written = 0
  let closed = false

  function log(): Promise<StateRecord[]> {
    loading ??= load(parts).catch((error: unknown) => {
      loading = null
      throw error
    })
    return loading
  }

  async function write(text: string): Promise<number> {
    const records = await log()
    // The next place even when the write fails: the server may have stored it.
    written += 1
    await server.insert(
      'record',
      [
        { name: 'campus', type: 'String', text: { names: [campus], ids: [0] } },
        { name: 'place', type: 'UInt64', epoch: await epoch.claim(), numbers: [written] },
        { name: 'slot', type: 'String', text: { names: [slot], ids: [0] } },
        { name: 'entry', type: 'String', text: { names: [text], ids: [0] } },
        { name: 'version', type: 'UInt64', epoch: 0, numbers: [1] },
      ],
      1,
    )
    const [stream, id, at, body = null] = JSON.parse(text) as [string, string, Instant, unknown]
    const record: StateRecord = { seq: records.length + 1, stream, id, at, body }
    records.push(record)
    return record.seq
  }

  return {
    async append(stream, id, at, body) {
      if (closed) throw new PortError('closed', 'the record log is closed')
      const text = entryText(stream, id, at, body)
      return inTurn(() => write(text))
    },
    read: async (stream, after = 0) => (await log()).filter((record) => record.stream === stream && record.seq > after),
    async close() {
      closed = true
      await inTurn(async () => undefined)
    },
  }
}
