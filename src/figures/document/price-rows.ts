/** Rows of tariffs behind a cost as users see them: what each price is, when it holds, and who says so. */

import { priceNames, type Price, type Tariff } from '../../domain/index.ts'
import type { Figure } from '../formulas/compute.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'

export interface PriceRow {
  readonly tariff: string
  /** Of the price within the row; `demand` and `fixed` are its other parts. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** First month at which the row holds, and first at which it no longer does, YYYY-MM; null: open. */
  readonly from: string | null
  readonly to: string | null
  /** Null: all. */
  readonly sites: readonly string[] | null
  /** When the price holds; null: always. Of several that hold the first of the row counts. */
  readonly months: readonly number[] | null
  readonly days: readonly string[] | null
  /** Local time, 08:00-12:00. */
  readonly hours: readonly string[] | null
  readonly source: string
}

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

function whenOf(price: Price | undefined): Pick<PriceRow, 'months' | 'days' | 'hours'> {
  const hours = price?.hours?.map(({ from, to }) => `${clock(from)}-${clock(to)}`) ?? null
  return { months: price?.months ?? null, days: price?.days ?? null, hours }
}

function rowOf(tariff: Tariff, name: string, value: number, unit: string): PriceRow {
  const { id, from, to, sites, publisher, document } = tariff
  const when = whenOf(tariff.prices[priceNames(tariff).indexOf(name)])
  return { tariff: id, name, value, unit, from, to, sites, ...when, source: `${publisher}: ${document}` }
}

export function priceRows(inputs: FigureInputs, figure: Figure): PriceRow[] {
  return figure.inputs.flatMap((input) => {
    const tariff = input.kind === 'tariff' ? inputs.tariffs.find((t) => t.id === input.tariff) : undefined
    return input.kind !== 'tariff' || tariff === undefined ? [] : [rowOf(tariff, input.name, input.value, input.unit)]
  })
}
