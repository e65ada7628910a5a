/** Rows of one publication, short to write. */

import {
  type Carrier,
  type Factor,
  type FactorCaution,
  type FactorKind,
  type FactorSet,
  factorUnit,
  FACTOR_SETS,
  KNOWN_REFRIGERANTS,
  SHIPPED_CARRIERS,
} from '../../domain/index.ts'

export interface Publication {
  readonly publisher: string
  readonly document: string
  readonly note: string
  readonly verified: boolean
  readonly caution?: FactorCaution
  readonly conditions?: string
  readonly page?: string
  readonly published?: string
  readonly accessed?: string
  readonly gases?: 'CO2' | 'CO2e'
}

export interface Row {
  readonly kind: FactorKind
  /** `*`: in every set. */
  readonly set: FactorSet | '*'
  readonly name: string
  readonly value: number
  readonly region?: string
  readonly from?: string
  readonly to?: string
  /** Where the carrier is none of the shipped ones. */
  readonly unit?: string
}

/** Sets whose electricity is priced at published averages. */
export const AVERAGE_SETS = ['default', 'ar4', 'ar6'] as const satisfies readonly FactorSet[]
/** Sets whose fuels are those of buildings by default values. */
export const DEFAULT_SETS = FACTOR_SETS.filter((set) => set !== 'report-2020')

const CARRIERS: readonly Carrier[] = [...SHIPPED_CARRIERS, ...KNOWN_REFRIGERANTS]

export const rowsOf = (publication: Publication, rows: readonly Row[]): Factor[] =>
  rows.map(({ kind, set, name, value, region, from, to, unit }) => ({
    id: `${kind}${region === undefined ? '' : `/${region}`}/${name}`,
    kind,
    set,
    region: region ?? null,
    value,
    unit: unit ?? factorUnit(kind, CARRIERS) ?? '',
    from: from ?? null,
    to: to ?? null,
    ...publication,
    recordedAt: null,
  }))

/** Lines of words. */
export const linesOf = (text: string): string[][] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/))

interface YearlyRows {
  readonly kind: FactorKind
  readonly sets: readonly Row['set'][]
  readonly name: string
  /** Month and day with which a year begins; 01-01 where left out. */
  readonly begins?: string
}

/** Rows of a table: a region a line, then a value for the year of each publication; `-` where it prints none. */
export function yearRows(
  publications: readonly (Publication & { readonly year: number })[],
  { kind, sets, name, begins = '01-01' }: YearlyRows,
  text: string,
): Factor[] {
  return publications.flatMap(({ year, ...publication }, column) =>
    sets.flatMap((set) =>
      linesOf(text).flatMap(([region = '', ...values]) => {
        const value = Number(values[column])
        const span = { from: `${year}-${begins}`, to: `${year + 1}-${begins}` }
        return Number.isNaN(value) ? [] : rowsOf(publication, [{ kind, set, name: `${name}-${year}`, value, region, ...span }])
      }),
    ),
  )
}
