import { describe, expect, it } from 'vitest'
import { UnusableWish, wishesOf } from '../../chaos/options.ts'

describe('the wishes of a chaos run', () => {
  it('are seed, minutes or kills, and pairs; without them ten minutes of both by a seed that is drawn', () => {
    expect(wishesOf(['--seed', '7', '--minutes', '0.5', '--pair', 'servers'])).toEqual({
      seed: 7,
      minutes: 0.5,
      kills: null,
      pairs: ['servers'],
    })
    expect(wishesOf(['--seed=7', '--kills=200'])).toMatchObject({ seed: 7, kills: 200, pairs: ['embedded', 'servers'] })
    const { seed, ...rest } = wishesOf([])
    expect(rest).toEqual({ minutes: 10, kills: null, pairs: ['embedded', 'servers'] })
    expect(Number.isInteger(seed)).toBe(true)
  })

  it.each([
    [['--seed', 'x'], '--seed takes a whole number from 0 to 4294967296, not "x"'],
    [['--seed', '1.5'], '--seed takes a whole number from 0 to 4294967296, not "1.5"'],
    [['--minutes', '0'], '--minutes takes a number from 0.1 to 240, not "0"'],
    [['--minutes', ''], '--minutes takes a number from 0.1 to 240, not ""'],
    [['--kills', '1e3'], '--kills takes a whole number from 1 to 5000, not "1e3"'],
    [['--pair', 'each'], '--pair takes embedded, servers or both, not "each"'],
    [['--kills', '5', '--minutes', '5'], '--minutes and --kills exclude each other: give one of them'],
    [['--speed', '5'], "Unknown option '--speed'"],
    [['7'], "Unexpected argument '7'"],
  ])('%j are refused with what would do', (args, message) => {
    expect(() => wishesOf(args)).toThrow(UnusableWish)
    expect(() => wishesOf(args)).toThrow(message)
  })
})
