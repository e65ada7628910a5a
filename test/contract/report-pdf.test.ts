/** The PDF of a report, printed by a real Chromium and read with poppler where it is installed. */

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createReportFiles } from '../../src/adapters/documents/report-files.ts'
import { renderPage } from '../../src/figures/document/page/page.ts'
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
      const [one, two] = [await files.pdf(html), await files.pdf(html)]
      const head = Buffer.from(one).toString('latin1')
      expect(head.startsWith('%PDF-')).toBe(true)
      expect([...head.matchAll(/\/Type \/Page\b/g)].length).toBeGreaterThan(3)
      expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
      const text = textOf(one)
      if (text !== null) for (const part of ['能源与环境报告', '2026-03', SIGNED.hash]) expect(text.replaceAll(/\s/g, '')).toContain(part)
    },
    GUARD_MS,
  )

  it('is refused with what to install where no Chromium is found', async () => {
    await expect(createReportFiles('/nowhere').pdf('<p>x</p>')).rejects.toThrow(/apt-get install chromium/)
  })
})
