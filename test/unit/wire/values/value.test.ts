import { describe, expect, it } from 'vitest'
import { readValue } from '../../../../src/wire/values/value.ts'

describe('values of messages', () => {
  it.each([[null], [''], ['  '], ['nan'], ['NaN'], ['None'], ['?'], ['-'], ['unavailable'], ['unknown'], ['Infinity']])(
    '%j means that there is none',
    (raw) => {
      expect(readValue(raw, false)).toBe('null')
    },
  )

  it.each([['12,5'], ['1,234.5'], ['0x1F'], ['12.5.1'], ['1e999'], [Number.POSITIVE_INFINITY], [Number.NaN], ['abc'], [true], [{}], [[1]]])(
    '%j is refused and not guessed',
    (raw) => {
      expect(readValue(raw, false)).toBe('bad')
    },
  )

  it.each([
    [0, 0],
    ['0', 0],
    ['-12.50', -12.5],
    ['+3', 3],
    ['007.5', 7.5],
    ['.5', 0.5],
    ['1.5e3', 1500],
  ])('%j is the number %d', (raw, number) => {
    expect(readValue(raw, false)).toEqual({ number })
  })

  it('may carry its unit in the same text', () => {
    expect(readValue('30.11 °C', false)).toEqual({ number: 30.11, unit: '°C' })
    expect(readValue('2m3', false)).toEqual({ number: 2, unit: 'm3' })
  })

  it('of a yes or no may be words', () => {
    for (const yes of [true, 'on', 'ON', 'true', 'open', 'occupied', 1, '1']) expect(readValue(yes, true)).toEqual({ number: 1 })
    for (const no of [false, 'off', 'False', 'closed', 0, '0']) expect(readValue(no, true)).toEqual({ number: 0 })
  })
})
