import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalUnit } from '../../../../src/domain/index.ts'
import { createNotation } from '../../../../src/wire/values/notation.ts'
import { readValue } from '../../../../src/wire/values/value.ts'

const german = createNotation(',', '.')

/** A number as people write it: `digits` before the point, grouped or not. */
function written(digits: string, fraction: string, form: { decimal: string; thousands: string | null }): string {
  const grouped = form.thousands === null ? digits : digits.replace(/\B(?=(\d{3})+$)/g, form.thousands)
  return fraction === '' ? grouped : `${grouped}${form.decimal}${fraction}`
}

const notations = fc
  .record({ decimal: fc.constantFrom('.' as const, ',' as const), thousands: fc.constantFrom(null, '.', ',', ' ', "'") })
  .filter(({ decimal, thousands }) => decimal !== thousands)
const digits = fc.stringMatching(/^[1-9]\d{0,8}$/)
const fractions = fc.stringMatching(/^\d{0,6}$/)
const units = fc.constantFrom('', 'kWh', 'm³', 'L', '°C', 'kvar.h', '%')

describe('numbers of texts in a declared notation', () => {
  it('are read with every decimal, thousands, sign and unit', () => {
    fc.assert(
      fc.property(
        notations,
        fc.record({ integer: digits, fraction: fractions }),
        fc.record({ unit: units, sign: fc.constantFrom('', '-', '+'), gap: fc.constantFrom('', ' ', '\u00a0') }),
        (form, { integer, fraction }, { unit, sign, gap }) => {
          const text = `${sign}${written(integer, fraction, form)}${gap}${unit}`
          const number = Number(`${sign}${integer}.${fraction === '' ? '0' : fraction}`)
          const notation = createNotation(form.decimal, form.thousands)
          expect(readValue(text, false, notation)).toEqual(unit === '' ? { number } : { number, unit })
        },
      ),
    )
  })

  it('are read without groups where groups are declared', () => {
    fc.assert(
      fc.property(notations, digits, fractions, (form, integer, fraction) => {
        const text = written(integer, fraction, { decimal: form.decimal, thousands: null })
        expect(readValue(text, false, createNotation(form.decimal, form.thousands))).toEqual({ number: Number(`${integer}.${fraction}0`) })
      }),
    )
  })

  it('are refused in the notation of another country unless both read the same', () => {
    fc.assert(
      fc.property(digits, fractions, (integer, fraction) => {
        const text = written(integer, fraction, { decimal: '.', thousands: null })
        const read = readValue(text, false, createNotation(',', null))
        expect(read).toEqual(fraction === '' ? { number: Number(integer) } : 'bad')
      }),
    )
  })

  it.each([['1.23,5'], ['1.2345,6'], ['1,234,5'], ['12.345.67'], ['.123'], ['1..234'], ['1.234.'], ['0x1F'], ['1,5 apples'], ['1 234,5']])(
    '%j is refused and not guessed',
    (text) => {
      expect(readValue(text, false, german)).toBe('bad')
    },
  )

  it('may be set with narrow and no-break spaces or the typographic apostrophe', () => {
    const french = createNotation(',', ' ')
    for (const space of [' ', '\u00a0', '\u202f', '\u2009'])
      expect(readValue(`1${space}234,5 kWh`, false, french)).toMatchObject({ number: 1234.5 })
    expect(readValue('1’234.5', false, createNotation('.', "'"))).toEqual({ number: 1234.5 })
  })

  it('leave numbers that are no texts and words for no value as they are', () => {
    expect(readValue(1234.5, false, german)).toEqual({ number: 1234.5 })
    expect(readValue('n/a', false, german)).toBe('null')
    expect(readValue('-', false, german)).toBe('null')
  })

  it('have only known units behind them', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 6 }), (tail) => {
        const read = readValue(`1.234,5 ${tail}`, false, german)
        if (typeof read !== 'string' && read.unit !== undefined) expect(canonicalUnit(read.unit)).not.toBeNull()
      }),
    )
  })
})
