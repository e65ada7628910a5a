import { describe, expect, it } from 'vitest'
import { basePerUnit, type Bucket, type EdgeState, findingBit, instant } from '../../../../src/domain/index.ts'
import { changedRegisters, type EdgeRegisters, lineageOf, type MeterInput } from '../../../../src/figures/document/meter-lineage.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { computeFigure } from '../../../../src/figures/formulas/compute.ts'
import type { FigureInputs } from '../../../../src/figures/inputs/figure-inputs.ts'
import { figureInputs } from '../../../support/fixtures/figure-inputs.ts'

const METER = 'park/main'
const DAY = 86_400_000

/** March of a meter that is read on other days than the 1st: what it counted is split at both ends. */
function march(kWh: number, findings = 0): FigureInputs {
  const inputs = figureInputs({
    points: [{ id: METER, quantity: 'energy', role: 'main-meter' }],
    totals: { [METER]: kWh },
    factors: factorsOf('trading', []),
    period: '2026-03',
  })
  const month = (point: string, start: Parameters<FigureInputs['month']>[1]): Bucket | null => {
    const bucket = inputs.month(point, start)
    return bucket && { ...bucket, findings }
  }
  return { ...inputs, month, interpolated: () => 0.25 }
}

const reading = (days: number, kWh: number, from: number): readonly [string, EdgeState] => [
  METER,
  { time: instant(from + days * DAY), value: kWh * basePerUnit('energy') },
]

function lineage(inputs: FigureInputs, edges: Partial<EdgeRegisters>) {
  const figure = computeFigure(inputs, 'energy.indirect', null)
  const amounts = (figure?.inputs ?? []).filter((i): i is MeterInput => i.kind === 'meter')
  return lineageOf(inputs, METER, amounts, { first: new Map(), last: new Map(), afterFirst: new Map(), afterLast: new Map(), ...edges })
}

describe('the registers of a meter', () => {
  it('that was read days before both ends of a month leave a split at the edges, and no restart', () => {
    const inputs = march(310)
    const { from, to } = inputs.period.span
    const found = lineage(inputs, { first: new Map([reading(-10, 1000, from)]), last: new Map([reading(-5, 1360, to)]) })
    expect(found).toMatchObject({ total: 310, edge_split: -50, restarts: 0, estimated: 0.25 })
  })

  it('that restarted have both, told apart by the readings after the ends', () => {
    const inputs = march(310, findingBit('counter-reset'))
    expect(changedRegisters(inputs, [METER])).toEqual([METER])
    const { from, to } = inputs.period.span
    // 10 kWh a day: 1000 ten days before, restarted at 1200, 110 five days before the end.
    const found = lineage(inputs, {
      first: new Map([reading(-10, 1000, from)]),
      last: new Map([reading(-5, 160, to)]),
      afterFirst: new Map([reading(10, 1200, from)]),
      afterLast: new Map([reading(5, 260, to)]),
    })
    expect(found).toMatchObject({ edge_split: -50, restarts: 1200 })
    expect((found.last?.index ?? 0) - (found.first?.index ?? 0) + (found.edge_split ?? 0) + (found.restarts ?? 0)).toBe(310)
  })

  it('that were read at both ends have neither', () => {
    const inputs = march(310)
    const { from, to } = inputs.period.span
    const found = lineage(inputs, { first: new Map([reading(0, 1000, from)]), last: new Map([reading(0, 1310, to)]) })
    expect(found).toMatchObject({ edge_split: 0, restarts: 0 })
    expect(changedRegisters(inputs, [METER])).toEqual([])
  })
})
