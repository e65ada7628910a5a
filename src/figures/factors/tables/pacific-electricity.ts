/** Electricity of Japan, India, Australia, New Zealand, Singapore, Taiwan and Hong Kong: one published average each. */

import type { Factor } from '../../../domain/index.ts'
import { type Publication, yearRows } from '../factor-rows.ts'

type Yearly = Publication & { readonly year: number }

const READ = { accessed: '2026-11-30', verified: true } as const
const AVERAGE = { kind: 'grid.co2', sets: ['*'] } as const

const MOE: Yearly = {
  ...READ,
  year: 2024,
  publisher: 'Ministry of the Environment, Japan',
  document: '電気事業者別排出係数(特定排出者の温室効果ガス排出量算定用)令和6年度実績',
  page: 'p. 18',
  published: '2026-01-09',
  gases: 'CO2',
  note: 'national average of the fiscal year from April; suppliers have values of their own',
}

const cea = (year: number, edition: string, published: string): Yearly => ({
  ...READ,
  year,
  publisher: 'Central Electricity Authority, India',
  document: `CO2 Baseline Database for the Indian Power Sector, version ${edition}, User Guide`,
  page: 'appendix C, table B',
  published,
  gases: 'CO2',
  note: 'weighted average of the fiscal year from April, with renewables; earlier years read in the series of version 22.0',
})

const nga = (year: number, page: string, published: string): Yearly => ({
  ...READ,
  year,
  publisher: 'Department of Climate Change, Energy, the Environment and Water, Australia',
  document: `National Greenhouse Accounts Factors ${year}`,
  page,
  published,
  gases: 'CO2e',
  note: 'scope 2 alone, AR5; the year is that of the edition',
})

const STATES = `
  AU          0.62 0.59
  AU-NSW      0.64 0.60
  AU-VIC      0.78 0.74
  AU-QLD      0.67 0.65
  AU-SA       0.22 0.21
  AU-WA-SWIS  0.50 0.45
  AU-WA-NWIS  0.56 -
  AU-TAS      0.20 0.21
  AU-NT       0.56 0.55
`

const mfe = (year: number): Yearly => ({
  ...READ,
  year,
  publisher: 'Ministry for the Environment, New Zealand',
  document: 'Measuring emissions guide, 2026 version 2',
  published: '2026',
  gases: 'CO2e',
  note: 'read in one transcription',
})

const ema = (year: number): Yearly => ({
  ...READ,
  year,
  publisher: 'Energy Market Authority, Singapore',
  document: 'Singapore Energy Statistics, grid emission factor (average operating margin)',
  page: 'chapter 2',
  published: String(year + 1),
  gases: 'CO2',
  note: 'read in a transcription',
})

const moea = (year: number, published: string): Yearly => ({
  ...READ,
  year,
  publisher: 'Energy Administration, Ministry of Economic Affairs, Taiwan',
  document: `${year - 1911}年度電力排碳係數`,
  published,
  gases: 'CO2e',
  note: 'read in a transcription',
})

const clp = (year: number, document: string, gases: 'CO2' | 'CO2e'): Yearly => ({
  year,
  publisher: 'CLP Power Hong Kong',
  document,
  published: String(year + 1),
  accessed: '2026-11-30',
  gases,
  note: 'the supplier of Kowloon, the New Territories and Lantau; read in one secondary file, so compare it with the report',
  verified: false,
})

const HKE: Yearly = {
  ...READ,
  year: 2019,
  publisher: 'HK Electric',
  document: 'HK Electric Investments Sustainability Report 2019',
  page: 'p. 73',
  published: '2020-04-02',
  gases: 'CO2e',
  note: 'the supplier of Hong Kong Island and Lamma',
}

const INDIA = [
  cea(2021, '18.0', '2022-12'),
  cea(2022, '19.0', '2023-12'),
  cea(2023, '20.0', '2024-12'),
  cea(2024, '21.0', '2025-11'),
  cea(2025, '22.0', '2026-09'),
]

export const PACIFIC_ELECTRICITY: readonly Factor[] = [
  ...yearRows([MOE], { ...AVERAGE, name: 'moe', begins: '04-01' }, 'JP 0.423'),
  ...yearRows(
    [{ ...MOE, page: '', note: `${MOE.note}; Okinawa Electric Power` }],
    { ...AVERAGE, name: 'moe', begins: '04-01' },
    'JP-OKINAWA 0.722',
  ),
  ...yearRows(INDIA, { ...AVERAGE, name: 'cea', begins: '04-01' }, 'IN 0.711 0.716 0.727 0.71 0.675'),
  ...yearRows([nga(2025, 'table 1', '2025-08'), nga(2026, 'table 1, p. 10', '2026-08')], { ...AVERAGE, name: 'nga' }, STATES),
  ...yearRows(
    [nga(2025, 'table 2', '2025-08'), nga(2026, 'table 2, p. 11', '2026-08')],
    { kind: 'grid.residual', sets: ['*'], name: 'nga' },
    'AU 0.81 0.79',
  ),
  ...yearRows([mfe(2023), mfe(2024), mfe(2025)], { ...AVERAGE, name: 'mfe' }, 'NZ 0.0766 0.0994 0.0787'),
  ...yearRows([ema(2023), ema(2024)], { ...AVERAGE, name: 'ema' }, 'SG 0.412 0.402'),
  ...yearRows([moea(2023, '2024'), moea(2024, '2025-04-14'), moea(2025, '2026')], { ...AVERAGE, name: 'moea' }, 'TW 0.494 0.474 0.467'),
  ...yearRows(
    [clp(2019, 'press release of 18 May 2020', 'CO2'), clp(2023, 'CLP sustainability report 2023', 'CO2e')],
    { ...AVERAGE, name: 'clp' },
    'HK-CLP 0.49 0.39',
  ),
  ...yearRows([HKE], { ...AVERAGE, name: 'hke' }, 'HK-HKE 0.81'),
]
