/** Renderings of a report document: the same numbers in every language, the same bytes from the same document. */

import { describe, expect, it } from 'vitest'
import { FIGURE_IDS } from '../../../../../src/domain/index.ts'
import { canonicalJson } from '../../../../../src/figures/document/canonical-json.ts'
import { renderCsv } from '../../../../../src/figures/document/render/csv.ts'
import { type Report, renderReport } from '../../../../../src/figures/document/render/report.ts'
import type { ReportDocument } from '../../../../../src/figures/document/report-document.ts'
import { LANGUAGES } from '../../../../../src/figures/messages/language.ts'
import { requestBy } from '../../../../support/fakes/reporting.ts'
import { wholeAccounts } from '../../../../support/fixtures/whole-campus.ts'

async function readDocument(): Promise<ReportDocument> {
  const document = await (await wholeAccounts()).document(requestBy(), { period: '2026-03', boundary: null })
  if ('unknown' in document) throw new Error(document.unknown)
  return document
}

const document = await readDocument()

describe('a rendered report', () => {
  it('has every figure once, in the fixed order, in every language with the same numbers', () => {
    const [en, hans, hant] = [renderReport(document, 'en'), renderReport(document, 'zh-Hans'), renderReport(document, 'zh-Hant')]
    const numbers = (r: Report): unknown => r.figures.map(({ id, value, published, coverage }) => [id, value, published, coverage])
    expect(en.figures.map((f) => f.id)).toEqual(FIGURE_IDS)
    expect(numbers(hans)).toEqual(numbers(en))
    expect(numbers(hant)).toEqual(numbers(en))
    expect(hans.figures[0]?.name).toBe('综合能源消耗总量')
    expect(hant.figures.find((f) => f.id === 'electricity.maximum-demand')?.findings[0]?.sentence).toContain('最大值出現於')
  })

  it('is the same bytes from a document that was stored in its canonical form and read back', () => {
    const stored = JSON.parse(canonicalJson(document)) as ReportDocument
    for (const language of LANGUAGES) {
      expect(JSON.stringify(renderReport(stored, language))).toBe(JSON.stringify(renderReport(document, language)))
      expect(renderCsv(stored, language)).toBe(renderCsv(document, language))
    }
  })

  it('carries the revision that it is printed for', () => {
    expect(renderReport(document, 'en').revision).toBe(1)
    expect(renderReport(document, 'en', 3).revision).toBe(3)
  })

  it('prints the disclosure index with the values of the figures that answer a line', () => {
    const { disclosure, figures } = renderReport(document, 'en')
    for (const { figures: answers } of disclosure) for (const a of answers) expect(a.value).toBe(figures.find((f) => f.id === a.id)?.value)
  })
})

describe('a report as CSV', () => {
  it('has a line for each figure and no cell that a spreadsheet would run', () => {
    const lines = renderCsv(document, 'en').trimEnd().split('\r\n')
    expect(lines).toHaveLength(FIGURE_IDS.length + 1)
    expect(lines[0]).toContain('id,boundary,value,unit,published')
    expect(lines.slice(1).every((l) => !/(^|,)[=+@]/.test(l))).toBe(true)
  })
})
