/** docs/real-life.md names, for each situation, the test that plays it: every file is there, and holds the title. */

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FINDING_CODES } from '../../src/domain/index.ts'
import { DISTURBANCES } from '../support/fixtures/histories.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const PAGE = readFileSync(resolve(ROOT, 'docs/real-life.md'), 'utf8')

const rows = PAGE.split('\n').flatMap((line) => {
  const cells = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''))
  const [, path, title] = /^`(test\/[^`]+)`: (.+)$/.exec(cells[3] ?? '') ?? []
  return path === undefined || title === undefined ? [] : [{ situation: cells[0] ?? '', finding: cells[2] ?? '', path, title }]
})

describe('the page of real-life situations', () => {
  it('names for each situation a test that exists, with a title that it has', () => {
    expect(rows.length).toBeGreaterThan(40)
    const wrong = rows.filter(({ path, title }) => {
      const file = resolve(ROOT, path)
      return !existsSync(file) || !readFileSync(file, 'utf8').includes(title)
    })
    expect(wrong).toEqual([])
  })

  it('names findings by their codes, and every disturbance that is generated', () => {
    const codes = rows.flatMap(({ finding }) =>
      /^(?:event|check)/.test(finding) ? [] : [...finding.matchAll(/`([\w-]+)`/g)].map((m) => m[1]),
    )
    expect(codes.length).toBeGreaterThan(10)
    expect(codes.filter((code) => !FINDING_CODES.some((known) => known === code))).toEqual([])
    expect(DISTURBANCES.filter((name) => !PAGE.includes(`| \`${name}\` |`))).toEqual([])
  })
})
