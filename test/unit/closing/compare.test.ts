import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDocuments, type ComparedDocument, type DocumentInput } from '../../../src/closing/compare.ts'

const meter = (point: string, value: number): DocumentInput & { value: number } => ({ kind: 'meter', point, value })

function documentWith(value: number | null, inputs: readonly DocumentInput[], digits = 2): ComparedDocument {
  const figure = { id: 'energy.indirect', boundary: 'all', unit: 'MWh', value, digits, inputs: inputs.map((_, i) => i) }
  return { figures: [figure], inputs }
}

describe('comparing a closed document with that of today', () => {
  it('finds nothing where every value is the same, whatever the order of keys and of inputs', () => {
    const inputs = [meter('a', 1), meter('b', 2)]
    const turned = inputs.map((i) => Object.fromEntries(Object.entries(i).toReversed()) as unknown as DocumentInput).toReversed()
    expect(compareDocuments(documentWith(3, inputs), documentWith(3, turned))).toEqual([])
  })

  it('names old, new, the cause and the meters whose total changed, and no other', () => {
    const closed = documentWith(3, [meter('a', 1), meter('b', 2), { kind: 'factor', factor: 'grid' }])
    const today = documentWith(4, [meter('a', 1), meter('b', 3), { kind: 'factor', factor: 'grid' }])
    expect(compareDocuments(closed, today)).toEqual([
      {
        figure: 'energy.indirect',
        boundary: 'all',
        unit: 'MWh',
        old: 3,
        new: 4,
        published: true,
        causes: ['readings'],
        points: ['b'],
        entries: [],
        factors: [],
      },
    ])
  })

  it.each([
    ['entries', { kind: 'entry', entry: 'entry-1' }],
    ['factors', { kind: 'factor', factor: 'grid/1' }],
    ['factors', { kind: 'tariff', tariff: 'day' }],
    ['claims', { kind: 'load', energy: 'a' }],
  ])('names %s as the cause where such an input is new', (cause, input) => {
    const [change] = compareDocuments(documentWith(3, []), documentWith(4, [input]))
    expect(change?.causes).toEqual([cause])
  })

  it('names the algorithm where the same inputs give another value', () => {
    expect(compareDocuments(documentWith(3, [meter('a', 1)]), documentWith(4, [meter('a', 1)]))[0]?.causes).toEqual(['algorithm'])
  })

  it('finds a figure that lost its value, one that got one, one that left and one that is new', () => {
    const values = (a: number | null, b: number | null) =>
      compareDocuments(documentWith(a, []), documentWith(b, [])).map((c) => [c.old, c.new])
    expect([values(3, null), values(null, 3), values(null, null)]).toEqual([[[3, null]], [[null, 3]], []])
    const none: ComparedDocument = { figures: [], inputs: [] }
    expect(compareDocuments(documentWith(3, []), none).map((c) => [c.old, c.new])).toEqual([[3, null]])
    expect(compareDocuments(none, documentWith(3, [])).map((c) => [c.old, c.new])).toEqual([[null, 3]])
  })

  it('finds every change, and calls it published where it exceeds the last digit', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(value, value, fc.integer({ min: 0, max: 4 }), (a, b, digits) => {
        const [change] = compareDocuments(documentWith(a, [], digits), documentWith(b, [], digits))
        // Further apart than one unit of the last digit the text always differs.
        if (Math.abs(a - b) > 1.000001 * 10 ** -digits) expect(change?.published).toBe(true)
        expect(change === undefined).toBe(a === b)
      }),
    )
  })
})
