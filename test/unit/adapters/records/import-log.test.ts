import { appendFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openImportLog } from '../../../../src/adapters/records/import-log.ts'
import type { ImportLog, LoggedRows } from '../../../../src/ports/index.ts'

const ROWS: LoggedRows = {
  point: 'park/main/energy',
  rows: [
    { time: 1, value: 2.5, before: null },
    { time: 2, value: -0.1, before: { value: 7, code: 4 } },
  ],
}

async function all(log: ImportLog, id: string): Promise<LoggedRows[]> {
  const found: LoggedRows[] = []
  for await (const rows of log.read(id)) found.push(rows)
  return found
}

describe('the log of imports', () => {
  it('gives back what was logged, also after it is opened again behind a torn line', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'campus-import-log-'))
    const first = openImportLog({ dir })
    await first.append('import-1', ROWS)
    await first.append('import-2', { ...ROWS, rows: [] })
    await first.append('import-1', ROWS)
    await first.close()
    appendFileSync(join(dir, 'import-1.log'), '00000000 {"point":')
    const again = openImportLog({ dir })
    expect(await all(again, 'import-1')).toEqual([ROWS, ROWS])
    await again.append('import-1', ROWS)
    expect(await all(again, 'import-1')).toEqual([ROWS, ROWS, ROWS])
    expect(await all(again, 'import-3')).toEqual([])
    await again.close()
  })

  it('refuses an id that could name another file', async () => {
    const log = openImportLog({ dir: mkdtempSync(join(tmpdir(), 'campus-import-log-')) })
    await expect(log.append('../state', ROWS)).rejects.toMatchObject({ code: 'refused' })
    await expect(all(log, '../state')).rejects.toMatchObject({ code: 'refused' })
  })
})
