import { describe, expect, it } from 'vitest'
import { type CalendarFrame, missingItems } from '../../../src/closing/close-calendar.ts'
import { foldPeriod } from '../../../src/closing/period-state.ts'
import { type Entry, instant } from '../../../src/domain/index.ts'

function entry(key: Entry['key'], from: string, to: string | null, author = 'anna'): Entry {
  const rest = { note: null, reference: null, attachment: null, recordedAt: instant(0) }
  return { id: `${key} ${from}`, key, site: 'park', from, to, value: 1, unit: '1', author, ...rest }
}

const HEADS = [entry('head-count', '2026-01-01', null), entry('floor-area', '2026-01-01', null)]
const BASE: CalendarFrame = {
  campus: { sites: [{ id: 'park', kind: 'office', name: { en: 'Park' }, grid: null }], timezone: 'Asia/Shanghai' },
  days: { from: '2026-03-01', to: '2026-04-01' },
  now: instant(Date.UTC(2026, 3, 10)),
  entries: HEADS,
  gaps: [],
  review: foldPeriod([], []),
  openMonths: [],
}
const items = (frame: Partial<CalendarFrame>) => missingItems({ ...BASE, ...frame })

describe('the close calendar', () => {
  it('names the days of a bill that came before, with its last author, and asks for nothing that never came', () => {
    const bills = [entry('bill.gas', '2026-01-01', '2026-02-01'), entry('bill.gas', '2026-02-01', '2026-03-11', 'carl')]
    const [bill, step] = items({ entries: [...HEADS, ...bills] })
    expect(bill).toEqual({ what: 'entry', whose: 'preparer', key: 'bill.gas', site: 'park', days: 21, author: 'carl' })
    expect(step).toEqual({ what: 'submission', whose: 'preparer' })
    expect(items({ entries: [...HEADS, entry('bill.gas', '2026-04-01', '2026-05-01')] })).toHaveLength(1)
  })

  it('does not miss what comes now and then, instruments or targets', () => {
    const rare = [entry('meals', '2026-01-01', '2026-02-01'), entry('instrument.gec', '2026-01-01', '2026-02-01')]
    expect(items({ entries: [...HEADS, ...rare] })).toEqual([{ what: 'submission', whose: 'preparer' }])
  })

  it('asks operators for readings, preparers for head count and area, and the approver once it is submitted', () => {
    const gaps = [{ point: 'park/main', role: 'main-meter', coverage: 0.4 }]
    const submission = { kind: 'submitted', period: '2026-03', hash: 'a', by: 'anna', at: instant(0), note: null } as const
    const all = items({ gaps, entries: [], review: foldPeriod([submission], []), openMonths: ['2026-02'] })
    expect(all.map(({ what, whose }) => `${whose} ${what}`)).toEqual([
      'operator readings',
      'preparer entry',
      'preparer entry',
      'approver months',
      'approver signature',
    ])
  })

  it('waits for nothing once the period is closed', () => {
    expect(items({ entries: [], review: foldPeriod([], [{ revision: 1 }]) })).toEqual([])
  })
})
