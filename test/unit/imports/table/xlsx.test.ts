import { describe, expect, it } from 'vitest'
import { strToU8, zipSync } from 'fflate'
import { importFile, type ImportOptions, type ImportResult } from '../../../../src/imports/index.ts'
import { IMPORT_LIMITS } from '../../../../src/imports/limits.ts'
import { serial, workbook, type WriterOptions, type WrittenCell } from './xlsx-writer.ts'

function run(bytes: Uint8Array, options: ImportOptions = {}): ImportResult {
  return importFile({ bytes, options: { zone: 'Europe/Berlin', ...options }, targets: [{ point: 'p', quantity: 'energy' }] })
}
const rowsOf = (result: ImportResult) => [...(result.points[0]?.rows ?? [])].map((r) => [new Date(r.time).toISOString(), r.value, r.line])

const dated: readonly (readonly WrittenCell[])[] = [
  ['Lastgang'],
  [],
  ['Zeit', 'Wert [kWh]', 'Bemerkung'],
  [{ date: serial('2026-03-02T00:15:00') }, 1234.5, 'a & <b>'],
  [{ date: serial('2026-03-02T00:30:00') }, '12,25', null],
  [{ date: serial('2026-03-02T00:45:00') }, 'n.a.', null],
  [{ date: serial('2026-03-29T02:30:00') }, 1, null],
  ['Summe', 1246.75, null],
]

describe('a workbook', () => {
  it.each<[string, WriterOptions]>([
    ['with shared texts', {}],
    ['with texts in its cells', { inline: true }],
    ['that is not packed', { stored: true }],
  ])('%s is read by its date cells, its numbers and the numbers that are text', (_, options) => {
    const result = run(workbook([{ name: 'Daten', rows: dated }], options), { decimal: ',' })
    expect(result.failures).toEqual([])
    expect(rowsOf(result)).toEqual([
      ['2026-03-01T23:15:00.000Z', 1234.5, 4],
      ['2026-03-01T23:30:00.000Z', 12.25, 5],
    ])
    expect(result.counts).toMatchObject({ noValue: 1, refused: 2 })
    expect(result.refusals.map((r) => [r.line, r.column, r.value])).toEqual([
      [7, 'Zeit', '2026-03-29 02:30:00'],
      [8, 'Zeit', 'Summe'],
    ])
    expect(result.detected).toContainEqual(expect.objectContaining({ option: 'skip', value: '2' }))
  })

  it('that counts days from 1904 gives the same times', () => {
    const rows = [
      ['time', 'value'],
      [{ date: serial('2026-03-02T00:15:00') - 1462 }, 1],
    ]
    expect(rowsOf(run(workbook([{ name: 'x', rows }], { from1904: true })))).toEqual([['2026-03-01T23:15:00.000Z', 1, 2]])
  })

  it('with date and clock in two cells joins them, 24:00 included', () => {
    const rows = [
      ['Datum', 'Uhrzeit', 'Wert'],
      [{ date: serial('2026-03-02T00:00:00') }, { clock: 0.25 }, 1],
      [{ date: serial('2026-03-02T00:00:00') }, { clock: 1 }, 2],
    ]
    expect(rowsOf(run(workbook([{ name: 'x', rows }])))).toEqual([
      ['2026-03-02T05:00:00.000Z', 1, 2],
      ['2026-03-02T23:00:00.000Z', 2, 3],
    ])
  })

  it('of a day a row with clocks as its header is wide', () => {
    const clocks = Array.from({ length: 24 }, (_, i) => ({ clock: i / 24 }))
    const rows = [
      ['Tag', ...clocks],
      [{ date: serial('2026-03-02T00:00:00') }, ...clocks.map((_, i) => i)],
    ]
    const result = run(workbook([{ name: 'x', rows }]))
    expect(result.stamp).toBe('begin')
    expect(result.counts).toMatchObject({ stored: 24, refused: 0 })
    expect(rowsOf(result).at(-1)).toEqual(['2026-03-02T22:00:00.000Z', 23, 2])
  })

  it('with several sheets of rows asks for one and is read when it is named; hidden sheets do not count', () => {
    const one = [
      ['time', 'value'],
      [{ date: serial('2026-03-02T00:15:00') }, 1],
    ]
    const two = [
      ['time', 'value'],
      [{ date: serial('2026-03-02T00:15:00') }, 2],
    ]
    const bytes = workbook([
      { name: 'Nord & Ost', rows: one },
      { name: 'Süd', rows: two },
      { name: 'alt', rows: two, hidden: true },
    ])
    expect(run(bytes).failures[0]).toMatchObject({ kind: 'undecided', options: ["--sheet 'Nord & Ost'", "--sheet 'Süd'"] })
    expect(rowsOf(run(bytes, { sheet: 'Süd' }))[0]?.[1]).toBe(2)
    expect(rowsOf(run(bytes, { sheet: '1' }))[0]?.[1]).toBe(1)
    expect(
      rowsOf(
        run(
          workbook([
            { name: 'Info', rows: [['made by X']] },
            { name: 'Daten', rows: one },
          ]),
        ),
      )[0]?.[1],
    ).toBe(1)
  })

  it('that unpacks to more than the limit is refused, whatever its directory says', () => {
    const bytes = workbook(
      [
        {
          name: 'x',
          rows: [
            ['time', 'value'],
            ['a'.repeat(3_000_000), 1],
          ],
        },
      ],
      { inline: true },
    )
    const result = importFile({ bytes, options: {}, targets: [], limits: { ...IMPORT_LIMITS, unpacked: 1_000_000 } })
    expect(result.failures[0]?.reason).toMatch(/unpacks to more than 1000000 bytes|longer than/)
  })

  it('with a document type is refused: no entity is expanded', () => {
    const bytes = zipSync({
      'xl/workbook.xml': strToU8('<!DOCTYPE x [<!ENTITY a "b">]><workbook><sheets><sheet name="&a;"/></sheets></workbook>'),
    })
    expect(run(bytes).failures[0]).toMatchObject({ kind: 'unreadable' })
    expect(run(bytes).failures[0]?.reason).toContain('document type')
  })

  it('that is cut off or no workbook is refused', () => {
    const bytes = workbook([{ name: 'x', rows: dated }])
    expect(run(bytes.subarray(0, bytes.length - 40)).failures[0]).toMatchObject({ kind: 'unreadable' })
    expect(run(zipSync({ 'a.txt': strToU8('x') })).failures[0]?.reason).toContain('no workbook')
  })
})
