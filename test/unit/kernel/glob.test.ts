import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesGlob } from '../../../src/kernel/index.ts'

/** The same by a regular expression, which takes exponential time where there are many `*`. */
function expected(pattern: string, text: string, any: string): boolean {
  const source = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join(any)}$`, 's').test(text)
}

const words = (letters: string) => fc.string({ unit: fc.constantFrom(...letters.split('')), maxLength: 8 })

describe('a pattern with *', () => {
  it('matches what the regular expression of the pattern matches', () => {
    fc.assert(
      fc.property(words('ab/*'), words('ab/'), (pattern, text) => {
        expect(matchesGlob(pattern, text)).toBe(expected(pattern, text, '.*'))
      }),
      { numRuns: 2000 },
    )
  })

  it('stays within one part between separators where there is one', () => {
    fc.assert(
      fc.property(words('ab/*'), words('ab/'), (pattern, text) => {
        expect(matchesGlob(pattern, text, { separator: '/' })).toBe(expected(pattern, text, '[^/]*'))
      }),
      { numRuns: 2000 },
    )
  })

  it('of many * against a long text ends at once', () => {
    expect(matchesGlob('*a'.repeat(200), 'a'.repeat(5000) + 'b')).toBe(false)
  })
})
