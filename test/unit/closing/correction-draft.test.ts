import { describe, expect, it } from 'vitest'
import { effectText, faultsOf, readingFaults } from '../../../src/closing/correction-draft.ts'
import { type CorrectionDraft, DAY, instant, QUARTER, span } from '../../../src/domain/index.ts'
import { pointOf } from '../../support/fixtures/campus.ts'

const START = Date.parse('2026-03-02T00:00:00Z')
const NOW = instant(START + 200 * DAY)
const POINTS = [
  pointOf({ id: 'park/a/e', quantity: 'energy' }),
  pointOf({ id: 'park/a/p', quantity: 'power' }),
  pointOf({ id: 'park/w/v', quantity: 'volume' }),
  { ...pointOf({ id: 'park/sum/e', quantity: 'energy' }), of: [{ point: 'park/a/e', times: 1 }] },
]
const wish = (more: Partial<CorrectionDraft> = {}): CorrectionDraft => ({
  point: 'park/a/e',
  span: span(START, START + DAY),
  effect: { kind: 'scale', factor: 2 },
  ...more,
})
const faults = (more: Partial<CorrectionDraft>): string => faultsOf(wish(more), POINTS, NOW).join()
const estimate = (method: 'flat' | 'sister', sister: string | null = null): CorrectionDraft['effect'] => ({
  kind: 'estimate',
  method,
  sister,
})

describe('a correction that somebody wishes', () => {
  it('has no fault when it can be made', () => {
    const effects: CorrectionDraft['effect'][] = [
      { kind: 'scale', factor: 0.001 },
      { kind: 'exclude' },
      { kind: 'register', at: instant(START), value: 5 },
      estimate('flat'),
    ]
    for (const effect of effects) expect(faults({ effect })).toBe('')
  })

  it('names a point that is not there, or that is computed of others', () => {
    expect(faults({ point: 'nowhere' })).toContain('no point "nowhere"')
    expect(faults({ point: 'park/sum/e' })).toContain('computed from other points')
  })

  it('names a span that is empty, off the grid, in the future or too long to be guessed', () => {
    expect(faults({ span: span(START, START) })).toContain('empty')
    expect(faults({ span: span(START + 1, START + DAY) })).toContain('whole quarter hours')
    expect(faults({ span: span(START, NOW + QUARTER) })).toContain('in the future')
    expect(faults({ span: span(START, START + 93 * DAY), effect: estimate('flat') })).toContain('92 days')
  })

  it('names an effect that its point cannot have', () => {
    for (const factor of [0, -1, 1, Number.NaN, Infinity, 1e9])
      expect(faults({ effect: { kind: 'scale', factor } })).toContain('a factor is above 0')
    expect(faults({ point: 'park/a/p', effect: { kind: 'register', at: instant(START), value: 5 } })).toContain('has no register')
    expect(faults({ effect: { kind: 'register', at: instant(START + DAY), value: 5 } })).toContain('outside the span')
    expect(faults({ point: 'park/a/p', effect: estimate('flat') })).toContain('excluded, not estimated')
    expect(faults({ effect: estimate('sister', 'nowhere') })).toContain('could stand in')
    expect(faults({ effect: estimate('sister', 'park/a/e') })).toContain('for itself')
    expect(faults({ effect: estimate('sister', 'park/w/v') })).toContain('counts volume')
  })

  it('lies where the point was read; a register behind the last reading is imported', () => {
    const read = { first: instant(START + DAY + 1), last: instant(START + 2 * DAY) }
    expect(readingFaults(wish(), null).join()).toContain('no reading')
    expect(readingFaults(wish(), read).join()).toContain('first read at 2026-03-03')
    expect(readingFaults(wish({ span: span(START + DAY, START + 2 * DAY) }), read)).toEqual([])
    const late = wish({
      span: span(START + 2 * DAY, START + 3 * DAY),
      effect: { kind: 'register', at: instant(START + 2.5 * DAY), value: 5 },
    })
    expect(readingFaults(late, read).join()).toContain('is imported')
  })

  it('is called by its effect in lists', () => {
    expect([effectText({ kind: 'scale', factor: 2 }), effectText({ kind: 'exclude' }), effectText(estimate('sister', 'park/b'))]).toEqual([
      'scale 2',
      'exclude',
      'estimate sister park/b',
    ])
  })
})
