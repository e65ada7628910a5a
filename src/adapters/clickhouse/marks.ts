/**
 * Offset of the journal and watermark of the roller. They are in memory, and in the store as of the last checkpoint: after a kill the journal
 * brings the messages since then again, whose rows replace themselves, and their buckets are computed again.
 */

import { createSerialQueue } from '../../kernel/index.ts'
import type { Epoch } from './epoch.ts'
import type { Server } from './server/server.ts'
import { quote } from './sql.ts'

const NAMES = ['offset', 'rolled-up'] as const
export type MarkName = (typeof NAMES)[number]

export interface Marks {
  /** Reads them from the store at the first call. */
  load(): Promise<void>
  /** After `load`. */
  get(name: MarkName): number
  set(name: MarkName, value: number): void
  /** Writes what has changed; resolves to the offset that is stored. */
  save(): Promise<number>
}

export interface MarksParts {
  readonly server: Server
  readonly campus: string
  readonly epoch: Epoch
}

type Values = Record<MarkName, number>

async function read({ server, campus }: MarksParts): Promise<Values> {
  const values: Values = { offset: 0, 'rolled-up': 0 }
  const sql = `SELECT name, value FROM ${server.database}.mark WHERE campus = ${quote(campus)} ORDER BY version`
  const [{ names, ids }, value] = await server.select(sql, ['text', 'double'])
  value.forEach((v, i) => {
    const name = NAMES.find((n) => n === names[ids[i] as number])
    if (name !== undefined) values[name] = v
  })
  return values
}

export function createMarks(parts: MarksParts): Marks {
  const { server, campus, epoch } = parts
  const { run: inTurn } = createSerialQueue()
  let loading: Promise<Values> | null = null
  let values: Values = { offset: 0, 'rolled-up': 0 }
  let stored: Values = values
  let version = 0

  async function save(): Promise<number> {
    if (loading === null) return 0
    const now = { ...values }
    const changed = NAMES.filter((name) => now[name] !== stored[name])
    if (changed.length > 0) {
      version += 1
      const own = await epoch.claim()
      const rows = changed.length
      await server.insert(
        'mark',
        [
          { name: 'campus', type: 'String', text: { names: [campus], ids: new Uint8Array(rows) } },
          { name: 'name', type: 'String', text: { names: changed, ids: [...changed.keys()] } },
          { name: 'value', type: 'Float64', numbers: Float64Array.from(changed, (name) => now[name]) },
          { name: 'version', type: 'UInt64', epoch: own, numbers: changed.map(() => version) },
        ],
        rows,
      )
      stored = now
    }
    return now.offset
  }

  return {
    async load() {
      loading ??= read(parts).then((found) => (stored = values = found))
      await loading.catch((error: unknown) => {
        loading = null
        throw error
      })
    },
    get: (name) => values[name],
    set(name, value) {
      values = { ...values, [name]: value }
    },
    save: () => inTurn(save),
  }
}
