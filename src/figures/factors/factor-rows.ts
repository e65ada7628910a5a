/** Rows of one publication, short to write. */

import { type Factor, type FactorCaution, type FactorKind, type FactorSet, factorUnit, SHIPPED_CARRIERS } from '../../domain/index.ts'

export interface Publication {
  readonly publisher: string
  readonly document: string
  readonly note: string
  readonly verified: boolean
  readonly caution?: FactorCaution
  readonly conditions?: string
}

export interface Row {
  readonly kind: FactorKind
  readonly set: FactorSet
  readonly name: string
  readonly value: number
  readonly region?: string
  readonly from?: string
  readonly to?: string
}

export const rowsOf = (publication: Publication, rows: readonly Row[]): Factor[] =>
  rows.map(({ kind, set, name, value, region, from, to }) => ({
    id: `${kind}${region === undefined ? '' : `/${region}`}/${name}`,
    kind,
    set,
    region: region ?? null,
    value,
    unit: factorUnit(kind, SHIPPED_CARRIERS) ?? '',
    from: from ?? null,
    to: to ?? null,
    ...publication,
    recordedAt: null,
  }))
