/** The explanation of a figure. The service sends more of each row than its description names; that is declared here. */

import type { Answer } from '../../api/types.ts'
import { everyDigit } from '../../text/report-format.ts'
import { withUnit } from '../../text/units.ts'

type Described = Answer<'GET /api/v1/figures/{id}/explain'>

export interface FactorRow {
  readonly publisher: string
  readonly document: string
  readonly provisional: boolean
}

export interface EntryRow {
  readonly site: string
  readonly from: string
  readonly to: string | null
  readonly unit: string
  readonly author: string
  readonly note: string | null
}

/** How a figure comes about: leaves are measured, entered or published; nodes are arithmetic. */
export type Leaf =
  | { readonly op: 'meter'; readonly point: string; readonly span: string; readonly value: number; readonly unit: string }
  | { readonly op: 'load'; readonly energy: string; readonly span: string; readonly value: number }
  | { readonly op: 'entry'; readonly entry: string; readonly value: number; readonly share: number }
  | { readonly op: 'factor'; readonly factor: string; readonly value: number }
  | {
      readonly op: 'price'
      readonly tariff: string
      readonly name: string
      readonly value: number
      readonly unit: string
      readonly about?: string
    }
  | { readonly op: 'constant'; readonly value: number; readonly what: string }
  | { readonly op: 'given'; readonly value: number; readonly what: string }

export type Step =
  | Leaf
  | { readonly op: 'sum'; readonly of: readonly Step[] }
  | { readonly op: 'product'; readonly of: readonly Step[] }
  | { readonly op: 'quotient'; readonly over: Step; readonly under: Step }

export type Explanation = Omit<Described, 'factors' | 'entries' | 'facts' | 'calculation'> & {
  readonly factors: readonly (Described['factors'][number] & FactorRow)[]
  readonly entries: readonly (Described['entries'][number] & EntryRow)[]
  readonly calculation: Step | null
}
export type Edge = NonNullable<Described['meters'][number]['first']>
export type PriceRow = Described['prices'][number]

/** Every digit: a figure must be computable by hand. */
export const exactly = (value: number, unit: string): string => withUnit(everyDigit(value), unit)
