import { describe, expect, it } from 'vitest'
import { foldPeriod, type ReviewRecord } from '../../../src/closing/period-state.ts'
import { instant } from '../../../src/domain/index.ts'

const at = (n: number) => instant(Date.UTC(2026, 3, n))
const submitted = (n: number, hash = 'a'): ReviewRecord => ({
  kind: 'submitted',
  period: '2026-03',
  hash,
  by: 'anna',
  at: at(n),
  note: null,
})
const returned = (n: number): ReviewRecord => ({ kind: 'returned', period: '2026-03', by: 'bernd', at: at(n), reason: 'gap' })
const rejected = (n: number): ReviewRecord => ({
  kind: 'rejected',
  period: '2026-03',
  id: '2026-03-r2-0a',
  by: 'bernd',
  at: at(n),
  reason: 'x',
})

describe('the state of a period', () => {
  it('is open, then submitted, open again when it is returned, and submitted by the next submission', () => {
    expect(foldPeriod([], [])).toMatchObject({ state: 'open', revision: null, submission: null })
    expect(foldPeriod([submitted(1)], [])).toMatchObject({ state: 'submitted', submission: { hash: 'a' } })
    expect(foldPeriod([submitted(1), returned(2)], [])).toMatchObject({ state: 'open', submission: null, returned: { reason: 'gap' } })
    expect(foldPeriod([submitted(1), returned(2), submitted(3, 'b')], [])).toMatchObject({
      state: 'submitted',
      submission: { hash: 'b' },
      returned: null,
    })
  })

  it('is closed with its first revision, restated with the next, and a rejection changes neither', () => {
    expect(foldPeriod([submitted(1)], [{ revision: 1 }])).toMatchObject({ state: 'closed', revision: 1 })
    const review = foldPeriod([submitted(1), rejected(5)], [{ revision: 1 }, { revision: 2 }])
    expect(review).toMatchObject({ state: 'restated', revision: 2, rejected: [{ id: '2026-03-r2-0a' }] })
  })
})
