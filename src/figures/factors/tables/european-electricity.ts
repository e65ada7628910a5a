/** Electricity of the member states of the European Union and of the United Kingdom: one published average each. */

import type { Factor } from '../../../domain/index.ts'
import { type Publication, yearRows } from '../factor-rows.ts'

const EEA: Publication = {
  publisher: 'European Environment Agency',
  document: 'Greenhouse gas emission intensity of electricity generation, country level',
  published: '2025-11-06',
  accessed: '2026-11-30',
  gases: 'CO2e',
  note: 'generation-based; read in one transcription of the published table; national agencies publish other values',
  verified: true,
}

/** Member, then 2023 (revised) and 2024, kgCO2e/kWh. */
const MEMBERS = `
  AT  0.059 0.053
  BE  0.150 0.155
  BG  0.293 0.248
  CY  0.575 0.561
  CZ  0.361 0.338
  DE  0.316 0.291
  DK  0.083 0.064
  EE  0.543 0.384
  ES  0.140 0.125
  FI  0.033 0.027
  FR  0.047 0.036
  GR  0.343 0.304
  HR  0.139 0.098
  HU  0.147 0.127
  IE  0.255 0.237
  IT  0.248 0.206
  LT  0.078 0.061
  LU  0.038 0.035
  LV  0.068 0.075
  MT  0.341 0.337
  NL  0.255 0.245
  PL  0.595 0.566
  PT  0.115 0.082
  RO  0.189 0.188
  SE  0.007 0.006
  SI  0.166 0.175
  SK  0.083 0.059
`

const desnz = (year: number, page: string, published: string): Publication & { readonly year: number } => ({
  year,
  publisher: 'Department for Energy Security and Net Zero, United Kingdom',
  document: `UK Government GHG Conversion Factors for Company Reporting ${year}`,
  page,
  published,
  accessed: '2026-11-30',
  gases: 'CO2e',
  note: 'electricity generated, AR5; losses of the grid are not in it; the year is that of the edition',
  verified: true,
})

const EDITIONS = [
  desnz(2023, 'UK electricity, cell E24', '2023-06'),
  desnz(2024, 'UK electricity, cell E25', '2024-10-30'),
  desnz(2025, 'UK electricity, cell E26', '2025-06'),
  desnz(2026, 'UK electricity, cell E25', '2026-06-11'),
]

export const EUROPEAN_ELECTRICITY: readonly Factor[] = [
  ...yearRows(
    [2023, 2024].map((year) => ({ ...EEA, year, page: `column ${year}` })),
    { kind: 'grid.co2', sets: ['*'], name: 'eea' },
    MEMBERS,
  ),
  ...yearRows(EDITIONS, { kind: 'grid.co2', sets: ['*'], name: 'desnz' }, 'GB 0.20707 0.20705 0.177 0.13096'),
]
