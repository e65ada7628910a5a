import { describe, expect, it } from 'vitest'
import { type ClaimedMonth, type Measure, periodSpan, type Span } from '../../../../../src/domain/index.ts'
import { interactionOf } from '../../../../../src/figures/document/savings/interaction.ts'
import type { MeasureMonth } from '../../../../../src/figures/inputs/saving-claims.ts'

const month = (id: string): Span => periodSpan('UTC', id) as Span
const JUNE = month('2026-06')
const seasons = {
  cooling: [
    { from: JUNE.from, to: month('2026-09').to },
    { from: month('2027-06').from, to: month('2027-06').to },
  ],
}

function share(id: string, kWh: number): MeasureMonth {
  const claim = { counterfactual: kWh * 1e6, metered: 0 } as unknown as ClaimedMonth
  const row = { month: id, span: month(id), coverage: 1, claim, reason: null, step: null, findings: 0 }
  return { measure: 'lighting', load: {} as MeasureMonth['load'], month: row }
}

const measure = (season: string): Measure => ({ cooling: { season, cop: 3, share: 0.6 } }) as unknown as Measure

describe('the interaction of lighting with cooling', () => {
  it('counts what is saved in the season, at its share and COP, and nothing of other months', () => {
    const found = interactionOf({ seasons }, measure('cooling'), [share('2026-05', 900), share('2026-06', 300), share('2026-07', 600)])
    expect(found).toEqual({ cooling: (900 * 0.6) / 3, season: 'cooling', cop: 3, share: 0.6 })
  })

  it('weighs a month that the season cuts by its time', () => {
    const half = { cooling: [{ from: JUNE.from, to: JUNE.from + (JUNE.to - JUNE.from) / 2 } as Span] }
    expect(interactionOf({ seasons: half }, measure('cooling'), [share('2026-06', 300)])?.cooling).toBeCloseTo(30, 9)
  })

  it('is none without a statement about the cooling', () => {
    expect(interactionOf({ seasons }, { id: 'x' } as unknown as Measure, [share('2026-06', 300)])).toBeNull()
  })
})
