import { describe, expect, it } from 'vitest'
import { type Alarm, type Draft, instant } from '../../../src/domain/index.ts'
import { noticeOfAlarm, noticeOfDraft, noticeOfEscalation } from '../../../src/notifications/wording.ts'

const draft: Draft = {
  period: '2026-03',
  revision: 1,
  hash: 'ab'.repeat(32),
  createdAt: instant(1000),
  coverage: 0.9496,
  figures: { valued: 27, all: 28 },
  missing: [{ id: 'energy.per-person', boundary: 'offices', reasons: ['no entry for head-count (park)'] }],
}
const sender = { campus: 'Science park', limit: 0.95 }
const alarm: Alarm = {
  id: 'alarm-7',
  code: 'store-away',
  subject: '',
  severity: 'alarm',
  sentence: 'the store is away: disk full',
  evidence: {},
  raisedAt: instant(5),
  clearedAt: null,
  acknowledged: null,
  owner: null,
  comments: [],
  mute: null,
  escalatedAt: null,
  foldedInto: null,
}

describe('the text of a notice', () => {
  it('names the draft, its coverage, the missing figures and their reasons', () => {
    const { kind, title, text, data } = noticeOfDraft(draft, sender)
    expect(kind).toBe('coverage-low')
    expect(title).toBe('Science park: draft report 2026-03 is ready, data coverage only 94.9 %')
    expect(text).toContain('Figures with a value: 27 of 28')
    expect(text).toContain('energy.per-person (offices): no entry for head-count (park)')
    expect(data).toMatchObject({ period: '2026-03', coverage: 0.9496, figures: { valued: 27, all: 28 } })
  })

  it('has no warning when the coverage of the draft reaches the limit', () => {
    expect(noticeOfDraft({ ...draft, coverage: 0.95 }, sender)).toMatchObject({
      kind: 'draft-ready',
      title: 'Science park: draft report 2026-03 is ready',
    })
  })

  it('has one id for each revision of a draft', () => {
    expect(noticeOfDraft({ ...draft, createdAt: instant(9) }, sender).id).toBe(noticeOfDraft(draft, sender).id)
    expect(noticeOfDraft({ ...draft, revision: 2 }, sender).id).not.toBe(noticeOfDraft(draft, sender).id)
    expect(noticeOfDraft({ ...draft, revision: 2 }, sender).title).toContain('revision 2')
  })

  it('shows the first twenty of many missing figures and how many more there are', () => {
    const missing = Array.from({ length: 25 }, (_, i) => ({ id: `figure-${i}`, boundary: 'all', reasons: ['why'] }))
    const { text } = noticeOfDraft({ ...draft, missing }, sender)
    expect([text.includes('figure-19'), text.includes('figure-20'), text.includes('and 5 more')]).toEqual([true, false, true])
  })

  it('names an alarm when it is raised and when it is cleared', () => {
    const [raised, over] = [noticeOfAlarm(alarm, 'Park'), noticeOfAlarm({ ...alarm, clearedAt: instant(9) }, 'Park')]
    expect(raised).toMatchObject({ kind: 'alarm-raised', at: 5, title: 'Park: the store is away: disk full' })
    expect(raised.text).toContain('campus alarms acknowledge alarm-7')
    expect(over).toMatchObject({ kind: 'alarm-cleared', at: 9, title: 'Park: over: the store is away: disk full' })
    expect(over.id).not.toBe(raised.id)
  })
})

describe('the second notice of an alarm', () => {
  it('is sent once it is escalated, and names the owner', () => {
    expect(noticeOfEscalation(alarm, 'Park')).toBeNull()
    const notice = noticeOfEscalation({ ...alarm, escalatedAt: instant(9), owner: 'Li Wei' }, 'Park')
    expect(notice).toMatchObject({ id: 'alarm-7/escalated/9', kind: 'alarm-escalated', at: 9 })
    expect(notice?.text).toContain('Its owner is Li Wei')
  })
})
