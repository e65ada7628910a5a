import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchPieces, type TopicPiece } from '../../../../src/wire/values/topic-pattern.ts'

const hole = fc.constantFrom<TopicPiece>(
  { name: 'x', levels: false, least: 1 },
  { name: 'x', levels: true, least: 1 },
  { name: null, levels: true, least: 0 },
)
const pieces = fc.array(fc.oneof(fc.constantFrom<TopicPiece>('/', 'a', '-', 'ab', '/a'), hole), { maxLength: 6 })
const topics = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-'), maxLength: 10 })

function expected(list: readonly TopicPiece[], topic: string): string[] | null {
  const form = list.map((p) =>
    typeof p === 'string' ? p.replace(/[-/]/g, '\\$&') : `(${p.levels ? '.' : '[^/]'}${p.least === 0 ? '*' : '+'})`,
  )
  return new RegExp(`^${form.join('')}$`, 's').exec(topic)?.slice(1) ?? null
}

describe('a topic template', () => {
  it('captures what its greedy regular expression captures', () => {
    fc.assert(
      fc.property(pieces, topics, (list, topic) => {
        expect(matchPieces(list, topic)).toEqual(expected(list, topic))
      }),
      { numRuns: 10_000 },
    )
  })

  it('with many placeholders against a long topic ends at once', () => {
    const list: TopicPiece[] = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? { name: 'x', levels: true, least: 1 } : 'a'))
    expect(matchPieces([...list, '!'], 'a'.repeat(1024))).toBeNull()
  })
})
