import { describe, expect, it } from 'vitest'
import type { UnitDay } from '../../../../src/findings/day-data.ts'
import { compile } from '../../../../src/findings/expression/evaluate.ts'
import { ExpressionFault, parseExpression } from '../../../../src/findings/expression/parse.ts'

const day = (settings: Readonly<Record<string, number>> = {}): UnitDay => ({ roles: {}, times: [], settings })
const value = (text: string, settings: Readonly<Record<string, number>> = {}): number => compile(parseExpression(text), day(settings))(0)

describe('an expression of a fault rule', () => {
  it('binds as arithmetic does', () => {
    expect(value('1 + 2 * 3')).toBe(7)
    expect(value('(1 + 2) * 3 - 4 / 2')).toBe(7)
    expect(value('-2 + 5 > 2 and not 1 == 2')).toBe(1)
    expect(value('1 == 2 or 2 < 3 and 3 < 2')).toBe(0)
    expect(value('max(1, min(5, a))', { a: 3 })).toBe(3)
  })

  it('is unknown where a part is, unless the rest decides', () => {
    expect(value('missing > 1')).toBeNaN()
    expect(value('missing > 1 and 1 == 2')).toBe(0)
    expect(value('missing > 1 or 1 == 1')).toBe(1)
    expect(value('not missing')).toBeNaN()
    expect(value('1 / 0')).toBeNaN()
  })

  it('that is not understood names the place', () => {
    for (const [text, place] of [
      ['1 +', '"the end"'],
      ['a ? b', '"? b"'],
      ['(1', '"the end"'],
      ['1 2', '"2" at character 3'],
    ] as const)
      expect(() => parseExpression(text)).toThrow(place)
    expect(() => parseExpression('and')).toThrow(ExpressionFault)
  })
})
