/** A report as sheets: every number of the document, in every language. */

import { describe, expect, it } from 'vitest'
import type { SheetCell } from '../../../../../src/sheets/sheet-table.ts'
import { renderWorkbook } from '../../../../../src/figures/document/workbook/workbook.ts'
import { LANGUAGES } from '../../../../../src/figures/messages/language.ts'
import { reportSource, SIGNED } from '../../../../support/fixtures/report-source.ts'

const source = await reportSource()

const numbersOf = (rows: readonly (readonly SheetCell[])[]): number[] =>
  rows.flatMap((row) =>
    row.flatMap((cell) => (cell === null || typeof cell === 'string' ? [] : 'share' in cell ? [cell.share] : [cell.number])),
  )

describe('a workbook of a report', () => {
  it('has ten sheets whose names a spreadsheet accepts, and the same numbers in every language', () => {
    const [en, ...others] = LANGUAGES.map((language) => renderWorkbook(source, language))
    expect(en?.map((s) => s.id)).toEqual([
      'summary',
      'monthly',
      'meters',
      'factors',
      'entries',
      'quality',
      'restatements',
      'method',
      'explanation',
      'disclosure',
    ])
    for (const sheets of [en ?? [], ...others]) {
      expect(new Set(sheets.map((s) => s.name)).size).toBe(10)
      for (const { name, columns, rows } of sheets) {
        expect(name).toMatch(/^[^[\]/\\:*?]{1,31}$/)
        for (const row of rows) expect(row).toHaveLength(columns.length)
      }
    }
    for (const sheets of others) expect(sheets.map((s) => numbersOf(s.rows))).toEqual(en?.map((s) => numbersOf(s.rows)))
  })

  it('has each figure of the document with its unrounded value', () => {
    const [summary] = renderWorkbook(source, 'en')
    for (const [i, figure] of source.document.figures.entries()) {
      const row = summary?.rows[i] ?? []
      expect(row[1]).toBe(figure.id)
      if (figure.value === null) expect(row[3]).toBeNull()
      else expect(row[3]).toMatchObject({ number: expect.closeTo(figure.value, 9) as number })
    }
  })

  it('adds up: the months of a meter are the amounts that the figures used', () => {
    const sheets = renderWorkbook(source, 'en')
    const monthly = sheets.find((s) => s.id === 'monthly')
    const whole = source.document.inputs.filter((i) => i.kind === 'meter' && /^\d{4}-\d\d$/.test(i.month ?? ''))
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
    expect(whole.length).toBeGreaterThan(3)
    expect(sum(numbersOf(monthly?.rows ?? []))).toBeCloseTo(sum(whole.map((i) => (i.kind === 'meter' ? i.value : 0))), 6)
  })

  it('says that the period is open, or who signed which revision and why', async () => {
    const textOf = (sheets: ReturnType<typeof renderWorkbook>): string => JSON.stringify(sheets[0]?.head)
    expect(textOf(renderWorkbook(source, 'en'))).toContain('the period is not closed')
    const signed = renderWorkbook(await reportSource(SIGNED), 'en')
    for (const part of [SIGNED.hash, SIGNED.closedBy, SIGNED.closedAt]) expect(textOf(signed)).toContain(part)
    expect(signed.find((s) => s.id === 'restatements')?.rows).toHaveLength(2)
  })
})
