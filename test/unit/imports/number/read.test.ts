import { describe, expect, it } from 'vitest'
import { createNumberContest } from '../../../../src/imports/number/detect.ts'
import { type NumberFormat, numberReader } from '../../../../src/imports/number/read.ts'

const read = (text: string, format: NumberFormat) => {
  const found = numberReader(format)(text)
  return typeof found === 'string' ? found : found.number
}

describe('a number', () => {
  it.each<[string, NumberFormat, number | string]>([
    ['1.234,5', { decimal: ',', thousands: '.' }, 1234.5],
    ['1234,5', { decimal: ',', thousands: '.' }, 1234.5],
    ['12.25', { decimal: ',', thousands: '.' }, 'bad'],
    ['1.2345', { decimal: ',', thousands: '.' }, 'bad'],
    ['0.123', { decimal: ',', thousands: '.' }, 'bad'],
    ['1 234 567,8', { decimal: ',', thousands: ' ' }, 1234567.8],
    ['1\u202f234,8', { decimal: ',', thousands: ' ' }, 1234.8],
    ['12,34,567.5', { decimal: '.', thousands: ',' }, 1234567.5],
    ["1'234.5", { decimal: '.', thousands: "'" }, 1234.5],
    ['12,5-', { decimal: ',', thousands: null }, -12.5],
    ['−3.5', { decimal: '.', thousands: null }, -3.5],
    ['1e3', { decimal: '.', thousands: null }, 1000],
    ['.5', { decimal: '.', thousands: null }, 0.5],
    ['12.5 kWh', { decimal: '.', thousands: null }, 12.5],
    ['12.5 apples', { decimal: '.', thousands: null }, 'bad'],
    ['0x1F', { decimal: '.', thousands: null }, 'bad'],
    ['1,5', { decimal: '.', thousands: null }, 'bad'],
    ['1e999', { decimal: '.', thousands: null }, 'bad'],
  ])('%s in %j is %s', (text, format, wanted) => {
    expect(read(text, format)).toBe(wanted)
  })

  it.each(['', '-', '--', 'N/A', 'n.a.', 'null', 'NaN', '#N/A', 'None', '–'])('%j is no value', (text) => {
    expect(read(text, { decimal: '.', thousands: null })).toBe('none')
  })
})

describe('the format of numbers', () => {
  const found = (texts: readonly string[], delimiter: string | null = ';') => {
    const contest = createNumberContest({ decimal: null, thousands: undefined, delimiter })
    for (const [i, text] of texts.entries()) contest.see({ line: i + 2, column: 'value', text })
    const verdict = contest.verdict()
    return verdict.ok ? verdict.value.format : verdict.failures[0]?.options
  }

  it.each<[string[], string | null, unknown]>([
    [['1', '20'], ';', { decimal: '.', thousands: null }],
    [['1.5', '20'], ';', { decimal: '.', thousands: null }],
    [['1,5', '20'], ';', { decimal: ',', thousands: null }],
    [['1.234', '1,5'], ';', { decimal: ',', thousands: '.' }],
    [['1,234', '0.5'], ';', { decimal: '.', thousands: ',' }],
    [['1.234.567', '1.234'], ';', { decimal: ',', thousands: '.' }],
    [['44.600', '44.605'], ',', { decimal: '.', thousands: null }],
    [['44.600', '44.605', '1.234,5'], ',', { decimal: '.', thousands: null }],
    [['-18.743,49', '947.121,27'], ',', { decimal: ',', thousands: '.' }],
    [['44.600', '44.605'], ';', ['--decimal .', "--decimal ',' --thousands ."]],
    [['12,345', '-'], ',', ["--decimal ','", "--decimal . --thousands ','"]],
  ])('of %j parted by %j is %j', (texts, delimiter, wanted) => {
    expect(found(texts, delimiter)).toEqual(wanted)
  })
})
