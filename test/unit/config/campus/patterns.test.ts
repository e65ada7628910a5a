import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillPattern, matchPattern } from '../../../../src/config/campus/patterns.ts'

/** The regular expression that a pattern stands for: right, and of exponential cost at worst. */
function regexOf(glob: string): RegExp {
  const pieces = glob
    .split(/(\*+)/)
    .map((piece, i) => (i % 2 === 0 ? piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&') : piece === '*' ? '([^/]*)' : '(.*)'))
  return new RegExp(`^${pieces.join('')}$`, 'u')
}

const text = fc.array(fc.constantFrom('a', 'b', '/', '.', 'ab'), { maxLength: 12 }).map((parts) => parts.join(''))
const glob = fc.array(fc.constantFrom('a', 'b', '/', '.', '*', '**', '*', 'ab'), { maxLength: 9 }).map((parts) => parts.join(''))

describe('a pattern of ids', () => {
  it('matches what its regular expression matches, with the same texts for its stars', () => {
    fc.assert(
      fc.property(glob, text, (pattern, id) => {
        const found = regexOf(pattern).exec(id)
        expect(matchPattern(pattern, id)).toEqual(found === null ? null : found.slice(1))
      }),
      { numRuns: 20_000 },
    )
  })

  it('gives back an id that it was filled with', () => {
    expect(fillPattern('park/*/pir', matchPattern('park/*/lamp', 'park/lobby/lamp') ?? [])).toBe('park/lobby/pir')
  })

  it('of a hundred stars answers for an id of 200 characters at once', () => {
    expect(matchPattern(`${'*a'.repeat(100)}b`, 'a'.repeat(200))).toBeNull()
    expect(matchPattern(`${'**a'.repeat(100)}b`, 'a/'.repeat(100))).toBeNull()
  })
})
