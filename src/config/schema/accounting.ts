/** What the campus file says for the accounts: `carriers:`, `tariffs:`, `completeness:`. */

import { type Static, Type } from 'typebox'
import { type CarrierForm, COMPLETENESS, type CompletenessStatement, TARIFF_DAYS, type TariffDay } from '../../domain/index.ts'
import { amount, closed, identifier, names, quantity, text, whole, word } from './words.ts'

const optional = Type.Optional

const CARRIER = Type.Object(
  {
    id: word('names its factor rows `<id>.ncv` and its entries `bill.<id>`'),
    name: optional(names('name for people')),
    form: Type.Unsafe<CarrierForm>({
      enum: ['electricity', 'heat', 'fuel', 'refrigerant'],
      description: 'how it becomes energy and greenhouse gas: electricity and heat in kWh, fuel by <id>.ncv, refrigerant by <id>.gwp',
    }),
    role: optional(word('role of its meters; default: <id>-meter')),
    quantity: optional(quantity),
  },
  closed,
)

const month = (description: string) =>
  Type.Unsafe<string>({
    type: ['string', 'number'],
    pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
    errorMessage: 'a month such as 2026-03',
    description,
  })

const HOURS = Type.Unsafe<string>({
  type: ['string', 'number'],
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  errorMessage: 'hours such as "08:00-12:00"; "22:00-06:00" goes over midnight',
  description: 'local time of day, end exclusive',
})

const PRICE = Type.Object(
  {
    name: optional(text('what the supplier calls it: peak, flat, valley')),
    price: amount('per kWh or m3'),
    months: optional(
      Type.Array(whole(1, 12, 'month of the year'), { minItems: 1, description: 'months in which it holds; left out: all' }),
    ),
    days: optional(
      Type.Array(Type.Unsafe<TariffDay>({ enum: [...TARIFF_DAYS], description: 'a weekday, or a day type of the calendar' }), {
        minItems: 1,
        description: 'days on which it holds; left out: all',
      }),
    ),
    hours: optional(Type.Array(HOURS, { minItems: 1, description: 'times of day at which it holds; left out: all' })),
  },
  { ...closed, description: 'a price and when it holds; of several that hold the first counts' },
)

const TARIFF = Type.Object(
  {
    id: identifier('unique id of the row'),
    carrier: text('electricity, gas or another carrier, tap-water, reclaimed-water, rain-water'),
    sites: optional(Type.Array(identifier('id of a site'), { minItems: 1, description: 'left out: all sites' })),
    currency: Type.Unsafe<string>({
      type: 'string',
      pattern: '^[A-Z]{3}$',
      errorMessage: 'a currency code such as CNY or EUR',
      description: 'ISO 4217',
    }),
    from: optional(month('first month at which it holds')),
    to: optional(month('first month at which it no longer holds')),
    prices: Type.Array(PRICE, { minItems: 1, description: 'time-of-use prices are applied to the quarters of an hour of main meters' }),
    demand: optional(amount('per kW of the greatest 15-minute power of a month and site')),
    fixed: optional(amount('per month and site')),
    publisher: text('who says so: the supplier'),
    document: text('contract, price list'),
  },
  closed,
)

const sourceName = (description: string) =>
  Type.Unsafe<string>({
    type: ['string', 'number'],
    pattern: '^[a-z0-9][a-z0-9.-]{0,59}$',
    errorMessage: 'a source such as diesel, rain-water or waste.hazardous',
    description,
  })

const STATEMENT = Type.Object(
  {
    source: sourceName(
      'a carrier, tap-water, reclaimed-water, rain-water, data-centre, scope-3, packaging; waste kinds as `waste.hazardous`',
    ),
    status: Type.Unsafe<CompletenessStatement['status']>({ enum: [...COMPLETENESS], description: 'what is the case' }),
    why: text('the reason, for readers of the report'),
  },
  closed,
)

export const ACCOUNTING = {
  carriers: optional(Type.Array(CARRIER, { description: 'energy carriers and refrigerants beside those that are shipped' })),
  tariffs: optional(Type.Array(TARIFF, { description: 'what carriers cost, as dated rows with their source' })),
  completeness: optional(Type.Array(STATEMENT, { description: 'what a report does not hold, and why' })),
}

export type CarrierEntry = Static<typeof CARRIER>
export type TariffEntry = Static<typeof TARIFF>
export type StatementEntry = Static<typeof STATEMENT>
