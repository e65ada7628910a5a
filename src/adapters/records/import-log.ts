/** Rows of imports with what they replaced: a file an import, of checksummed lines. A torn last line was never acknowledged; it is cut off. */

import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSerialQueue, errorText } from '../../kernel/index.ts'
import { type ImportLog, type LoggedRow, type LoggedRows, PortError } from '../../ports/index.ts'
import { decodeLines, encodeLine } from './checksummed-lines.ts'
import { type LineFile, openLineFile } from './line-file.ts'

/** [time, value], and where a row was replaced [time, value, value before, code before]. */
type PackedRow = readonly [number, number] | readonly [number, number, number, number]

interface PackedRows {
  readonly point: string
  readonly rows: readonly PackedRow[]
}

const pack = ({ time, value, before }: LoggedRow): PackedRow => (before === null ? [time, value] : [time, value, before.value, before.code])

const unpack = ([time, value, beforeValue, code]: PackedRow): LoggedRow => ({
  time,
  value,
  before: beforeValue === undefined || code === undefined ? null : { value: beforeValue, code },
})

/** An id is the name of a file: ours are `import-1`, `import-2`, ... and, of changes of devices, `proposal-1`, ... */
const ID = /^(?:import|proposal)-\d{1,12}$/

export function openImportLog({ dir }: { readonly dir: string }): ImportLog & { close(): Promise<void> } {
  const queue = createSerialQueue()
  /** One at a time is written: the last one stays open. */
  let open: { readonly id: string; readonly file: LineFile } | null = null

  const pathOf = (id: string): string => {
    if (!ID.test(id)) throw new PortError('refused', `"${id}" is no id of an import`)
    return join(dir, `${id}.log`)
  }

  async function fileOf(id: string): Promise<LineFile> {
    if (open?.id === id) return open.file
    await open?.file.close()
    open = null
    mkdirSync(dir, { recursive: true })
    const { end } = decodeLines(await readFile(pathOf(id), { flag: 'a+' }))
    open = { id, file: await openLineFile(pathOf(id), end) }
    return open.file
  }

  return {
    append: (id, { point, rows }) =>
      queue.run(async () => {
        try {
          const file = await fileOf(id)
          await file.append(encodeLine({ point, rows: rows.map(pack) } satisfies PackedRows), { durable: true })
        } catch (error) {
          if (error instanceof PortError) throw error
          throw new PortError('unavailable', `the rows of an import cannot be logged: ${errorText(error)}`, { cause: error })
        }
      }),
    async *read(id): AsyncGenerator<LoggedRows> {
      await queue.idle()
      const bytes = await readFile(pathOf(id)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return Buffer.alloc(0)
        throw error
      })
      for (const { value } of decodeLines(bytes).lines) {
        const { point, rows } = value as PackedRows
        yield { point, rows: rows.map(unpack) }
      }
    },
    async close() {
      await queue.idle()
      await open?.file.close()
      open = null
    },
  }
}
