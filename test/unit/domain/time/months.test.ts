import { describe, expect, it } from 'vitest'
import { instant, monthsOf, periodSpan, type Span } from '../../../../src/domain/index.ts'

const at = (text: string) => instant(Date.parse(text))

describe('months of a span', () => {
  it('begin and end at local midnight, and name their days', () => {
    const quarter = periodSpan('Europe/Berlin', '2026-Q1') as Span
    expect(monthsOf('Europe/Berlin', quarter)).toEqual([
      { id: '2026-01', span: { from: at('2025-12-31T23:00:00Z'), to: at('2026-01-31T23:00:00Z') }, from: '2026-01-01', to: '2026-02-01' },
      { id: '2026-02', span: { from: at('2026-01-31T23:00:00Z'), to: at('2026-02-28T23:00:00Z') }, from: '2026-02-01', to: '2026-03-01' },
      { id: '2026-03', span: { from: at('2026-02-28T23:00:00Z'), to: at('2026-03-31T22:00:00Z') }, from: '2026-03-01', to: '2026-04-01' },
    ])
  })

  it('are whole months, also where the span only touches them', () => {
    const days = { from: at('2026-01-31T12:00:00Z'), to: at('2026-02-01T12:00:00Z') }
    expect(monthsOf('UTC', days).map((m) => [m.id, m.from, m.to])).toEqual([
      ['2026-01', '2026-01-01', '2026-02-01'],
      ['2026-02', '2026-02-01', '2026-03-01'],
    ])
  })

  it('of an empty span are none', () => {
    expect(monthsOf('UTC', { from: at('2026-01-01T00:00:00Z'), to: at('2026-01-01T00:00:00Z') })).toEqual([])
  })

  it('follow one another without a gap, in every zone', () => {
    for (const zone of ['UTC', 'Asia/Shanghai', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
      const months = monthsOf(zone, periodSpan(zone, '2026') as Span)
      expect(months).toHaveLength(12)
      for (const [i, month] of months.entries()) expect(months[i + 1]?.span.from ?? month.span.to).toBe(month.span.to)
    }
  })
})
