/** Warming over 100 years by assessment report: methane, nitrous oxide, refrigerants, insulating gases. */

import type { Factor, FactorSet } from '../../../domain/index.ts'
import { linesOf, type Publication, type Row, rowsOf } from '../factor-rows.ts'

type Report = 'sar' | 'ar4' | 'ar5' | 'ar6'

const REPORT_OF_SET: Readonly<Record<FactorSet, Report>> = {
  default: 'ar5',
  'report-2020': 'sar',
  ar4: 'ar4',
  ar6: 'ar6',
  trading: 'ar5',
}

/** Methane of the sixth report is 27.0: what burns unburnt; its carbon dioxide is in the factor of the fuel. Leaks of natural gas are 29.8. */
const GASES: Readonly<Record<Report, { readonly ch4: number; readonly n2o: number }>> = {
  sar: { ch4: 21, n2o: 310 },
  ar4: { ch4: 25, n2o: 298 },
  ar5: { ch4: 28, n2o: 265 },
  ar6: { ch4: 27, n2o: 273 },
}

const SETS = Object.keys(REPORT_OF_SET) as FactorSet[]

/** Warming of the gases of combustion, kg CO2e per kg. */
export const WARMING_OF_SET = Object.fromEntries(SETS.map((set) => [set, GASES[REPORT_OF_SET[set]]])) as Readonly<
  Record<FactorSet, { readonly ch4: number; readonly n2o: number }>
>

const ipcc = (document: string, page: string, note: string): Publication => ({
  publisher: 'IPCC',
  document: `${document}, 100 years`,
  page,
  accessed: '2026-11-30',
  note,
  verified: true,
})

const REPORTS: Readonly<Record<Report, Publication>> = {
  sar: ipcc('Second Assessment Report, 1995', 'table 4', 'as inventories of the time used it'),
  ar4: ipcc('Fourth Assessment Report, 2007, WG I', 'table 2.14', ''),
  ar5: ipcc('Fifth Assessment Report, 2013, WG I', 'table 8.A.1', 'without climate-carbon feedback'),
  ar6: ipcc(
    'Sixth Assessment Report, 2021, WG I',
    'table 7.SM.7',
    'methane: non-fossil, which leaves its carbon dioxide to the factor of the fuel',
  ),
}

/** Refrigerant, then AR4, AR5, AR6. Blends are sums by mass, not rounded: R-410A 50/50, R-404A 44/52/4, R-407C 23/25/52. */
const REFRIGERANTS = `
  r-22      1810    1760    1960
  r-32      675     677     771
  r-125     3500    3170    3740
  r-134a    1430    1300    1530
  r-143a    4470    4800    5810
  r-404a    3921.6  3942.8  4728
  r-407c    1773.85 1624.21 1907.93
  r-410a    2087.5  1923.5  2255.5
  r-507a    -       -       4775
  r-1234yf  -       -       0.501
  r-1234ze  -       -       1.37
  r-290     -       -       0.02
  sf6       22800   23500   24300
  nf3       17200   16100   17400
`
const COLUMNS: readonly Report[] = ['ar4', 'ar5', 'ar6']

function refrigerantRows(set: FactorSet): Row[] {
  // The second report has no rows of today's refrigerants: the fifth stands for it.
  const report = REPORT_OF_SET[set] === 'sar' ? 'ar5' : REPORT_OF_SET[set]
  return linesOf(REFRIGERANTS).flatMap(([id = '', ...values]) => {
    const value = Number(values[COLUMNS.indexOf(report)])
    return Number.isNaN(value) ? [] : [{ kind: `${id}.gwp`, set, name: report, value, unit: '1' } satisfies Row]
  })
}

/** Printed as "<1" in the fifth report: 1 is an upper bound. */
const UPPER_BOUNDS = ['r-1234yf', 'r-1234ze'] as const

function rowsOfSet(set: FactorSet): Factor[] {
  const report = REPORT_OF_SET[set]
  const { ch4, n2o } = GASES[report]
  const bounds: Row[] = report === 'ar5' ? UPPER_BOUNDS.map((id) => ({ kind: `${id}.gwp`, set, name: 'ar5', value: 1, unit: '1' })) : []
  return [
    ...rowsOf(REPORTS[report], [
      { kind: 'gwp.ch4', set, name: report, value: ch4 },
      { kind: 'gwp.n2o', set, name: report, value: n2o },
    ]),
    ...rowsOf({ ...REPORTS[report === 'sar' ? 'ar5' : report], note: '' }, refrigerantRows(set)),
    ...rowsOf({ ...REPORTS.ar5, note: 'printed as "<1": an upper bound', verified: false }, bounds),
  ]
}

export const WARMING: readonly Factor[] = SETS.flatMap(rowsOfSet)
