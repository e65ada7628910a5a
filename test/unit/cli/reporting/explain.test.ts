/** What `campus explain --json` prints is enough to compute every figure again, by arithmetic alone. */

import { describe, expect, it } from 'vitest'
import { explainCommand } from '../../../../src/cli/reporting/explain.ts'
import { FIGURE_IDS } from '../../../../src/domain/index.ts'
import { reportingClient, runCommand } from '../../../support/fakes/reporting-client.ts'
import { wholeAccounts } from '../../../support/fixtures/whole-campus.ts'

/** As a reader sees it: plain JSON, none of our types. */
interface Printed {
  readonly figure: { readonly value: number | null; readonly missing: readonly string[]; readonly coverage: number }
  readonly meters: readonly {
    readonly point: string
    readonly total: number
    readonly months: readonly { readonly month: string; readonly value: number }[]
    readonly first: { readonly index: number } | null
    readonly last: { readonly index: number } | null
    readonly edge_split: number | null
    readonly restarts: number | null
  }[]
  readonly loads: readonly { readonly energy: string; readonly month: string; readonly watts: number; readonly baseline_hours: number }[]
  readonly factors: readonly { readonly id: string; readonly value: number; readonly publisher: string }[]
  readonly facts: readonly { readonly id: string; readonly value: number; readonly share: number }[]
  readonly prices: readonly { readonly tariff: string; readonly name: string; readonly value: number; readonly unit: string }[]
  readonly calculation: Node | null
  readonly code_version: string
}

type Node = { readonly op: string; readonly [key: string]: unknown }

function found<T>(list: readonly T[], is: (one: T) => boolean, what: string): T {
  const one = list.find(is)
  if (one === undefined) throw new Error(`not printed: ${what}`)
  return one
}

/** Leaves are looked up in what is printed beside the tree: nothing is taken from the tree but its shape and its conversions. */
function recomputed(node: Node, e: Printed): number {
  const of = (node['of'] ?? []) as Node[]
  switch (node.op) {
    case 'sum':
      return of.reduce((total, part) => total + recomputed(part, e), 0)
    case 'product':
      return of.reduce((total, part) => total * recomputed(part, e), 1)
    case 'quotient':
      return recomputed(node['over'] as Node, e) / recomputed(node['under'] as Node, e)
    case 'meter': {
      const meter = found(e.meters, (m) => m.point === node['point'], String(node['point']))
      return found(meter.months, (m) => m.month === node['span'], `${meter.point} ${String(node['span'])}`).value
    }
    case 'load': {
      const load = found(e.loads, (l) => l.energy === node['energy'] && l.month === node['span'], String(node['energy']))
      return (load.watts * load.baseline_hours) / 1000
    }
    case 'factor':
      return found(e.factors, (f) => f.id === node['factor'], String(node['factor'])).value
    case 'entry': {
      const fact = found(e.facts, (f) => f.id === node['entry'] && f.share === node['share'], String(node['entry']))
      return fact.value * fact.share
    }
    case 'price':
      return found(e.prices, (p) => ['tariff', 'name', 'unit'].every((key) => p[key as 'name'] === node[key]), String(node['name'])).value
    case 'constant':
      return node['value'] as number
    default:
      throw new Error(`a leaf that nobody can check: ${node.op}`)
  }
}

const client = reportingClient(await wholeAccounts())
const explain = async (id: string): Promise<Printed> =>
  JSON.parse((await runCommand(explainCommand, client, [id, '2026-03', '--json'])).out) as Printed

describe('an explanation printed as JSON', () => {
  it.each(FIGURE_IDS)('gives %s when it is computed by hand', async (id) => {
    const e = await explain(id)
    expect(e.figure.value, e.figure.missing.join()).not.toBeNull()
    const value = e.figure.value ?? Number.NaN
    const again = recomputed(e.calculation as Node, e)
    expect(Math.abs(again - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value))
    expect(e.code_version).toBe('test')
  })

  it('holds the identity of registers: last - first + edges + restarts is the sum of the months', async () => {
    for (const id of ['energy.total', 'water.total', 'solar.heat', 'dc.pue', 'electricity.cost']) {
      const { meters } = await explain(id)
      const registers = meters.filter((m) => m.restarts !== null)
      expect(registers.length, id).toBeGreaterThan(0)
      for (const m of registers) {
        const months = m.months.filter(({ month }) => !month.includes('T')).reduce((total, month) => total + month.value, 0)
        expect(m.total, m.point).toBeCloseTo(months, 6)
        expect((m.last?.index ?? 0) - (m.first?.index ?? 0) + (m.edge_split ?? 0) + (m.restarts ?? 0), m.point).toBeCloseTo(months, 6)
      }
    }
  })

  it('of a cost as text has each price with its unit, its tariff, when it holds and who says so, and the month of a fixed one', async () => {
    const { out } = await runCommand(explainCommand, client, ['electricity.cost', '2026-03'])
    const lines = out.split('\n').map((line) => line.trim().split(/\s{2,}/))
    const source = 'the grid company: price list 2026'
    const row = ['grid', 'park', '2026-01', 'open']
    for (const line of [
      [...row, 'peak', '1.2', 'CNY/kWh', 'workday; 08:00-12:00', source],
      [...row, 'valley', '0.3', 'CNY/kWh', '22:00-06:00', source],
      [...row, 'flat', '0.7', 'CNY/kWh', 'always', source],
      [...row, 'demand', '40', 'CNY/kW', 'always', source],
      [...row, 'fixed', '500', 'CNY/month', 'always', source],
      ['electricity-flat', 'all', 'open', 'open', 'flat', '0.8', 'CNY/kWh', 'always', 'the supplier: price list'],
      ['1.2 CNY/kWh', 'grid peak'],
      ['40 CNY/kW', 'grid demand'],
      ['500 CNY/month', 'grid fixed of park 2026-03'],
    ])
      expect(lines).toContainEqual(line)
  })

  it('as text has formula, registers, factor rows with their source, entries and the calculation', async () => {
    const { out } = await runCommand(explainCommand, client, ['ghg.total', '2026-03'])
    for (const words of ['formula', 'park/main/energy', 'first reading', 'GB/T 2589', 'calculation', 'product of', 'bill.electricity'])
      expect(out).toContain(words)
  })
})
