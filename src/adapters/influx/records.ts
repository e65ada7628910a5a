/**
 * The record log as measurement `record`: tag `slot` (one a process), and a unique time for every part of a record, assigned before the first
 * attempt. A record is one JSON text in ASCII, cut into parts; a record with a missing part was never acknowledged and is left out.
 */

import { type Instant, instant } from '../../domain/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import { PortError, type Records, type StateRecord } from '../../ports/index.ts'
import type { BulkWriter } from './client/bulk-write.ts'
import { nameFault, stringText, tagText } from './line.ts'
import type { Cell, Queries } from './client/select.ts'
import { ALWAYS } from './time-range.ts'

export interface RecordsParts {
  readonly database: string
  readonly slot: string
  readonly bulk: BulkWriter
  readonly queries: Queries
  readonly ready: () => Promise<void>
}

const PART_CHARS = 60_000
/** Times are read back as doubles, whose steps are 256 ns in this century. */
const STEP_NS = 1024n
const NS = 1_000_000n

interface Log {
  readonly records: StateRecord[]
  /** Last assigned time. */
  lastNs: bigint
}

/** ASCII, so that the text may be cut anywhere. */
function textOf(stream: string, id: string, at: Instant, body: unknown): string {
  return JSON.stringify([stream, id, at, body]).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function openRecords(parts: RecordsParts): Records {
  const { database, slot, bulk, ready } = parts
  const fault = nameFault(slot)
  if (fault !== null) throw new PortError('refused', `the slot of this process cannot be written: ${fault}`)
  let loading: Promise<Log> | null = null
  const { run: inTurn } = createSerialQueue()
  let closed = false

  function log(): Promise<Log> {
    loading ??= ready()
      .then(() => load(parts))
      .catch((error: unknown) => {
        loading = null
        throw error
      })
    return loading
  }

  async function write(stream: string, id: string, at: Instant, body: unknown): Promise<number> {
    const current = await log()
    const text = textOf(stream, id, at, body)
    const count = Math.max(1, Math.ceil(text.length / PART_CHARS))
    const wanted = BigInt(Math.trunc(at)) * NS
    const first = wanted > current.lastNs ? wanted : current.lastNs + STEP_NS
    const lines = Array.from({ length: count }, (_, part) => {
      const piece = stringText(text.slice(part * PART_CHARS, (part + 1) * PART_CHARS))
      return `record,slot=${tagText(slot)} part=${part}i,parts=${count}i,text=${piece} ${first + STEP_NS * BigInt(part)}`
    })
    // Assigned even when the write fails, because the server may have stored it.
    current.lastNs = first + STEP_NS * BigInt(count - 1)
    const refused = await bulk.write(database, lines, { precision: 'ns' })
    if (refused[0]) throw new PortError('refused', `the store refused a record of "${stream}": ${refused[0].why}`)
    const record: StateRecord = { seq: (current.records.at(-1)?.seq ?? 0) + 1, stream, id, at, body }
    current.records.push(record)
    return record.seq
  }

  return {
    append(stream, id, at, body) {
      if (closed) return Promise.reject(new PortError('closed', 'the record log is closed'))
      return inTurn(() => write(stream, id, at, body))
    },
    read: async (stream, after = 0) => (await log()).records.filter((r) => r.stream === stream && r.seq > after),
    async close() {
      closed = true
      await inTurn(async () => undefined)
    },
  }
}

/** Records of all slots in the order of their times. */
async function load({ database, queries }: RecordsParts): Promise<Log> {
  const texts: { time: number; text: string }[] = []
  await queries.select(database, `SELECT "part", "parts", "text" FROM "record" WHERE ${ALWAYS} GROUP BY "slot"`, {}, collectParts(texts))
  texts.sort((a, b) => a.time - b.time)
  const records = texts.map(({ text }, i): StateRecord => {
    const [stream, id, at, body] = JSON.parse(text) as [string, string, number, unknown]
    return { seq: i + 1, stream, id, at: instant(at), body }
  })
  const last = texts.reduce((most, { time }) => Math.max(most, time), 0)
  // The query returns ms: the next ms is free.
  return { records, lastNs: BigInt(Math.floor(last) + 1) * NS }
}

/** Joins parts to texts; the parts of one slot arrive in the order of their times. */
function collectParts(texts: { time: number; text: string }[]): (series: { readonly values: readonly (readonly Cell[])[] }) => void {
  let open: string[] = []
  return ({ values }) => {
    for (const [time, part, parts, text] of values) {
      if (part === 0) open = []
      if (part !== open.length) continue
      open.push(String(text))
      if (open.length === parts) texts.push({ time: time as number, text: open.join('') })
    }
  }
}
