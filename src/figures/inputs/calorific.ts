/** What a fuel holds, net, and the cubic metres of a gas at the conditions that this is stated for. */

import {
  type CalendarMonth,
  type Carrier,
  type ChosenFactor,
  type Entry,
  type FactorKind,
  gasState,
  NORMAL_CONDITIONS,
  type Point,
  type Site,
  unitOfCarrier,
  valueAt,
  volumeRatio,
} from '../../domain/index.ts'
import { constant, product } from './calculation.ts'
import { daysBetween } from './entry-gaps.ts'
import { factorLeaf, type FactorLookup, findRow, lookUpFactor, siteRegions } from './factor-lookup.ts'
import type { FigureInputs } from './figure-inputs.ts'
import { type FigureValue, scale } from './figure-value.ts'

type Found = Exclude<FactorLookup, { reason: unknown }>

/** A calorific value, and at which temperature and pressure a cubic metre is meant; null: it does not say. */
export type Calorific = FactorLookup & { readonly conditions?: string | undefined }

/** A recorded gross value stands for the net one unless that is recorded too, for a narrower region or later. */
function isGrossMeant(gross: ChosenFactor | null, net: ChosenFactor | null): gross is ChosenFactor {
  if (gross === null || gross.provisional) return gross !== null && net === null
  if (net === null || net.provisional || net.factor.recordedAt === null) return true
  return (gross.factor.recordedAt ?? 0) > net.factor.recordedAt
}

/** MJ per unit of the carrier, net: as it is stated, or gross x net per gross. */
export function calorificValue(inputs: FigureInputs, carrier: Carrier, { site, month }: { site: Site; month: CalendarMonth }): Calorific {
  const regions = siteRegions(inputs, site)
  const row = (what: 'ncv' | 'gcv' | 'ncv-share'): ChosenFactor | null => findRow(inputs, `${carrier.id}.${what}`, month, regions)
  const [net, gross] = [row('ncv'), row('gcv')]
  if (!isGrossMeant(gross, net)) return { ...lookUpFactor(inputs, `${carrier.id}.ncv`, month, regions), conditions: net?.factor.conditions }
  const kind: FactorKind = `${carrier.id}.ncv-share`
  const share = row('ncv-share')
  if (share === null) return lookUpFactor(inputs, kind, month, regions)
  const found: Found = {
    value: gross.factor.value * share.factor.value,
    how: product(factorLeaf(gross), factorLeaf(share)),
    rows: [gross, share],
  }
  return { ...found, conditions: gross.factor.conditions }
}

/** How the volumes of a meter or a bill are stated. */
interface VolumeState {
  readonly conversionNumber: number | null
  readonly conditions: string | null
  /** Whose conversion number it is. */
  readonly of: string
}

/** m3 as they were counted to m3 at the conditions of the calorific value. Nothing changes where neither number nor conditions are stated. */
function convertVolume(amount: FigureValue, { conversionNumber, conditions, of }: VolumeState, target: string | undefined): FigureValue {
  const converted =
    conversionNumber === null || conversionNumber === 1
      ? amount
      : scale(amount, conversionNumber, null, constant(conversionNumber, `conversion number of ${of}`))
  const stated = conditions ?? (conversionNumber === null ? null : NORMAL_CONDITIONS)
  const [from, to] = [stated === null ? null : gasState(stated), target === undefined ? null : gasState(target)]
  const ratio = from === null || to === null ? 1 : volumeRatio(from, to)
  return ratio === 1 ? converted : scale(converted, ratio, null, constant(ratio, `m3 at ${target ?? ''} of 1 m3 at ${stated ?? ''}`))
}

/** Changes the amounts of meters and bills before they are added up. */
export interface AmountChange {
  readonly meter: (point: Point, amount: FigureValue, month: CalendarMonth) => FigureValue
  readonly entry: (entry: Entry, amount: FigureValue) => FigureValue
}

/** The bill of the site with a conversion number that is for most of the days of a month; null without one. */
function billedState(inputs: FigureInputs, carrier: Carrier, site: string, month: CalendarMonth): Entry | null {
  const within = (e: Entry): number =>
    daysBetween(e.from > month.from ? e.from : month.from, (e.to ?? e.from) < month.to ? (e.to ?? e.from) : month.to)
  const bills = inputs.entries.filter((e) => e.key === `bill.${carrier.id}` && e.site === site && e.conversionNumber !== undefined)
  return bills.reduce<Entry | null>((best, e) => (within(e) > (best === null ? 0 : within(best)) ? e : best), null)
}

/** The changes that bring volumes to the conditions of a calorific value; null for what is not measured by volume. */
export function volumeChange(inputs: FigureInputs, carrier: Carrier, target: string | undefined): AmountChange | null {
  if (carrier.form !== 'fuel' || unitOfCarrier(carrier) !== 'm3') return null
  return {
    meter(point, amount, month) {
      const own = valueAt(point.conversionNumber ?? [], month.span.from)
      const bill = own === null && point.conditions === undefined ? billedState(inputs, carrier, point.place.site, month) : null
      if (bill !== null) return convertVolume(amount, stateOf(bill), target)
      return convertVolume(amount, { conversionNumber: own, conditions: point.conditions ?? null, of: point.id }, target)
    },
    entry: (entry, amount) => convertVolume(amount, stateOf(entry), target),
  }
}

const stateOf = ({ id, conversionNumber, conditions }: Entry): VolumeState => ({
  conversionNumber: conversionNumber ?? null,
  conditions: conditions ?? null,
  of: id,
})
