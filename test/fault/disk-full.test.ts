/** Failure 12: a file that cannot grow. The write is refused with its code, accepted data stays, and nothing half-written is left. */

import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createJournal } from '../../src/adapters/journal/journal.ts'
import { openJournalReader } from '../../src/adapters/journal/reader.ts'
import { openDeadLetters } from '../../src/adapters/records/dead-letters.ts'
import { openRecords } from '../../src/adapters/records/records.ts'
import { built } from '../support/process/built.ts'
import { journalOptions, messageOf, readAll, text } from '../support/fixtures/journal.ts'
import { tempFolder } from '../support/process/temp-folder.ts'

interface Outcome {
  /** Large ones that went through before the first refusal. */
  readonly accepted: number
  readonly name: string
  readonly code: string
  /** Whether a small one fitted into what was left. */
  readonly small: boolean
}

/** Runs the child with files limited to 64 blocks of 512 or 1024 bytes; writes past it fail, some of them halfway. */
async function limited(what: string, dir: string): Promise<Outcome> {
  await built('src/adapters/journal/journal.js')
  const child = resolve(import.meta.dirname, '../support/process/limited.mjs')
  const run = spawnSync('sh', ['-c', `trap '' XFSZ; ulimit -f 64; exec "$0" "$@"`, process.execPath, child, what, dir], {
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
  return JSON.parse(run.stdout) as Outcome
}

describe('on a full disk', () => {
  it('the journal refuses with `full`, and continues from what it accepted', async () => {
    const dir = tempFolder()
    const { accepted, ...rest } = await limited('journal', dir)
    expect(rest).toMatchObject({ name: 'PortError', code: 'full' })
    expect(accepted).toBeGreaterThan(20)
    const journal = await createJournal(journalOptions(dir))
    const stored = accepted + (rest.small ? 1 : 0)
    expect(journal.state()).toMatchObject({ lastSeq: stored, torn: 0, corrupt: 0 })
    expect(journal.append(messageOf('room again'))).toBe(stored + 1)
    const reader = openJournalReader({ dir })
    const read = readAll(reader).map(text)
    expect(read).toHaveLength(stored + 1)
    expect(read.at(-1)).toBe('room again')
    expect(reader.skipped()).toBe(0)
    reader.close()
    await journal.close()
  })

  it('the record log refuses with `unavailable`, and holds exactly the records it confirmed', async () => {
    const dir = tempFolder()
    const { accepted, ...rest } = await limited('records', dir)
    expect(rest).toMatchObject({ name: 'PortError', code: 'unavailable' })
    const log = await openRecords({ file: `${dir}/records.ndjson` })
    expect(log.damaged()).toBe(0)
    const stored = accepted + (rest.small ? 1 : 0)
    expect((await log.read('s')).map((r) => r.seq)).toEqual(Array.from({ length: stored }, (_, i) => i + 1))
    expect(await log.append('s', 'room again', 0 as never, {})).toBe(stored + 1)
    await log.close()
  })

  it('the dead-letter ring refuses with `unavailable`, and holds exactly the letters it confirmed', async () => {
    const dir = tempFolder()
    const { accepted, ...rest } = await limited('dead-letters', dir)
    expect(rest).toMatchObject({ name: 'PortError', code: 'unavailable' })
    const letters = await openDeadLetters({ dir })
    const { total, items } = await letters.list({ limit: 1000 })
    expect(total).toBe(accepted + (rest.small ? 1 : 0))
    for (const { id } of items) expect((await letters.get(id))?.id).toBe(id)
    await letters.close()
  })
})
