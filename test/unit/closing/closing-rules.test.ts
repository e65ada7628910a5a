import { describe, expect, it } from 'vitest'
import { conflictOf, objectionsTo, refusalOf } from '../../../src/closing/closing-rules.ts'
import { instant } from '../../../src/domain/index.ts'

const MARCH = { period: '2026-03', span: { from: instant(100), to: instant(200) } }

describe('closing a period', () => {
  it('is refused until the period is over, and once it is closed', () => {
    expect(refusalOf({ ...MARCH, now: instant(199), closed: null })).toContain('2026-03 is not over')
    expect(refusalOf({ ...MARCH, now: instant(200), closed: null })).toBeNull()
    expect(refusalOf({ ...MARCH, now: instant(300), closed: 2 })).toContain('closed already, revision 2')
  })

  it('meets an objection with less coverage than the limit, rounded down so that the sentence never contradicts itself', () => {
    expect(objectionsTo({ coverage: 0.95, leastCoverage: 0.95 })).toEqual([])
    expect(objectionsTo({ coverage: 0.94999, leastCoverage: 0.95 })).toEqual(['the coverage is 94.9 %, the limit is 95.0 %'])
  })

  it('is refused to whoever prepared what the report rests on', () => {
    expect(conflictOf('token:b', ['token:a', 'token:b'])).toContain('another principal')
    expect(conflictOf('token:c', ['token:a', 'token:b'])).toBeNull()
  })
})
