/** The record logs, under one suite; and what only a file can suffer. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openRecords } from '../../src/adapters/records/records.ts'
import { instant } from '../../src/domain/index.ts'
import { createMemoryRecords } from '../support/fakes/memory-records.ts'
import { tempFolder } from '../support/process/temp-folder.ts'
import { describeRecords, type OpenedRecords } from './suites/records-suite.ts'

const onFile = async (file = join(tempFolder(), 'deep', 'records.ndjson')): Promise<OpenedRecords> => ({
  records: await openRecords({ file }),
  reopen: () => onFile(file),
})

describeRecords('memory', async () => ({ records: createMemoryRecords() }))
describeRecords('a file', onFile)

const AT = instant(0)

/** `restore` puts bytes in place of the log, beside the head of the whole one. */
async function logOf(count: number): Promise<{ restore: (bytes: Buffer) => string; bytes: Buffer; lines: number[] }> {
  const file = join(tempFolder(), 'records.ndjson')
  const log = await openRecords({ file })
  for (let i = 1; i <= count; i++) await log.append('s', `${i}`, AT, { text: `é${i}` })
  await log.close()
  const bytes = readFileSync(file)
  const head = readFileSync(`${file}.head`)
  const restore = (changed: Buffer): string => {
    writeFileSync(file, changed)
    writeFileSync(`${file}.head`, head)
    return file
  }
  return { restore, bytes, lines: [...bytes.keys()].filter((at) => bytes[at] === 10) }
}

describe('a record log cut at any byte of its last lines', () => {
  it('opens, has the whole lines before the cut, reports the torn one, and takes more', async () => {
    const { restore, bytes, lines } = await logOf(4)
    const from = (lines.at(-3) ?? 0) + 1
    for (let end = from; end <= bytes.length; end++) {
      const file = restore(bytes.subarray(0, end))
      const log = await openRecords({ file })
      const whole = lines.filter((at) => at < end).length
      expect((await log.read('s')).map((r) => r.seq)).toEqual([1, 2, 3, 4].slice(0, whole))
      expect(log.damaged()).toBe(lines.some((at) => at + 1 === end) ? 0 : 1)
      // An acknowledged record is missing: the log notes that before anything else.
      const noted = whole < 4 ? 1 : 0
      expect([log.breaks(), (await log.read('damage')).length]).toEqual([noted, noted])
      expect(await log.append('s', 'new', AT, {})).toBe(whole + noted + 1)
      await log.close()
      const again = await openRecords({ file })
      expect((await again.read('s')).at(-1)?.id).toBe('new')
      expect(again.damaged()).toBe(0)
      await again.close()
    }
  })
})

describe('a record log with a flipped bit', () => {
  it('opens, skips and counts the damaged line, and has the others', async () => {
    const { restore, bytes, lines } = await logOf(3)
    const [first = 0, second = 0] = lines
    for (let bit = (first + 1) * 8; bit < second * 8; bit++) {
      const damaged = Buffer.from(bytes)
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const file = restore(damaged)
      const log = await openRecords({ file })
      const read = await log.read('s')
      expect(read[0]?.seq).toBe(1)
      expect(read.at(-1)?.seq).toBe(3)
      // A letter of the checksum may have changed its case: the line is still right.
      expect(log.damaged() > 0 ? read.length : 3).toBe(log.damaged() > 0 ? 2 : 3)
      expect(await log.append('s', 'new', AT, {})).toBe(log.breaks() > 0 ? 5 : 4)
      await log.close()
    }
  })
})
