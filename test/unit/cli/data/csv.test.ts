import { describe, expect, it } from 'vitest'
import { CommandError } from '../../../../src/cli/support/command.ts'
import { readCsv, timeOf } from '../../../../src/cli/data/csv.ts'

const options = { file: 'x.csv', time: null, value: null, zone: null }

describe('a CSV of one point', () => {
  it('is read by the usual column names, or by the only two columns', () => {
    expect(readCsv('time,value\n2026-01-01T00:00:00Z,1.5\n', options).rows).toEqual([[Date.UTC(2026, 0, 1), 1.5]])
    expect(readCsv('Date,kWh\n2026-01-01T08:00:00+08:00,2\n', options).rows).toEqual([[Date.UTC(2026, 0, 1), 2]])
  })

  it('is read by the columns that were named', () => {
    const text = 'when,a,b\n2026-01-01T00:00:00Z,1,2\n'
    expect(readCsv(text, { ...options, time: 'when', value: 'b' }).rows).toEqual([[Date.UTC(2026, 0, 1), 2]])
  })

  it('says which columns there are when the wanted one is not', () => {
    expect(() => readCsv('a,b,c\n1,2,3\n', options)).toThrow(CommandError)
    expect(() => readCsv('time,x,y\n1,2,3\n', { ...options, value: 'z' })).toThrow('time, x, y')
  })

  it('with row names, one cell more in each row than in the header, is read past them and says so', () => {
    const read = readCsv('"date","light"\n"1","2026-01-01 08:00:00",426\n"2","2026-01-01 08:01:00",420\n', {
      ...options,
      zone: 'Asia/Shanghai',
    })
    expect(read.rows).toEqual([
      [Date.UTC(2026, 0, 1), 426],
      [Date.UTC(2026, 0, 1, 0, 1), 420],
    ])
    expect(read.notes).toHaveLength(1)
  })

  it('names every row it cannot use by line, field and value, and keeps the others', () => {
    const read = readCsv(
      'time,value\nyesterday,1\n2026-01-01T00:00:00Z,"12,5"\n2026-01-01T01:00:00Z,\n2026-01-01 02:00:00,4\n2026-01-01T03:00:00Z,5\n',
      options,
    )
    expect(read.rows).toEqual([[Date.UTC(2026, 0, 1, 3), 5]])
    expect(read.faults.map((f) => [f.line, f.field, f.value])).toEqual([
      [2, 'time', 'yesterday'],
      [3, 'value', '12,5'],
      [4, 'value', ''],
      [5, 'time', '2026-01-01 02:00:00'],
    ])
    expect(read.faults[3]?.message).toContain('--zone')
  })

  it('names a row of the future: it is no reading', () => {
    const latest = Date.UTC(2026, 0, 2)
    const read = readCsv('time,value\n2026-01-01T00:00:00Z,1\n2099-01-01T00:00:00Z,7\n', { ...options, latest })
    expect(read.rows).toHaveLength(1)
    expect(read.faults).toMatchObject([{ line: 3, value: '2099-01-01T00:00:00Z', message: 'lies in the future' }])
  })

  it('is refused with the reason when it is no CSV with commas, semicolons above all', () => {
    expect(() => readCsv('"time";"value"\n"2026-01-01";"1,5"\n', options)).toThrow(/semicolons/)
    expect(() => readCsv('{"a": "b', options)).toThrow(CommandError)
  })

  it('is refused as empty when it has no row', () => {
    expect(() => readCsv('', options)).toThrow('empty')
  })
})

describe('a time in a CSV', () => {
  it('may be Unix seconds or milliseconds, RFC 3339, or local to a zone', () => {
    expect(timeOf('1767225600', null)).toBe(Date.UTC(2026, 0, 1))
    expect(timeOf('1767225600000', null)).toBe(Date.UTC(2026, 0, 1))
    expect(timeOf('2026-01-01T00:00:00Z', null)).toBe(Date.UTC(2026, 0, 1))
    expect(timeOf('2026-01-01 08:00:00', 'Asia/Shanghai')).toBe(Date.UTC(2026, 0, 1))
    expect(timeOf('2026-01-01 08:00:00', null)).toBeNull()
    expect(timeOf('12', null)).toBeNull()
  })
})
