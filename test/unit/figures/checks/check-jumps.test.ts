import { describe, expect, it } from 'vitest'
import { periodBefore, periodsInYear } from '../../../../src/domain/index.ts'
import { checkJumps } from '../../../../src/figures/checks/check-jumps.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { computeFigures } from '../../../../src/figures/formulas/compute.ts'
import type { FigureInputs } from '../../../../src/figures/inputs/figure-inputs.ts'
import { renderMessage } from '../../../../src/figures/messages/message.ts'
import { bucketOf, figureInputs, monthOf } from '../../../support/fixtures/figure-inputs.ts'
import { pointOf } from '../../../support/fixtures/campus.ts'

const METER = { id: 'park/main', quantity: 'energy', role: 'main-meter' } as const

/** Inputs of a month in which the meter counted so many kWh, of which a share is known. */
function monthInputs(id: string, kWh: number, known = 1): FigureInputs {
  const month = monthOf(id)
  const frame = figureInputs({ points: [METER], totals: {}, factors: factorsOf('trading', []), period: '2026' })
  return {
    ...frame,
    period: { id, span: month.span, months: [month] },
    month: (point, start) => (point === METER.id && start === month.span.from ? bucketOf(pointOf(METER), month.span, kWh, known) : null),
  }
}

const SEASONS = [100, 95, 90, 80, 78, 85, 95, 97, 84, 82, 90, 98]
/** Months before 2026-03 back to 2023-03, each year a little more. */
const names = (() => {
  const found: string[] = []
  for (let id = periodBefore('2026-03'); id !== null && found.length < 36; id = periodBefore(id)) found.push(id)
  return found
})()
const usual = (id: string): number => (SEASONS[Number(id.slice(5)) - 1] ?? 0) * (1 + 0.02 * (Number(id.slice(0, 4)) - 2023)) * 1000
const history = names.map((id) => monthInputs(id, usual(id)))
const jumps = (kWh: number, past: readonly FigureInputs[] = history, known = 1) => {
  const inputs = monthInputs('2026-03', kWh, known)
  return checkJumps(inputs, computeFigures(inputs, null), past)
}

describe('a jump', () => {
  it('against the year before beyond all changes of the past is found once, at the figure that others are made of', () => {
    const [found, ...others] = jumps(usual('2026-03') * 2)
    expect(found).toMatchObject({ code: 'jump-year', values: { figure: 'energy.indirect', period: '2025-03' } })
    expect(found && renderMessage(found, 'en')).toMatch(/energy\.indirect \(all\) is 190\.80 MWh after 93\.60 in 2025-03: .* 2 % at most/)
    expect(others).toEqual([])
  })

  it('is not what the seasons do, nor a change of less than a quarter', () => {
    expect(jumps(usual('2026-03'))).toEqual([])
    expect(jumps(usual('2026-03') * 1.2)).toEqual([])
  })

  it('without a past is a multiple only', () => {
    expect(jumps(usual('2026-03') * 2, history.slice(0, 1))).toEqual([])
    expect(jumps(usual('2026-03') * 4, history.slice(0, 1))).toMatchObject([{ code: 'jump-without-past' }])
    expect(jumps(usual('2026-03') * 4, [])).toEqual([])
  })

  it('is not judged where too little is known', () => {
    expect(jumps(usual('2026-03') * 4, history, 0.5)).toEqual([])
  })
})

describe('the period before', () => {
  it('has the same form', () => {
    const before = ['2026-03', '2026-01', '2026-Q1', '2026-H2', '2026', 'FY2026', '2026-W01', '2026-W12', '2025-04/2026-03'].map(
      periodBefore,
    )
    expect(before).toEqual(['2026-02', '2025-12', '2025-Q4', '2026-H1', '2025', 'FY2025', '2025-W52', '2026-W11', '2024-04/2025-03'])
    expect(['2021-W01', '0100', 'nothing'].map(periodBefore)).toEqual(['2020-W53', null, null])
    expect(['2026', 'FY2026', '2026-H1', '2026-Q1', '2026-03', '2026-W12'].map(periodsInYear)).toEqual([1, 1, 2, 4, 12, null])
  })
})
