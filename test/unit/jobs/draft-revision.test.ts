import { describe, expect, it } from 'vitest'
import { type Draft, instant } from '../../../src/domain/index.ts'
import { compareDraft, type ComputedDraft } from '../../../src/jobs/draft-revision.ts'

const content = { period: '2026-03', hash: 'new', algorithm: 'report-document/1', coverage: 1, figures: { valued: 1, all: 1 }, missing: [] }
const computed: ComputedDraft = { content, earlierHashes: { 'report-json': 'old' } }
const recorded = (hash: string, algorithm?: string): Draft => ({
  ...content,
  hash,
  revision: 2,
  createdAt: instant(0),
  algorithm: algorithm as string,
})
const recordedBefore = (hash: string): Draft => {
  const { algorithm: _algorithm, ...draft } = recorded(hash)
  return draft
}

describe('figures that are computed again', () => {
  it('are a new revision when no draft is recorded or its hash differs', () => {
    expect(compareDraft(undefined, computed)).toBe('new')
    expect(compareDraft(recorded('other', 'report-document/1'), computed)).toBe('new')
  })

  it('are the same draft under the same hash of the same algorithm', () => {
    expect(compareDraft(recorded('new', 'report-document/1'), computed)).toBe('same')
  })

  it('only need another hash when the draft was recorded under an earlier algorithm and that one gives its hash', () => {
    expect(compareDraft(recordedBefore('old'), computed)).toBe('rehash')
    expect(compareDraft(recorded('old', 'report-json'), computed)).toBe('rehash')
  })

  it('are a new revision when the earlier algorithm gives another hash, or nobody knows it any more', () => {
    expect(compareDraft(recordedBefore('another'), computed)).toBe('new')
    expect(compareDraft(recorded('old', 'report-document/0'), computed)).toBe('new')
  })
})
