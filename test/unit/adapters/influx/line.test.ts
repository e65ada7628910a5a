/** Names, numbers and batches as lines. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { floatText, nameFault, tagText, timeFault } from '../../../../src/adapters/influx/line.ts'
import { toBatchLines } from '../../../../src/adapters/influx/readings/batch-lines.ts'
import { batchOf, type RowSpec } from './rows.ts'

describe('a name in line protocol', () => {
  it.each(['', 'a\nb', 'a\0', 'a\\', '\\,x', 'a\u007f', '\ud800', 'x'.repeat(1001), 'é'.repeat(501)])(
    'like %j is refused with a reason',
    (name) => {
      expect(nameFault(name)).toMatch(/name/)
    },
  )

  it('escapes characters that end a tag value, and stays on one line', () => {
    expect(tagText('a b,c=d"e')).toBe('a\\ b\\,c\\=d"e')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        fc.pre(nameFault(name) === null)
        expect(tagText(name)).not.toMatch(/[\n\r\0]/)
        expect(tagText(name).replace(/\\([,= ])/g, '$1')).toBe(name)
      }),
    )
  })
})

describe('a number in line protocol', () => {
  it('reads back as the same bits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(Number(floatText(value)), value)).toBe(true)
      }),
    )
  })

  it('is a time only as a whole millisecond of the years that the store can hold', () => {
    expect([timeFault(0), timeFault(-9_223_372_036_854), timeFault(9_223_372_036_854)]).toEqual([null, null, null])
    for (const time of [0.5, Number.NaN, Infinity, 9_223_372_036_855]) expect(timeFault(time)).toContain(String(time))
  })
})

const specs = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 5 }), fc.integer(), fc.integer({ min: 1, max: 20 })),
  { maxLength: 30 },
)

describe('a batch in line protocol', () => {
  it('sends for each key the row with the greatest sequence, of equal ones the later', () => {
    fc.assert(
      fc.property(specs, (rows) => {
        const wanted = new Map<string, RowSpec>()
        for (const row of rows) {
          const key = `${row[0]} ${row[1]}`
          if ((wanted.get(key)?.[3] ?? 0) <= row[3]) wanted.set(key, row)
        }
        const sent = toBatchLines(batchOf(rows), 0).lines.slice(0, rows.length)
        expect([...sent].sort()).toEqual([...wanted.values()].map(([p, t, v]) => `reading,point=${p} v=${v},q=0i ${t}`).sort())
      }),
    )
  })

  it('leaves out rows that are stored already', () => {
    expect(
      toBatchLines(
        batchOf([
          ['a', 1, 1, 5],
          ['a', 2, 2, 6],
        ]),
        5,
      ).lines.slice(0, 9),
    ).toEqual(['reading,point=a v=2,q=0i 2'])
  })

  it('refuses values, times and names before sending, each with its row and reason', () => {
    const { refused, rows } = toBatchLines(
      batchOf([
        ['a', 1, Number.NaN, 1],
        ['a', 2, 1, 2],
        ['a', 3, -Infinity, 3],
        ['b\n', 4, 1, 4],
        ['a', 0.5, 1, 5],
      ]),
      0,
    )
    expect(rows).toEqual([1])
    expect(refused.map((r) => r.row)).toEqual([0, 2, 3, 4])
    expect(refused.map((r) => r.why).join()).toMatch(/NaN.*-Infinity.*control character.*0\.5/)
  })
})
