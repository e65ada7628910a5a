/** What the hash of a report covers: the document, never prose. */

import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../../src/adapters/system/sha256.ts'
import { effectiveEntries } from '../../../../src/domain/index.ts'
import { buildDocument } from '../../../../src/figures/document/build-document.ts'
import { earlierTexts, HASH_ALGORITHM, hashedText } from '../../../../src/figures/document/document-hash.ts'
import type { ReportDocument } from '../../../../src/figures/document/report-document.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { computeFigures } from '../../../../src/figures/formulas/compute.ts'
import { message, renderMessage } from '../../../../src/figures/messages/message.ts'
import { entryOf, figureInputs, type InputsWish } from '../../../support/fixtures/figure-inputs.ts'

const HEADS = entryOf('head-count', 'park', 100, '2025-01-01')

function documentOf(more: Partial<InputsWish> = {}): ReportDocument {
  const inputs = figureInputs({
    points: [{ id: 'park/main', quantity: 'energy', role: 'main-meter' }],
    totals: { 'park/main': 10_000 },
    entries: effectiveEntries([HEADS]),
    factors: factorsOf('report-2020', []),
    period: '2026-03',
    ...more,
  })
  const frame = { inputs, factorSet: 'report-2020', boundary: null, prior: null, base: null, baseYear: null }
  return buildDocument(frame, computeFigures(inputs, null))
}

const hash = (document: ReportDocument): string => sha256(hashedText(document))
const BASE = documentOf()

describe('the hash of a report document', () => {
  it('is the same for the same inputs, and stays when a sentence of the catalogues is reworded', () => {
    expect(hash(documentOf())).toBe(hash(BASE))
    // The text that is hashed holds no sentence of any language that a reword could reach.
    const messages = [...BASE.figures.flatMap((f) => [...f.missing, ...f.remarks.map((r) => r.message)]), ...BASE.checks]
    expect(messages.length).toBeGreaterThan(10)
    const text = hashedText(BASE)
    for (const language of ['en', 'zh-Hans', 'zh-Hant'] as const)
      expect(messages.map((m) => renderMessage(m, language)).filter((sentence) => text.includes(sentence))).toEqual([])
  })

  it('changes with a value, a coverage, an entry, a factor row and the code of a message', () => {
    const changed: readonly ReportDocument[] = [
      documentOf({ totals: { 'park/main': 10_000.001 } }),
      { ...BASE, figures: BASE.figures.map((f, i) => (i === 0 ? { ...f, coverage: 0.5 } : f)) },
      documentOf({ entries: effectiveEntries([{ ...HEADS, id: 'another' }]) }),
      documentOf({ entries: effectiveEntries([{ ...HEADS, value: 101 }]) }),
      { ...BASE, factors: BASE.factors.map((row, i) => (i === 0 ? { ...row, document: 'another edition' } : row)) },
      documentOf({ factors: factorsOf('default', []) }),
      { ...BASE, comparison: { ...BASE.comparison, base_note: message('is-base-year', { period: '2026-03' }) } },
    ]
    const hashes = [BASE, ...changed].map(hash)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('leaves out how a shipped factor row is annotated: that is prose of the program', () => {
    const reworded = factorsOf('report-2020', []).map((row) => ({ ...row, note: 'reworded' }))
    expect(hash(documentOf({ factors: reworded }))).toBe(hash(BASE))
  })

  it('names its algorithm, and offers what an earlier one hashed: the English JSON with the command under its former name', () => {
    expect(HASH_ALGORITHM).toBe('report-document/3')
    const { 'report-json': text = '' } = earlierTexts(BASE)
    expect(JSON.parse(text)).toMatchObject({ period: '2026-03', language: 'en', revision: 1 })
    expect(text).toContain('campus fact set base-year')
    expect(text).not.toContain('campus entry set')
    expect(JSON.parse(earlierTexts(BASE)['report-document/1'] ?? '')).toMatchObject({ version: 1, period: { id: '2026-03' } })
    const second = JSON.parse(
      earlierTexts({ ...BASE, checks: [{ code: 'heads-apart', values: { figures: '' } }] })['report-document/2'] ?? '',
    ) as object
    expect(second).toMatchObject({ version: 2, checks: [] })
  })
})
