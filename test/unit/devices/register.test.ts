import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvOf } from '../../../src/sheets/csv.ts'
import type { SheetTexts } from '../../../src/sheets/sheet-table.ts'
import { writeTables } from '../../../src/sheets/xlsx.ts'
import { columnLetter, guessColumns } from '../../../src/devices/sheet/columns.ts'
import { templateOf } from '../../../src/devices/rows/sources.ts'
import { cellText, readTable } from '../../../src/imports/index.ts'

function textsOf(bytes: Uint8Array): string[][] {
  const table = readTable(bytes, { delimiter: ',' })
  if (!table.ok) throw new Error(table.failures.map((f) => f.reason).join())
  return [...table.value.records()].map(({ cells }) => cells.map(cellText))
}

describe('a sheet that is written', () => {
  const cell = fc
    .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ab,"; <>&\'äß中1'.split('')) })
    .map((text) => `x${text.trim()}`)
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 })

  it('is read back cell for cell as XLSX and as CSV', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (sheet: SheetTexts) => {
        expect(textsOf(await writeTables([{ name: 's', rows: sheet }]))).toEqual(sheet)
        expect(textsOf(new TextEncoder().encode(csvOf(sheet)))).toEqual(sheet)
      }),
      { numRuns: 50 },
    )
  })

  it('holds no formula in CSV', () => {
    expect(csvOf([['=1+1', '@x', '-2', 'plain']])).toBe("'=1+1,'@x,'-2,plain\r\n")
  })
})

describe('columns', () => {
  it('have letters as in a spreadsheet', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
  })

  it('are known by their heads whatever case, blanks and units in brackets these have; the first of two stands', () => {
    expect(guessColumns(['Max-Rate (kW)', 'MAKE', 'Brand', 'ct ratio', '倍率', 'colour']).map((c) => c.key)).toEqual([
      'max_rate',
      'make',
      null,
      'ct_ratio',
      null,
      null,
    ])
  })
})

describe('the topic of one device', () => {
  it('becomes the template of all: the level that is the device, or a part of one', () => {
    expect(templateOf('tele/plug-1/SENSOR', 'plug-1')).toBe('tele/{device}/SENSOR')
    expect(templateOf('shop/meter_7/state', '7')).toBe('shop/meter_{device+}/state')
    expect(templateOf('a/{device}/b', 'x')).toBe('a/{device}/b')
    expect(templateOf('a/b', 'x')).toBe('a/b')
  })
})
