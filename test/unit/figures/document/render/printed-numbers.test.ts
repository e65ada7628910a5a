/** No answer shows digits that only the binary form of a number has. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainCommand } from '../../../../../src/cli/reporting/explain.ts'
import { reportCommand } from '../../../../../src/cli/reporting/report.ts'
import { savingsCommand } from '../../../../../src/cli/reporting/savings.ts'
import { FIGURE_IDS, instant } from '../../../../../src/domain/index.ts'
import { buildDocument } from '../../../../../src/figures/document/build-document.ts'
import { explanationOf } from '../../../../../src/figures/document/explanation.ts'
import { renderCsv } from '../../../../../src/figures/document/render/csv.ts'
import { renderReport } from '../../../../../src/figures/document/render/report.ts'
import { factorsOf } from '../../../../../src/figures/factors/factor-table.ts'
import { computeFigures } from '../../../../../src/figures/formulas/compute.ts'
import { reportingClient, runCommand } from '../../../../support/fakes/reporting-client.ts'
import { entryOf, figureInputs } from '../../../../support/fixtures/figure-inputs.ts'
import { wholeAccounts } from '../../../../support/fixtures/whole-campus.ts'

/** A run of zeros or nines before the last digits, or more digits than a double keeps of a decimal. */
function noiseIn(text: string): string[] {
  const numbers = text.match(/\d+\.\d+(?:e[-+]\d+)?/g) ?? []
  const digits = (n: string): number => n.replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').length
  return numbers.filter((n) => /\.\d*(0{8,}|9{8,})\d{1,4}$/.test(n) || digits(n) > 15)
}

/** Amounts in base units, as registers count them. */
const kWh = fc.integer({ min: 1, max: 99_999_999 }).map((units) => units / 1000)
const cents = fc.integer({ min: 1, max: 9_999_999 }).map((units) => units / 100)

describe('printed numbers', () => {
  it('are seen for noise where there is some', () => {
    expect(noiseIn('49.280010000000004 and 0.30000000000000004, 12.999999999999998')).toHaveLength(3)
    expect(noiseIn('49.28001, 0.333333333333333, 2026.05, 29999999.911219')).toEqual([])
  })

  it('of reports and explanations have none, whatever was counted and entered', () => {
    const wish = fc.record({
      months: fc.array(kWh, { minLength: 12, maxLength: 12 }),
      gas: kWh,
      water: cents,
      waste: cents,
      heads: fc.integer({ min: 1, max: 30_000 }),
    })
    fc.assert(
      fc.property(wish, ({ months, gas, water, waste, heads }) => {
        const inputs = figureInputs({
          points: [
            { id: 'park/main', quantity: 'energy', role: 'main-meter' },
            { id: 'park/gas', quantity: 'volume', role: 'gas-meter' },
            { id: 'park/tap', quantity: 'volume', role: 'tap-inlet' },
          ],
          totals: { 'park/main': months, 'park/gas': gas, 'park/tap': water },
          entries: [
            entryOf('head-count', 'park', heads, '2025-01-01'),
            entryOf('floor-area', 'park', 12_345.6, '2025-01-01'),
            entryOf('waste.hazardous', 'park', waste, '2026-01-01', '2027-01-01'),
            entryOf('bill.diesel', 'park', waste, '2026-01-11', '2026-02-11'),
          ],
          factors: factorsOf('report-2020', []),
        })
        const figures = computeFigures(inputs, null)
        const frame = { inputs, factorSet: 'report-2020', boundary: null, prior: inputs, base: null, baseYear: null }
        const document = buildDocument(frame, figures)
        const edge = new Map([['park/main', { time: instant(0), value: 123_456 }]])
        const edges = { first: edge, last: edge, afterFirst: new Map(), afterLast: new Map() }
        const explained = figures.map((f) => explanationOf(inputs, f, edges, { version: 'test', language: 'en' }))
        expect(noiseIn(JSON.stringify(renderReport(document, 'en')))).toEqual([])
        expect(noiseIn(renderCsv(document, 'zh-Hans'))).toEqual([])
        expect(noiseIn(JSON.stringify(explained))).toEqual([])
      }),
      { numRuns: 8 },
    )
  })

  it('of the commands have none', async () => {
    const client = reportingClient(await wholeAccounts())
    const outputs = [
      ...(await Promise.all(['table', 'json', 'csv'].map((format) => runCommand(reportCommand, client, ['2026-03', '--format', format])))),
      ...(await Promise.all(FIGURE_IDS.map((id) => runCommand(explainCommand, client, [id, '2026-03'])))),
      await runCommand(savingsCommand, client, ['2026-03']),
    ]
    for (const { out } of outputs) expect(noiseIn(out)).toEqual([])
  })
})
