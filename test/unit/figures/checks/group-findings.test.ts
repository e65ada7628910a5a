import { describe, expect, it } from 'vitest'
import { groupFindings, irrelevantFigures } from '../../../../src/figures/checks/group-findings.ts'
import type { FigureStatement } from '../../../../src/figures/document/report-document.ts'
import { check } from '../../../../src/figures/checks/check.ts'
import { remark } from '../../../../src/figures/inputs/figure-value.ts'
import { message, renderMessage } from '../../../../src/figures/messages/message.ts'

function figure(id: FigureStatement['id'], more: Partial<FigureStatement> = {}): FigureStatement {
  const numbers = { value: 1, unit: 'MWh', digits: 2, coverage: 1, estimated: 0, interval90: null }
  return { id, boundary: 'all', ...numbers, factors: [], remarks: [], missing: [], inputs: [], ...more }
}

describe('findings of a report', () => {
  it('stand in one line a cause: what many figures share names them and the least of their numbers, each below it', () => {
    const checks = [
      check('low-coverage', { figure: 'energy.total', percent: 80 }),
      check('left-open', { source: 'gas' }),
      check('low-coverage', { figure: 'ghg.total', percent: 70 }),
      check('left-open', { source: 'heat' }),
    ]
    const [coverage, open, ...others] = groupFindings({ checks, figures: [] })
    expect(others).toEqual([])
    expect(renderMessage(coverage?.message ?? message('no-site'), 'en')).toBe('energy.total, ghg.total: 70.0 % of its amount is known')
    expect(coverage).toMatchObject({
      theme: 'coverage',
      figures: ['energy.total', 'ghg.total'],
      details: checks.filter((c) => c.code === 'low-coverage'),
    })
    expect(open).toMatchObject({ theme: 'completeness', message: { values: { source: 'gas, heat' } }, details: [] })
  })

  it('join a remark that several figures carry, and the months of one meter', () => {
    const bill = remark('bill-differs', 'bill-above', { key: 'bill.gas', site: 'park', from: 'a', to: 'b', percent: 12 })
    const reset = (month: string) => remark('meter-finding', 'meter-finding', { point: 'a/b', code: 'counter-reset', month })
    const figures = [
      figure('energy.total', { remarks: [bill, reset('2026-01')] }),
      figure('energy.direct', { remarks: [bill, reset('2026-02')] }),
    ]
    expect(groupFindings({ checks: [], figures }).map(({ theme, figures: shown, details }) => [theme, shown, details.length])).toEqual([
      ['bills', ['energy.total', 'energy.direct'], 0],
      ['meters', ['energy.total', 'energy.direct'], 2],
    ])
  })

  it('leave out figures of which the campus has nothing, and keep those whose entry is missing', () => {
    const figures = [
      figure('shops.ghg.per-area', { value: null, missing: [message('no-site', { boundary: 'shops' })] }),
      figure('waste.hazardous', { value: null, missing: [message('no-entry', { key: 'waste.hazardous', sites: 'park' })] }),
    ]
    expect(irrelevantFigures({ figures })).toEqual(['shops.ghg.per-area'])
  })
})
