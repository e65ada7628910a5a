/** Rows that are not shipped: what was looked for and not found, and what a licence forbids. A lookup says so instead of a bare "no factor". */

import type { FactorKind, MissingFactor } from '../../../domain/index.ts'
import type { MissingFactorCode } from '../../messages/message.ts'

export interface UnshippedFactor extends MissingFactor {
  readonly why: MissingFactorCode
}

const AIB = { publisher: 'Association of Issuing Bodies', document: 'European Residual Mixes' } as const
const STATISTICS = 'Ministry of Ecology and Environment and National Bureau of Statistics, China'

const FORBIDDEN = 'BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT PL PT RO SE SI SK'.split(' ')
const FULLY_DISCLOSED = ['AT', 'NL']

type Where = Pick<UnshippedFactor, 'publisher' | 'document' | 'why'> & Partial<UnshippedFactor>

const row = (kind: FactorKind, region: string | null, where: Where): UnshippedFactor => ({
  kind,
  region,
  from: null,
  to: null,
  standIn: false,
  ...where,
})

const warming = (id: string, report: string, why: MissingFactorCode): UnshippedFactor =>
  row(`${id}.gwp`, null, { publisher: 'IPCC', document: report, why })

export const MISSING_FACTORS: readonly UnshippedFactor[] = [
  row('grid.co2', 'CN', { to: '2021-01-01', publisher: STATISTICS, document: '电力二氧化碳排放因子', why: 'series-begins' }),
  row('grid.co2', 'CN', {
    from: '2024-01-01',
    publisher: STATISTICS,
    document: '关于发布2024年电力二氧化碳排放因子的公告',
    why: 'searched-later-row',
    standIn: true,
  }),
  row('grid.residual', 'CN', {
    from: '2024-01-01',
    publisher: STATISTICS,
    document: '关于发布2024年电力二氧化碳排放因子的公告',
    why: 'searched-later-row',
    standIn: true,
  }),
  row('grid.co2', 'HK-CLP', {
    from: '2024-01-01',
    publisher: 'CLP Power Hong Kong',
    document: 'sustainability report',
    why: 'searched-supplier',
  }),
  row('grid.co2', 'HK-HKE', { from: '2020-01-01', publisher: 'HK Electric', document: 'sustainability report', why: 'searched-supplier' }),
  row('grid.co2', 'HK', { publisher: 'CLP Power Hong Kong, HK Electric', document: 'sustainability reports', why: 'name-supplier' }),
  ...FORBIDDEN.map((region) => row('grid.residual', region, { ...AIB, why: 'licence-forbids' })),
  ...FULLY_DISCLOSED.map((region) => row('grid.residual', region, { ...AIB, why: 'no-residual-published' })),
  row('grid.residual', 'US', {
    publisher: 'Center for Resource Solutions',
    document: 'Green-e Residual Mix Emissions Rates',
    why: 'licence-forbids',
  }),
  row('grid.residual', 'GB', {
    publisher: 'Department for Energy Security and Net Zero, United Kingdom',
    document: 'UK Government GHG Conversion Factors for Company Reporting',
    why: 'searched-factor',
  }),
  row('gas.ncv', null, { publisher: 'IPCC', document: '2006 Guidelines, vol. 2, table 1.2', why: 'per-mass-only' }),
  warming('r-600a', 'assessment reports', 'searched-factor'),
  warming('r-290', 'Fifth Assessment Report, table 8.A.1', 'other-report-has'),
  warming('r-507a', 'Fifth Assessment Report, table 8.A.1', 'other-report-has'),
  warming('r-1234yf', 'Fourth Assessment Report, table 2.14', 'other-report-has'),
  warming('r-1234ze', 'Fourth Assessment Report, table 2.14', 'other-report-has'),
]
