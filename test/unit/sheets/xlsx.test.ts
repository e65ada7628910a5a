/** A workbook as a file, read back with another library. */

import readSheets from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { writeXlsx } from '../../../src/sheets/xlsx.ts'
import type { ReportSheet } from '../../../src/figures/document/workbook/sheet.ts'
import { renderWorkbook } from '../../../src/figures/document/workbook/workbook.ts'
import { reportSource, SIGNED } from '../../support/fixtures/report-source.ts'

const SHEET: ReportSheet = {
  id: 'summary',
  name: '摘要',
  head: [],
  columns: [
    { title: 'text', width: 10 },
    { title: 'number', width: 10 },
    { title: 'share', width: 10 },
  ],
  rows: [
    ['=1+1', { number: 1.23456789, digits: 2 }, { share: 0.955 }],
    ['<a>&"\u0000\u0007', null, null],
    ['中文 ｅ', { number: -0.1, digits: 0 }, null],
  ],
}

const read = async (bytes: Uint8Array) => readSheets(Buffer.from(bytes))

describe('a workbook file', () => {
  it('gives back texts as texts and numbers unrounded, formulas and control characters disarmed', async () => {
    const [sheet] = await read(await writeXlsx([SHEET]))
    expect(sheet?.sheet).toBe('摘要')
    expect(sheet?.data).toEqual([
      ['text', 'number', 'share'],
      ['=1+1', 1.23456789, 0.955],
      ['<a>&"', null, null],
      ['中文 ｅ', -0.1, null],
    ])
  })

  it('is the same bytes from the same sheets', async () => {
    expect(Buffer.from(await writeXlsx([SHEET])).equals(Buffer.from(await writeXlsx([SHEET])))).toBe(true)
  })

  it('of a whole report has all its sheets and rows', async () => {
    const sheets = renderWorkbook(await reportSource(SIGNED), 'zh-Hant')
    const back = await read(await writeXlsx(sheets))
    expect(back.map((s) => s.sheet)).toEqual(sheets.map((s) => s.name))
    for (const [i, { head, rows }] of sheets.entries()) expect(back[i]?.data.length).toBeGreaterThanOrEqual(head.length + rows.length)
  })
})
