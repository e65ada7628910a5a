import { gzipSync, strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readTable } from '../../../../src/imports/index.ts'
import { IMPORT_LIMITS } from '../../../../src/imports/limits.ts'
import type { TableRow } from '../../../../src/imports/types.ts'

function rowsOf(bytes: Uint8Array, options = {}, limits = IMPORT_LIMITS): TableRow[] {
  const table = readTable(bytes, options, limits)
  if (!table.ok) throw new Error(table.failures[0]?.reason)
  return [...table.value.records()]
}
const csv = (text: string, options = {}) => rowsOf(strToU8(text), { delimiter: ',', ...options })
const failureOf = (bytes: Uint8Array, options = {}, limits = IMPORT_LIMITS) => {
  const table = readTable(bytes, options, limits)
  return table.ok ? null : table.failures[0]
}

describe('a CSV', () => {
  it('gives records with their first line, quoted line ends, delimiters and quotes included', () => {
    expect(csv('a,b\r\n"x\r\ny","1,5"\r\n\r\n"say ""hi""",2\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x\ny', '1,5'] },
      { line: 4, cells: [] },
      { line: 5, cells: ['say "hi"', '2'] },
    ])
  })

  it('keeps its lines over the blocks it is read in', () => {
    const text = Array.from({ length: 60_000 }, (_, i) => (i % 7 === 0 ? `"q\n${i}",1` : `line ${i},1`)).join('\n')
    const rows = csv(text)
    expect(rows).toHaveLength(60_000)
    for (const { line, cells } of rows.filter((_, i) => i % 7 !== 0).slice(-100)) {
      const i = Number((cells[0] as string).slice(5))
      expect(line).toBe(i + 1 + Math.ceil(i / 7))
    }
  })

  it('whose quote is not closed names the line and does not swallow the file', () => {
    const rows = csv('a,b\n1,2\n"open,3\n4,5\n')
    expect(rows.slice(0, 2).map((r) => r.line)).toEqual([1, 2])
    expect(rows.at(-1)?.fault?.reason).toContain('quotes are not closed')
    const long = csv(`a,b\n"${'x,y\n'.repeat(400_000)}`, {})
    expect(long.at(-1)?.fault?.reason).toContain('quote')
  })

  it('with more rows or cells than the limits says so', () => {
    const limits = { ...IMPORT_LIMITS, rows: 3, columns: 2 }
    expect(rowsOf(strToU8('a,b\n1,2,3\n1,2\n1,2\n'), { delimiter: ',' }, limits).map((r) => r.fault?.reason ?? '')).toEqual([
      '',
      'the row has more than 2 cells',
      '',
      'the file has more than 3 rows',
    ])
  })

  it.each([
    [',', '2026-03-02 08:00,1.5,x\n2026-03-02 08:15,2.5,y\n'],
    [';', '2026-03-02 08:00;1,5;x\n2026-03-02 08:15;2,5;y\n'],
    ['\t', '02.03.2026 08:00\t1,5\n02.03.2026 08:15\t2,5\n'],
    ['|', '2026-03-02 08:00|1.5\n2026-03-02 08:15|2.5\n'],
  ])('is parted by %j where only that gives times and columns', (delimiter, text) => {
    const table = readTable(strToU8(text), {})
    expect(table.ok && table.value.delimiter).toBe(delimiter)
  })

  it('that no delimiter makes a table of asks for one', () => {
    expect(failureOf(strToU8('nothing\nhere\n'))).toMatchObject({ kind: 'undecided', line: 1, value: 'nothing' })
    expect(failureOf(strToU8('a,b'), { delimiter: '::' })).toMatchObject({ kind: 'option', value: '::' })
  })
})

describe('a file', () => {
  it('packed by gzip is unpacked, within its limit and once', () => {
    expect(rowsOf(gzipSync(strToU8('a,b\n1,2\n')), { delimiter: ',' })).toHaveLength(2)
    const bomb = gzipSync(new Uint8Array(5_000_000))
    expect(failureOf(bomb, {}, { ...IMPORT_LIMITS, bytes: 1_000_000 })?.reason).toContain('unpacks to more than')
    expect(failureOf(gzipSync(gzipSync(strToU8('a,b'))))?.reason).toContain('more than once')
  })

  it('that is empty, too large, an old workbook or in an unknown encoding is refused with a reason', () => {
    expect(failureOf(new Uint8Array())?.reason).toBe('the file is empty')
    expect(failureOf(strToU8('a,b'), {}, { ...IMPORT_LIMITS, bytes: 2 })?.reason).toContain('at most 2')
    expect(failureOf(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0]))?.reason).toContain('.xlsx')
    expect(failureOf(strToU8('a,b'), { encoding: 'klingon' })).toMatchObject({ kind: 'option' })
  })
})

describe('an XML', () => {
  it('with a document type is refused: no entity is expanded', () => {
    const bomb = '<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed><entry>&b;</entry></feed>'
    expect(failureOf(strToU8(bomb))?.reason).toContain('document type')
  })

  it('that nests without end, breaks off or has no readings is refused', () => {
    expect(failureOf(strToU8(`<?xml version="1.0"?>${'<a>'.repeat(1000)}`))?.reason).toContain('nest deeper than')
    expect(failureOf(strToU8('<?xml version="1.0"?><feed><entry>'))?.reason).toMatch(/breaks off|end of file/)
    expect(failureOf(strToU8('<?xml version="1.0"?><feed/>'))?.reason).toContain('no interval readings')
    expect(failureOf(strToU8(`<?xml version="1.0"?><feed a="${'x'.repeat(3_000_000)}`))?.reason).toContain('longer than')
  })
})
