/** What only this service knows, and what is left of it after a kill. */

import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLedger } from '../../../../../src/adapters/influx/changes/change-log.ts'
import { marksOf } from '../../../../../src/adapters/influx/changes/changed-spans.ts'
import { DAY } from '../../../../../src/domain/index.ts'
import { batchOf } from '../rows.ts'

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'campus-ledger-'))
  path = join(dir, 'influx.log')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('the ledger', () => {
  it('knows offset, watermark and changes again after it was opened again', () => {
    const first = openLedger(path)
    first.mark([
      ['a', 5, 9, 1, 2],
      ['b', DAY, DAY + 1, 2, 2],
    ])
    first.written(2)
    first.rolled(1)
    first.close()
    const again = openLedger(path)
    expect([again.offset(), again.rolledUpTo(), again.fresh]).toEqual([2, 1, false])
    expect(again.changes(0)).toEqual({
      changes: [
        { point: 'a', from: 5, to: 9 },
        { point: 'b', from: DAY, to: DAY + 1 },
      ],
      upTo: 2,
    })
    expect(again.changes(2).changes).toEqual([])
    again.close()
  })

  it('shows a mark when its batch is written, not before, and keeps it when a kill came in between', () => {
    const first = openLedger(path)
    first.mark([['a', 5, 9, 1, 2]])
    expect(first.changes(0)).toEqual({ changes: [], upTo: 0 })
    first.close()
    const again = openLedger(path)
    again.written(2)
    expect(again.changes(0).changes).toEqual([{ point: 'a', from: 5, to: 9 }])
    again.close()
  })

  it('tells what was written after a question from what was written before it', () => {
    const ledger = openLedger(path)
    ledger.mark([['a', 1, 1, 1, 1]])
    ledger.written(1)
    ledger.changes(0)
    ledger.mark([['a', 7, 8, 2, 2]])
    ledger.written(2)
    expect(ledger.changes(1).changes).toEqual([{ point: 'a', from: 7, to: 8 }])
    ledger.close()
  })

  it('cuts a torn last line off, wherever it was torn', () => {
    const first = openLedger(path)
    first.written(1)
    const whole = statSync(path).size
    first.written(2)
    first.close()
    const bytes = readFileSync(path)
    for (let end = whole; end < bytes.length; end++) {
      writeFileSync(path, bytes.subarray(0, end))
      const torn = openLedger(path)
      expect(torn.offset()).toBe(1)
      torn.written(3)
      torn.close()
      const healed = openLedger(path)
      expect(healed.offset()).toBe(3)
      healed.close()
    }
  })

  it('takes everything as changed when a line inside is damaged', () => {
    const first = openLedger(path)
    first.mark([['a', 5, 9, 1, 2]])
    first.written(2)
    first.rolled(2)
    first.close()
    const bytes = readFileSync(path)
    bytes[20] = (bytes[20] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const damaged = openLedger(path)
    expect([damaged.offset(), damaged.rolledUpTo()]).toEqual([2, 0])
    expect(damaged.floor()).toBeGreaterThan(0)
    damaged.close()
  })

  it('stays small: what was rolled up is forgotten, what was not is kept', async () => {
    const ledger = openLedger(path, 2000)
    for (let seq = 1; seq <= 500; seq++) {
      ledger.mark([['a', seq, seq, seq, seq]])
      ledger.written(seq)
      if (seq === 450) ledger.changes(0)
      if (seq % 50 === 0 && seq <= 450) ledger.rolled(seq)
    }
    expect(statSync(path).size).toBeLessThan(6000)
    expect(await ledger.sync()).toBe(500)
    ledger.close()
    appendFileSync(path, 'torn')
    const again = openLedger(path)
    expect([again.offset(), again.rolledUpTo()]).toEqual([500, 450])
    expect(again.changes(450).changes).toEqual([{ point: 'a', from: 451, to: 500 }])
    expect(again.floor()).toBeLessThanOrEqual(450)
    again.close()
  })

  it('forgets removed points', () => {
    const ledger = openLedger(path)
    ledger.mark([
      ['a', 5, 9, 1, 2],
      ['b', 5, 9, 1, 2],
    ])
    ledger.written(2)
    ledger.remove(['a'])
    expect(ledger.changes(0).changes.map((c) => c.point)).toEqual(['b'])
    ledger.close()
  })
})

describe('marks of a batch', () => {
  it('span what each point has on each day, in any order of rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -3 * DAY, max: 3 * DAY }), fc.integer({ min: 1, max: 9 }))),
        (rows) => {
          const batch = batchOf(rows.map(([point, time, seq]) => [point, time, 1, seq]))
          const marks = marksOf(batch.rows, batch.seq, [...rows.keys()])
          const keys = new Set(rows.map(([point, time]) => `${point} ${Math.floor(time / DAY)}`))
          expect(new Set(marks.map(([point, from]) => `${point} ${Math.floor(from / DAY)}`))).toEqual(keys)
          expect(marks.length).toBe(keys.size)
          for (const [point, from, to, least, most] of marks) {
            const mine = rows.filter(([p, t]) => p === point && Math.floor(t / DAY) === Math.floor(from / DAY))
            expect([from, to]).toEqual([Math.min(...mine.map((r) => r[1])), Math.max(...mine.map((r) => r[1]))])
            expect([least, most]).toEqual([Math.min(...mine.map((r) => r[2])), Math.max(...mine.map((r) => r[2]))])
          }
        },
      ),
    )
  })
})
