/** The PDF of a report, printed by a real Chromium and read with poppler where it is installed. */

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { textWidth, wrapText } from '../../src/adapters/documents/pdf-text.ts'
import { createReportFiles } from '../../src/adapters/documents/report-files.ts'
import { renderPage } from '../../src/figures/document/page/page.ts'
import { renderWorkbook } from '../../src/figures/document/workbook/workbook.ts'
import { reportSource, SIGNED } from '../support/fixtures/report-source.ts'
import { findServer, without } from '../support/process/servers.ts'
import { tempDir } from '../support/process/service.ts'

const GUARD_MS = 240_000

function textOf(pdf: Uint8Array): string | null {
  const file = join(tempDir('pdf'), 'report.pdf')
  writeFileSync(file, pdf)
  const run = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  return run.status === 0 ? run.stdout : null
}

describe.skipIf(findServer('chromium') === null)(`the PDF of a report${without('chromium')}`, () => {
  it(
    'has pages with selectable text in Chinese, and is the same bytes from the same report',
    async () => {
      const source = await reportSource(SIGNED)
      const files = createReportFiles()
      const html = renderPage(source, 'zh-Hans', { code: files.code(`sha256:${source.hash}`) })
      const printed = { html, sheets: () => [], language: 'zh-Hans' }
      const [one, two] = [await files.pdf(printed), await files.pdf(printed)]
      const head = Buffer.from(one).toString('latin1')
      expect(head.startsWith('%PDF-')).toBe(true)
      expect([...head.matchAll(/\/Type \/Page\b/g)].length).toBeGreaterThan(3)
      expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
      const text = textOf(one)
      if (text !== null) for (const part of ['能源与环境报告', '2026-03', SIGNED.hash]) expect(text.replaceAll(/\s/g, '')).toContain(part)
    },
    GUARD_MS,
  )
})

describe('the PDF of a report without Chromium', () => {
  it.each(['en', 'zh-Hans', 'zh-Hant'] as const)(
    'has every sheet as a table with selectable text in %s, the same bytes from the same report',
    async (language) => {
      const source = await reportSource(SIGNED)
      const sheets = renderWorkbook(source, language)
      const files = createReportFiles('/nowhere')
      const printed = { html: '', sheets: () => sheets, language }
      const [one, two] = [await files.pdf(printed), await files.pdf(printed)]
      expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
      const head = Buffer.from(one).toString('latin1')
      expect([...head.matchAll(/\/Type \/Page\b/g)].length).toBeGreaterThanOrEqual(sheets.length)
      const text = textOf(one)?.replaceAll(/\s/g, '') ?? null
      if (text === null) return
      for (const part of [...sheets.map((s) => s.name), '2026-03', SIGNED.hash.slice(0, 20)])
        expect(text).toContain(part.replaceAll(/\s/g, ''))
    },
  )

  it('wraps a cell at its column, between words and between Chinese characters, and loses no character', () => {
    const texts = [
      'one two three four five six seven',
      '能源与环境报告数据覆盖率低于限值',
      'a'.repeat(60),
      'mixed 中文 and Latin (parentheses) \\ backslash',
    ]
    for (const text of texts) {
      const lines = wrapText(text, 60, 8)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      for (const line of lines) expect(textWidth(line, 8)).toBeLessThanOrEqual(60)
    }
  })
})
