import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROBLEMS } from '../../../../src/adapters/http/problems.ts'
import { EVENT_CODES } from '../../../../src/ports/index.ts'

const ROOT = join(import.meta.dirname, '../../../..')

/** Cells of the table under a heading of docs/errors.md. */
function table(heading: string): string[][] {
  const text = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')
  const part = text.split('\n## ').find((section) => section.startsWith(heading)) ?? ''
  const rows = part.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

describe('docs/errors.md', () => {
  it('lists every event code with its meaning', () => {
    expect(table('Event codes')).toEqual(Object.entries(EVENT_CODES))
  })

  it('lists every problem code with its status and meaning', () => {
    expect(table('Problem codes')).toEqual(Object.entries(PROBLEMS).map(([code, { status, title }]) => [code, String(status), title]))
  })
})
