import { describe, expect, it } from 'vitest'
import type { Quantity } from '../../../src/domain/index.ts'
import { importExit, importFile, type ImportOptions, type ImportResult, readTable, resolveOptions } from '../../../src/imports/index.ts'
import { profileText } from './profile-text.ts'

interface More {
  readonly quantity?: Quantity
  readonly interval?: number
  readonly latest?: number
}

function run(text: string, options: ImportOptions = {}, { quantity = 'energy', interval, latest }: More = {}): ImportResult {
  return importFile({
    bytes: Buffer.from(text),
    options: { zone: 'UTC', ...options },
    targets: [{ point: 'p', quantity, ...(interval === undefined ? {} : { interval }) }],
    ...(latest === undefined ? {} : { latest }),
    profileText,
  })
}
const values = (result: ImportResult) => [...(result.points[0]?.rows ?? [])].map((r) => r.value)
const clocks = (result: ImportResult) => [...(result.points[0]?.rows ?? [])].map((r) => new Date(r.time).toISOString().slice(11, 16))

describe('rows', () => {
  const long =
    'meter,status,time,kwh\nA,ok,2026-03-02 08:00,1\nB,ok,2026-03-02 08:00,10\nA,est,2026-03-02 08:15,2\nC,ok,2026-03-02 08:15,30\n'

  it('are those of one value of a column, of several, or of several columns', () => {
    const where = (...pairs: string[]) => ({
      value: ['kwh'],
      where: pairs.map((p) => ({ column: p.split('=')[0] ?? '', value: p.split('=')[1] ?? '' })),
    })
    expect(values(run(long, where('meter=A')))).toEqual([1, 2])
    expect(values(run(long, where('meter=B', 'meter=C')))).toEqual([10, 30])
    expect(values(run(long, where('meter=A', 'status=est')))).toEqual([2])
    expect(run(long, where('meter=X')).failures[0]).toMatchObject({
      kind: 'undecided',
      column: 'meter',
      options: expect.arrayContaining(["--where 'meter=A'"]),
    })
    expect(run(long, where('metre=A')).failures[0]).toMatchObject({ kind: 'option', column: 'metre' })
  })

  it('are estimated by a value of a column, with * for any text', () => {
    const estimated = [{ column: 'status', value: 'e*' }]
    const result = run(long, { value: ['kwh'], where: [{ column: 'meter', value: 'A' }], estimated })
    expect([...(result.points[0]?.rows ?? [])].map((r) => r.quality)).toEqual(['good', 'estimated'])
    expect(result.counts.estimated).toBe(1)
  })

  it('of one time are chosen by an option', () => {
    const options = { value: ['kwh'] }
    expect(importExit(run(long, options))).toBe(2)
    expect(values(run(long, { ...options, duplicates: 'first' }))).toEqual([1, 2])
    expect(values(run(long, { ...options, duplicates: 'last' }))).toEqual([10, 30])
    expect(values(run(long, { ...options, duplicates: 'sum' }))).toEqual([11, 32])
  })

  it('descend, are out of order, or have a name in front', () => {
    expect(values(run('time,value\n2026-03-02 09:00,3\n2026-03-02 08:00,1\n2026-03-02 08:30,2\n'))).toEqual([1, 2, 3])
    expect(values(run('"time","value"\n"1","2026-03-02 09:00",3\n"2","2026-03-02 08:00",1\n'))).toEqual([1, 3])
  })

  it('without a header are read, with their columns by number', () => {
    const result = run('2026-03-02 08:00,1.5\n2026-03-02 08:15,2.5\n')
    expect(values(result)).toEqual([1.5, 2.5])
    expect(result.columns).toEqual(['1', '2'])
  })

  it('of the future and of before a date are named', () => {
    const result = run(
      'time,value\n2026-03-02 08:00,1\n2026-03-03 08:00,1\n2005-01-01 00:00,1\n',
      { acceptSince: Date.UTC(2010, 0) },
      { latest: Date.UTC(2026, 2, 2, 12) },
    )
    expect(result.refusals.map((r) => [r.line, r.reason])).toEqual([
      [3, 'the time lies in the future'],
      [4, 'the time lies before 2010-01-01, the oldest that is believed (--accept-since)'],
    ])
    expect(importExit(result)).toBe(1)
  })

  it('all of the future or all of before 2000 are named one by one', () => {
    expect(run('time,value\n1999-03-02 08:00,1\n1999-03-02 09:00,1\n').refusals.map((r) => r.line)).toEqual([2, 3])
    expect(run('time,value\n2999-03-02 08:00,1\n').refusals).toHaveLength(1)
  })

  it('with more cells than columns are named: a decimal comma may part their value', () => {
    const result = run('time,value\n2026-03-02 08:00,1\n2026-03-02 08:15,1,5\n2026-03-02 08:30,2,\n')
    expect(values(result)).toEqual([1, 2])
    expect(result.refusals).toEqual([
      {
        line: 3,
        column: '',
        value: '2026-03-02 08:15 | 1 | 5',
        reason: 'the row has 3 cells below 2 columns: is the decimal sign the delimiter?',
      },
    ])
    expect(importExit(run('time,value\n2026-03-02 08:00,1,0\n2026-03-02 08:15,1,5\n'))).toBe(2)
  })

  it('are previewed as they stand in the file and as they are read', () => {
    expect(run('time,value\n02.03.2026 08:00,1.5\n').preview).toEqual([
      { line: 2, point: 'p', written: '02.03.2026 08:00', time: Date.UTC(2026, 2, 2, 8), value: 1.5, estimated: false },
    ])
  })

  it('with an offset need no zone, and those without are named beside them', () => {
    const bytes = Buffer.from('time,value\n2026-03-02T08:00:00+01,1\n2026-03-02 08:00,2\n')
    const result = importFile({ bytes, options: {}, targets: [{ point: 'p', quantity: 'energy' }] })
    expect(values(result)).toEqual([1])
    expect(result.refusals).toEqual([expect.objectContaining({ line: 3, column: 'time', reason: expect.stringContaining('--zone') })])
  })
})

