import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { QUANTITIES, type Quantity, quantityOf, unitsOf } from '../../../../src/domain/index.ts'

const FILE = resolve(import.meta.dirname, '../../../../docs/devices.md')
const BEGIN = '<!-- quantities: written by test/unit/domain/quantity/quantities-doc.test.ts -->'
const END = '<!-- /quantities -->'

function rows(): string {
  const names = Object.keys(QUANTITIES) as Quantity[]
  const lines = names.map((q) => `| \`${q}\` | ${quantityOf(q).unit} | ${quantityOf(q).kind} | ${unitsOf(q).join(', ')} |`)
  return ['| quantity | unit | kind | units that are read |', '|---|---|---|---|', ...lines].join('\n')
}

describe('docs/devices.md', () => {
  it('lists every quantity with its unit and kind (UPDATE_DOCS=1 writes the table)', () => {
    const text = readFileSync(FILE, 'utf8')
    const next = text.replace(new RegExp(`${BEGIN}[\\s\\S]*${END}`), () => `${BEGIN}\n${rows()}\n${END}`)
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, next)
    else expect(text).toBe(next)
    expect(next).toContain(BEGIN)
  })
})
