/** What only this service knows, and what is left of it after a kill. */

import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openChangeLog } from '../../../../../src/adapters/influx/changes/change-log.ts'
import { changedSpansOf } from '../../../../../src/domain/index.ts'
import { DAY } from '../../../../../src/domain/index.ts'
import { batchOf } from '../rows.ts'

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'campus-change-log-'))
  path = join(dir, 'influx.log')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('the change log', () => {
  it('keeps offset, watermark and changes when it is opened again', () => {
    const first = openChangeLog(path)
    first.add([
      ['a', 5, 9, 1, 2],
      ['b', DAY, DAY + 1, 2, 2],
    ])
    first.setOffset(2)
    first.setRolledUpTo(1)
    first.close()
    const again = openChangeLog(path)
    expect([again.offset(), again.rolledUpTo(), again.isNew]).toEqual([2, 1, false])
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

  it('shows a changed span when its batch is written, not before, and keeps it when a kill came in between', () => {
    const first = openChangeLog(path)
    first.add([['a', 5, 9, 1, 2]])
    expect(first.changes(0)).toEqual({ changes: [], upTo: 0 })
    first.close()
    const again = openChangeLog(path)
    again.setOffset(2)
    expect(again.changes(0).changes).toEqual([{ point: 'a', from: 5, to: 9 }])
    again.close()
  })

  it('separates spans written after a query from those written before it', () => {
    const changeLog = openChangeLog(path)
    changeLog.add([['a', 1, 1, 1, 1]])
    changeLog.setOffset(1)
    changeLog.changes(0)
    changeLog.add([['a', 7, 8, 2, 2]])
    changeLog.setOffset(2)
    expect(changeLog.changes(1).changes).toEqual([{ point: 'a', from: 7, to: 8 }])
    changeLog.close()
  })

  it('cuts a torn last line off, wherever it was torn', () => {
    const first = openChangeLog(path)
    first.setOffset(1)
    const whole = statSync(path).size
    first.setOffset(2)
    first.close()
    const bytes = readFileSync(path)
    for (let end = whole; end < bytes.length; end++) {
      writeFileSync(path, bytes.subarray(0, end))
      const torn = openChangeLog(path)
      expect(torn.offset()).toBe(1)
      torn.setOffset(3)
      torn.close()
      const healed = openChangeLog(path)
      expect(healed.offset()).toBe(3)
      healed.close()
    }
  })

  it('counts everything as changed when a line inside is damaged', () => {
    const first = openChangeLog(path)
    first.add([['a', 5, 9, 1, 2]])
    first.setOffset(2)
    first.setRolledUpTo(2)
    first.close()
    const bytes = readFileSync(path)
    bytes[20] = (bytes[20] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const damaged = openChangeLog(path)
    expect([damaged.offset(), damaged.rolledUpTo()]).toEqual([2, 0])
    expect(damaged.completeAfter()).toBeGreaterThan(0)
    damaged.close()
  })

  it('stays small: it removes spans that were rolled up and keeps the others', async () => {
    const changeLog = openChangeLog(path, 2000)
    for (let seq = 1; seq <= 500; seq++) {
      changeLog.add([['a', seq, seq, seq, seq]])
      changeLog.setOffset(seq)
      if (seq === 450) changeLog.changes(0)
      if (seq % 50 === 0 && seq <= 450) changeLog.setRolledUpTo(seq)
    }
    expect(statSync(path).size).toBeLessThan(6000)
    expect(await changeLog.sync()).toBe(500)
    changeLog.close()
    appendFileSync(path, 'torn')
    const again = openChangeLog(path)
    expect([again.offset(), again.rolledUpTo()]).toEqual([500, 450])
    expect(again.changes(450).changes).toEqual([{ point: 'a', from: 451, to: 500 }])
    expect(again.completeAfter()).toBeLessThanOrEqual(450)
    again.close()
  })

  it('removes spans of removed points', () => {
    const changeLog = openChangeLog(path)
    changeLog.add([
      ['a', 5, 9, 1, 2],
      ['b', 5, 9, 1, 2],
    ])
    changeLog.setOffset(2)
    changeLog.remove(['a'])
    expect(changeLog.changes(0).changes.map((c) => c.point)).toEqual(['b'])
    changeLog.close()
  })
})

describe('changed spans of a batch', () => {
  it('cover the rows of each point and day, in any order of rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -3 * DAY, max: 3 * DAY }), fc.integer({ min: 1, max: 9 }))),
        (rows) => {
          const batch = batchOf(rows.map(([point, time, seq]) => [point, time, 1, seq]))
          const spans = changedSpansOf(batch.rows, batch.seq, [...rows.keys()])
          const keys = new Set(rows.map(([point, time]) => `${point} ${Math.floor(time / DAY)}`))
          expect(new Set(spans.map(([point, from]) => `${point} ${Math.floor(from / DAY)}`))).toEqual(keys)
          expect(spans.length).toBe(keys.size)
          for (const [point, from, to, least, most] of spans) {
            const mine = rows.filter(([p, t]) => p === point && Math.floor(t / DAY) === Math.floor(from / DAY))
            expect([from, to]).toEqual([Math.min(...mine.map((r) => r[1])), Math.max(...mine.map((r) => r[1]))])
            expect([least, most]).toEqual([Math.min(...mine.map((r) => r[2])), Math.max(...mine.map((r) => r[2]))])
          }
        },
      ),
    )
  })
})
