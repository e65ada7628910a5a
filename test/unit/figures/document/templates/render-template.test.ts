/** Reports in the forms of frameworks: every line of every form in three languages, and nothing that a spreadsheet computes. */

import { beforeAll, describe, expect, it } from 'vitest'
import { meterRows } from '../../../../../src/figures/document/templates/meter-rows.ts'
import { renderTemplate, templateOf, TEMPLATES } from '../../../../../src/figures/document/templates/render-template.ts'
import type { WorkbookSource } from '../../../../../src/figures/document/workbook/workbook.ts'
import { LANGUAGES } from '../../../../../src/figures/messages/language.ts'
import { csvOfTable } from '../../../../../src/sheets/csv.ts'
import type { SheetCell } from '../../../../../src/sheets/sheet-table.ts'
import { reportSource, SIGNED } from '../../../../support/fixtures/report-source.ts'

describe('the form of a framework', () => {
  let source: WorkbookSource
  beforeAll(async () => {
    source = await reportSource(SIGNED)
  })
  const rendered = (id: string) => {
    const template = templateOf(id)
    if (template === null) throw new Error(id)
    return renderTemplate(template, { ...source, revision: 2 }, 'en')
  }
  const rowOf = (id: string, code: string): readonly SheetCell[] => rendered(id).rows.find((row) => row[0] === code) ?? []
  const figure = (id: string) => source.document.figures.find((f) => f.id === id)

  it('says its edition, the period, the revision and the hash in every language, and has as many cells as columns', () => {
    for (const template of TEMPLATES)
      for (const language of LANGUAGES) {
        const { head, columns, rows, name } = renderTemplate(template, { ...source, revision: 2 }, language)
        expect(name.length).toBeLessThanOrEqual(31)
        expect(head.flat()).toEqual(expect.arrayContaining([template.edition, '2026-03', '2', source.hash]))
        expect(rows.length).toBeGreaterThan(0)
        expect(rows.filter((row) => row.length !== columns.length)).toEqual([])
      }
  })

  it('has the figures of the report with their published digits, gigajoules for megawatt hours where GRI asks for them, and tonnes of water as m3', () => {
    const total = figure('energy.total')?.value ?? 0
    expect(rowOf('esrs', 'E1-5 §37')).toEqual(expect.arrayContaining([{ number: Math.round(total * 100) / 100, digits: 2 }, 'MWh']))
    expect(rowOf('gri', '302-1-e')).toEqual(expect.arrayContaining([{ number: total * 3.6, digits: 2 }, 'GJ']))
    expect(rowOf('esrs', 'E3-4 §28(a)')).toContain('m3')
  })

  it('leaves a line empty with its reason where the report has no answer: scope 3, revenue', () => {
    expect(rowOf('ghg-protocol', 'scope 3')[4]).toBeNull()
    expect(rowOf('ghg-protocol', 'scope 3').at(-1)).toContain('scope 3 is not computed')
    const lines = rendered('hkex').rows.filter((row) => row[4] === null)
    expect(lines.length).toBeGreaterThan(0)
    for (const row of lines) expect(row.at(-1)).not.toBe('')
  })

  it('of meters has a row a month whose amounts are those of the report', () => {
    const rows = meterRows(source.document, ['energy.total'])
    const inputs = (figure('energy.total')?.inputs ?? []).map((i) => source.document.inputs[i])
    const metered = inputs.flatMap((i) => (i?.kind === 'meter' ? [i.value] : []))
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
    expect(sum(rows.filter((r) => !r.meter.startsWith('bill.')).map((r) => r.amount))).toBeCloseTo(sum(metered), 6)
    expect(rows.find((r) => r.first === '2026-03-01')?.last).toBe('2026-03-31')
  })

  it('is guarded against formulas as CSV', () => {
    const table = {
      ...rendered('gri'),
      rows: [['=1+1', '＝cmd', null, null, { number: -2, digits: 0 }, ' @x', null, null]] as SheetCell[][],
    }
    expect(csvOfTable(table).split('\r\n').at(-2)).toBe("'=1+1,'＝cmd,,,-2,' @x,,")
  })
})
