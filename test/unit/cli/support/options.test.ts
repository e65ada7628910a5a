/** Flags and values as people type them. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../../src/cli/support/command.ts'
import { parse } from '../../../../src/cli/support/options.ts'

const FLAGS = { factor: { type: 'string' }, note: { type: 'string' }, json: { type: 'boolean' } } as const
const read = (...args: string[]) => parse(args, FLAGS)

describe('what is typed after a command', () => {
  it('may be a negative number, wherever it stands', () => {
    for (const number of ['-5', '-0.5', '-.5', '-5e3', '-5,000'])
      expect(read('set', number, '--note', 'n', '--json')).toEqual({
        values: { note: 'n', json: true },
        positionals: ['set', number],
      })
    expect(read('--json', '-5').positionals).toEqual(['-5'])
    expect(read('--', '-5', '--note').positionals).toEqual(['-5', '--note'])
  })

  it('may be a negative number as the value of an option', () => {
    expect(read('--factor', '-0.1', 'set', '-5')).toEqual({ values: { factor: '-0.1' }, positionals: ['set', '-5'] })
    expect(read('--factor=-0.1').values).toEqual({ factor: '-0.1' })
    expect(read('--note', 'warm', '-5')).toEqual({ values: { note: 'warm' }, positionals: ['-5'] })
  })

  it('comes out as it was typed, for any number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = String(number)
        expect(read('set', text, '--factor', text)).toEqual({ values: { factor: text }, positionals: ['set', text] })
      }),
    )
  })

  it('is refused when it is no option of the command, or an option without its value', () => {
    expect(() => read('-x')).toThrow(UsageError)
    expect(() => read('--nothing', '-5')).toThrow(UsageError)
    expect(() => read('--json', '--factor')).toThrow(UsageError)
    expect(() => read('--factor', '--json')).toThrow(UsageError)
  })
})
