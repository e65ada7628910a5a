/** The printed page of a report: whole, and inert whatever people wrote. */

import { describe, expect, it } from 'vitest'
import { renderPage } from '../../../../../src/figures/document/page/page.ts'
import { renderReport } from '../../../../../src/figures/document/render/report.ts'
import { LANGUAGES } from '../../../../../src/figures/messages/language.ts'
import { reportSource, SIGNED } from '../../../../support/fixtures/report-source.ts'

const source = await reportSource(SIGNED)
const page = (language: (typeof LANGUAGES)[number]): string => renderPage(source, language, { code: '<svg id="code"></svg>' })

describe('the printed page of a report', () => {
  it.each(LANGUAGES)('has every figure by its name, the hash, and the code on its cover, in %s', (language) => {
    const html = page(language)
    const { figures } = renderReport(source.document, language)
    for (const { name } of figures) expect(html).toContain(name.replaceAll('&', '&amp;'))
    expect(html).toContain(SIGNED.hash)
    expect(html).toContain('<svg id="code">')
    expect(html).toContain(`<html lang="${language}">`)
  })

  it('escapes what people wrote, and forbids itself to run or load anything', () => {
    const html = page('en')
    expect(html).toContain('&lt;b&gt;late value&lt;/b&gt;')
    expect(html).not.toContain('<b>late value')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|<img|<link|src=/)
  })

  it('closes every element that it opens', () => {
    const html = page('en').replace(/<(meta|!doctype)[^>]*>/g, '')
    const count = (pattern: RegExp): number => [...html.matchAll(pattern)].length
    for (const tag of ['table', 'tr', 'td', 'th', 'section', 'figure', 'svg', 'dl', 'dt', 'dd', 'div'])
      expect(`${tag} ${count(new RegExp(`<${tag}[ >]`, 'g'))}`).toBe(`${tag} ${count(new RegExp(`</${tag}>`, 'g'))}`)
  })
})