describe('columns', () => {
  it('of begin and end are the begin, and the stamp says so', () => {
    const result = run('Von;Bis;Wert\n02.03.2026 08:00;02.03.2026 08:15;1,5\n')
    expect([clocks(result), result.stamp]).toEqual([['08:00'], 'begin'])
    expect(run('Von;Bis;Wert\n02.03.2026 08:00;02.03.2026 08:15;1,5\n', { time: ['Bis'] }).stamp).toBe('end')
  })

  it('of one name are asked about by number', () => {
    const text = 'time,kWh,kWh\n2026-03-02 08:00,1,2\n'
    expect(run(text, { value: ['kWh'] }).failures[0]?.options).toEqual(["--value '#2'", "--value '#3'"])
    expect(values(run(text, { value: ['#3'] }))).toEqual([2])
  })

  it('that may each be meant are asked about', () => {
    expect(run('time,a,b\n2026-03-02 08:00,1,2\n').failures[0]).toMatchObject({ kind: 'undecided', options: ['--value a', '--value b'] })
    expect(run('read,billed,x\n2026-03-02 08:00,2026-03-02 09:00,2\n').failures[0]?.options).toEqual(['--time read', '--time billed'])
    expect(run('time,a\n2026-03-02 08:00,1\n', { value: ['c'] }).failures[0]).toMatchObject({
      kind: 'option',
      options: ['--value time', '--value a'],
    })
  })
})

describe('units', () => {
  const one = ([header, value]: readonly [string, string], options: ImportOptions, more: More) => {
    const result = run(`time,${header}\n2026-03-02 08:00,${value}\n`, options, more)
    return result.failures[0]?.reason ?? values(result)[0] ?? result.refusals[0]?.reason
  }

  it.each<[string, string, ImportOptions, More, number]>([
    ['value', '1500', { unit: 'Wh' }, {}, 1.5],
    ['Yield (Wh)', '1500', {}, {}, 1.5],
    ['Arbeit [MWh]', '1.5', {}, {}, 1500],
    ['value', '1.5 MWh', {}, {}, 1500],
    ['value', '15', { scale: 0.1 }, {}, 1.5],
    ['value', '0.3', { scale: 3 }, {}, 0.9],
    ['value', '68', { unit: 'F' }, { quantity: 'temperature' }, 20],
    ['Leistung [kW]', '4', {}, { interval: 900_000 }, 1],
    ['Leistung [kW]', '4', { interval: 1_800_000 }, {}, 2],
    ['Energy (Wh)', '500', {}, { quantity: 'power', interval: 1_800_000 }, 1000],
    ['flow (L/min)', '60', {}, { quantity: 'volume', interval: 3_600_000 }, 3.6],
    ['a', '7', {}, {}, 7],
  ])('%s %s with %j becomes the unit of %j', (...row) => {
    const [header, value, options, more, wanted] = row
    expect(one([header, value], options, more)).toBe(wanted)
  })

  it.each<[string, string, ImportOptions, More, RegExp]>([
    ['value', '1', { unit: 'furlong' }, {}, /not known/],
    ['value', '1', { unit: 'm3' }, {}, /no unit of energy/],
    ['Leistung [kW]', '4', {}, {}, /length of the interval/],
    ['value', '1 m3', {}, {}, /no unit of energy/],
  ])('%s %s with %j is refused', (...row) => {
    const [header, value, options, more, says] = row
    expect(one([header, value], options, more)).toMatch(says)
  })
})

describe('a year of minutes', () => {
  it('is read in columns, and its table row by row', () => {
    const lines = ['time,value']
    for (let i = 0; i < 100_000; i++) lines.push(`${1_767_225_600 + i * 60},${i / 4}`)
    const bytes = Buffer.from(lines.join('\n'))
    const result = importFile({ bytes, options: {}, targets: [{ point: 'p', quantity: 'energy' }] })
    expect(result.counts).toMatchObject({ rows: 100_000, stored: 100_000, refused: 0 })
    expect(result.points[0]?.rows.slice(99_999, 100_001)).toEqual([
      { time: (1_767_225_600 + 99_999 * 60) * 1000, value: 24_999.75, quality: 'good', line: 100_001 },
    ])
    const table = readTable(bytes, {})
    if (!table.ok) throw new Error('not read')
    const plan = resolveOptions(table.value, {}, { targets: [{ point: 'p', quantity: 'energy' }] })
    expect(plan.ok && plan.value.detected.map((d) => [d.option, d.value])).toEqual([
      ['delimiter', ','],
      ['time', 'time'],
      ['value', 'value'],
      ['time-format', 's'],
    ])
    const [first] = table.value.records()
    expect(first).toEqual({ line: 1, cells: ['time', 'value'] })
  })
})
