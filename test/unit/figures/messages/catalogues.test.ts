/** The catalogues: every text in three languages, with the same placeholders, and none that nobody uses. */

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DISCLOSURE } from '../../../../src/figures/messages/disclosure.ts'
import type { Texts } from '../../../../src/figures/messages/language.ts'
import { FIGURE_NAMES, HEADINGS, UNIT_NAMES } from '../../../../src/figures/messages/names.ts'
import { NOTES, SOURCE_NAMES, STATUS_NAMES } from '../../../../src/figures/messages/notes.ts'
import { CHECKS } from '../../../../src/figures/messages/checks.ts'
import { REASONS } from '../../../../src/figures/messages/reasons.ts'
import { REMARKS } from '../../../../src/figures/messages/remarks.ts'
import { SAVINGS } from '../../../../src/figures/messages/savings.ts'
import { FIGURES } from '../../../../src/domain/index.ts'

const CATALOGUES: Readonly<Record<string, Readonly<Record<string, Texts>>>> = {
  REASONS,
  REMARKS,
  NOTES,
  CHECKS,
  SAVINGS,
  FIGURE_NAMES,
  HEADINGS,
  UNIT_NAMES,
  SOURCE_NAMES,
  STATUS_NAMES,
}
const every = Object.entries(CATALOGUES).flatMap(([name, texts]) =>
  Object.entries(texts).map(([key, text]) => ({ name: `${name} ${key}`, text })),
)
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+(?::[+~]?\w+)?)\}/g)].map((m) => m[1] ?? '').sort()

const SRC = resolve(import.meta.dirname, '../../../../src')
const sources = ['figures', 'cli', 'app', 'savings']
  .flatMap((module) => readdirSync(join(SRC, module), { recursive: true, encoding: 'utf8' }).map((f) => join(SRC, module, f)))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

describe('message catalogues', () => {
  it('have every message in three languages with the same placeholders', () => {
    for (const { name, text } of every) {
      expect(
        text.every((t) => t.trim() !== ''),
        name,
      ).toBe(true)
      const [first = [], ...others] = text.map((t) => [...new Set(placeholders(t))])
      for (const other of others) expect(other, name).toEqual(first)
    }
  })

  it('use each message code once', () => {
    const names = [REASONS, REMARKS, NOTES, CHECKS, SAVINGS].flatMap((c) => Object.keys(c))
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('hold no sentence that no code refers to', () => {
    const codes = [REASONS, REMARKS, NOTES, CHECKS, SAVINGS, HEADINGS].flatMap((c) => Object.keys(c))
    expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([])
  })

  it('name every unit of a figure, and no figure in the disclosure index that is none', () => {
    expect(Object.values(FIGURES).filter(({ unit }) => !Object.hasOwn(UNIT_NAMES, unit))).toEqual([])
    const lines = DISCLOSURE.map((d) => `${d.framework} ${d.line}`)
    expect(new Set(lines).size).toBe(lines.length)
  })
})
