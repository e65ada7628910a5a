/** `carriers:`, `tariffs:` and `completeness:`: names that must be there, each id once. */

import {
  type Accounting,
  arithmeticOf,
  type Carrier,
  carriersOf,
  type CompletenessStatement,
  type Price,
  quantityOf,
  type Quantity,
  type Site,
  type Tariff,
  WATER_SOURCES,
} from '../../domain/index.ts'
import type { CampusTree } from '../files.ts'
import type { CarrierEntry, StatementEntry, TariffEntry } from '../schema/accounting.ts'
import { didYouMean } from '../yaml/nearest.ts'
import type { DeepPartial } from '../yaml/read.ts'
import { type Examination, type ExaminedPart } from './examine.ts'
import { namesOf } from './names.ts'

const QUANTITY: Readonly<Record<Carrier['form'], Quantity>> = {
  electricity: 'energy',
  heat: 'heat_energy',
  fuel: 'volume',
  refrigerant: 'mass',
}
/** Forms that are measured in kWh. */
const IN_KWH = ['electricity', 'heat']

interface Blame {
  (steps: readonly (string | number)[], message: string, hint: string | null): void
}

function twice(list: readonly ({ readonly id?: string | undefined } | undefined)[], what: string, blame: Blame): void {
  for (const [i, entry] of list.entries())
    if (entry?.id !== undefined && list.findIndex((e) => e?.id === entry.id) < i)
      blame([what, i, 'id'], `"${entry.id}" is there already`, 'ids are unique')
}

function carrierOf(entry: DeepPartial<CarrierEntry>, at: number, blame: Blame): Carrier {
  const { id = '', form = 'fuel' } = entry
  const quantity = entry.quantity ?? QUANTITY[form]
  const sums = arithmeticOf(quantityOf(quantity).kind) === 'register' || quantity === 'mass'
  if (!sums || (IN_KWH.includes(form) && quantityOf(quantity).unit !== 'kWh'))
    blame(
      ['carriers', at, 'quantity'],
      `"${quantity}" is no amount of ${form}`,
      IN_KWH.includes(form) ? 'energy or heat_energy' : 'volume or mass',
    )
  const name = entry.name === undefined ? { en: id } : namesOf(entry.name)
  return { id, name, form, role: entry.role ?? `${id}-meter`, quantity }
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

function hoursOf(text: string): { from: number; to: number } {
  const [from = '', to = ''] = text.split('-')
  return { from: minutes(from), to: minutes(to) }
}

type PriceEntry = NonNullable<TariffEntry['prices']>[number]

const full = <T>(list: readonly (T | undefined)[] | undefined): T[] | null => list?.filter((x) => x !== undefined) ?? null

function priceOf(entry: DeepPartial<PriceEntry> | undefined): Price {
  const hours = full(entry?.hours)?.map(hoursOf) ?? null
  const [months, days] = [full(entry?.months), full(entry?.days)]
  const name = entry?.name ?? (hours === null && days === null ? 'flat' : (entry?.hours?.join(' ') ?? 'days'))
  return { name, price: entry?.price ?? 0, months, days, hours }
}

function tariffOf(entry: DeepPartial<TariffEntry>): Tariff {
  const { id = '', carrier = '', currency = '', from = null, to = null, demand = null, fixed = null } = entry
  const prices = (entry.prices ?? []).map((p) => priceOf(p))
  const { publisher = '', document = '' } = entry
  return { id, carrier, sites: full(entry.sites), currency, from, to, prices, demand, fixed, publisher, document }
}

function checkTariff(tariff: Tariff, at: number, names: { carriers: readonly string[]; sites: readonly string[] }, blame: Blame): void {
  const { carrier, sites, from, to, prices } = tariff
  const missing = (steps: readonly (string | number)[], word: string, words: readonly string[]): void =>
    blame(['tariffs', at, ...steps], `there is no "${word}"`, didYouMean(word, words) ?? `there are ${words.join(', ')}`)
  if (carrier !== '' && !names.carriers.includes(carrier)) missing(['carrier'], carrier, names.carriers)
  for (const [i, site] of (sites ?? []).entries()) if (!names.sites.includes(site)) missing(['sites', i], site, names.sites)
  if (from !== null && to !== null && to <= from) blame(['tariffs', at, 'to'], `"${to}" is not after "${from}"`, 'the end is exclusive')
  for (const [i, { hours, price }] of prices.entries()) {
    if (price < 0) blame(['tariffs', at, 'prices', i, 'price'], `${price} is below 0`, 'what feeding in earns is another figure')
    for (const { from: first, to: last } of hours ?? [])
      if (first === last) blame(['tariffs', at, 'prices', i, 'hours'], 'a window of no length', 'leave hours out for the whole day')
  }
  const open = prices.every((p) => p.months !== null || p.days !== null || p.hours !== null)
  if (open && prices.length > 0)
    blame(['tariffs', at, 'prices'], 'no price holds at all other times', 'add one without months, days and hours at the end')
}

const WATERS = WATER_SOURCES.map((s) => `${s.id}-water`)
const OTHERS = ['waste.hazardous', 'waste.non-hazardous', 'food-waste', 'data-centre', 'scope-3', 'packaging']

function statementsOf(
  list: readonly (DeepPartial<StatementEntry> | undefined)[],
  carriers: readonly string[],
  blame: Blame,
): readonly CompletenessStatement[] {
  const sources = [...carriers, ...WATERS, ...OTHERS]
  return list.flatMap((entry, i) => {
    const { source, status, why } = entry ?? {}
    if (source === undefined || status === undefined || why === undefined) return []
    if (!sources.includes(source))
      blame(
        ['completeness', i, 'source'],
        `there is no source "${source}"`,
        didYouMean(source, sources) ?? `there are ${sources.join(', ')}`,
      )
    return [{ source, status, why }]
  })
}

export function accountingOf(tree: CampusTree, sites: readonly Site[], ex: Examination): Accounting {
  const root: ExaminedPart<unknown> = { value: undefined, place: tree.root, sound: true }
  const blame: Blame = (steps, message, hint) => ex.faults.blame(root.place, steps, message, hint)
  const { carriers = [], tariffs = [], completeness = [] } = tree.main
  twice(carriers, 'carriers', blame)
  twice(tariffs, 'tariffs', blame)
  const own = carriers.flatMap((entry, i) => (entry === undefined ? [] : [carrierOf(entry, i, blame)]))
  const ids = carriersOf(own).map((c) => c.id)
  const names = { carriers: [...ids, ...WATERS], sites: sites.map((s) => s.id) }
  const rows = tariffs.flatMap((entry, i) => {
    if (entry === undefined) return []
    const tariff = tariffOf(entry)
    checkTariff(tariff, i, names, blame)
    return [tariff]
  })
  return { carriers: own, tariffs: rows, completeness: statementsOf(completeness, ids, blame) }
}
