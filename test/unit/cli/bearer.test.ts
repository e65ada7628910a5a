import { describe, expect, it } from 'vitest'
import { takeToken } from '../../../src/cli/support/bearer.ts'
import { UsageError } from '../../../src/cli/support/command.ts'

describe('the token of a command', () => {
  it('is taken out of the arguments wherever it stands, in both forms', () => {
    expect(takeToken(['close', '2026-03', '--token', 'abc', '--json'], undefined)).toEqual({
      args: ['close', '2026-03', '--json'],
      token: 'abc',
    })
    expect(takeToken(['close', '--token=abc', '2026-03'], 'other')).toEqual({ args: ['close', '2026-03'], token: 'abc' })
  })

  it('comes from the environment where no option names one, and is left alone behind --', () => {
    expect(takeToken(['points'], 'abc')).toEqual({ args: ['points'], token: 'abc' })
    expect(takeToken(['points'], '')).toEqual({ args: ['points'], token: null })
    expect(takeToken(['entry', '--', '--token'], undefined)).toEqual({ args: ['entry', '--', '--token'], token: null })
  })

  it('without a value is bad usage', () => {
    for (const args of [
      ['close', '--token'],
      ['close', '--token='],
      ['close', '--token', '--json'],
    ])
      expect(() => takeToken(args, undefined)).toThrow(UsageError)
  })
})
