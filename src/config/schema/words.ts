/** The words of the campus file: texts with a form, each with what to say when it is not met. */

import { type Static, Type } from 'typebox'
import { type Kind, QUANTITIES, type Quantity } from '../../domain/index.ts'

/** Only the listed keys; each optional unless it is wrapped in nothing. */
export const closed = { additionalProperties: false } as const

/** A text; where YAML sees a number (`floor: 1`, `device: 007`) it is read as it was written. */
export const text = (description: string) => Type.Unsafe<string>({ type: ['string', 'number'], description })

const formed = (pattern: string, errorMessage: string, description: string) =>
  Type.Unsafe<string>({ type: ['string', 'number'], pattern, patternErrorMessage: `expected ${errorMessage}`, errorMessage, description })

export const identifier = (description: string) =>
  formed('^[A-Za-z0-9_.:-]{1,100}$', 'an id of up to 100 letters, digits and _ . : -', description)

export const pointId = (description: string) =>
  formed('^[A-Za-z0-9_.:/-]{1,200}$', 'a point id of up to 200 letters, digits and _ . : / -', description)

/** Uses, media, roles: lower case, as in `basin-heater`. */
export const word = (description: string) => formed('^[a-z0-9][a-z0-9_-]{0,59}$', 'a word of lower-case letters, digits and -', description)

export const duration = (description: string) =>
  formed('^\\d+(\\.\\d+)?\\s*(ms|s|m|min|h|d|w)$', 'a duration such as 30s, 15m, 1h or 1d', description)

export const interval = (description: string) =>
  formed(
    '^(\\d+(\\.\\d+)?\\s*(ms|s|m|min|h|d|w)|\\d{1,2}M)$',
    'a duration such as 15m, 1h or 1d, or calendar months such as 1M',
    description,
  )

export const clockTime = (description: string) => formed('^([01]\\d|2[0-3]):[0-5]\\d$', 'a time of day such as 02:30', description)

export const size = (description: string) =>
  formed('^\\d+(\\.\\d+)?\\s*(B|KB|MB|GB|KiB|MiB|GiB)?$', 'a size such as 64 KiB, 32 MiB or 2 GiB', description)

/** A date is the local midnight at which the day begins; checked against the calendar later. */
export const moment = (description: string) =>
  formed(
    '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?$',
    'a date such as 2026-03-02 or a time such as 2026-03-02T08:00:00+08:00',
    description,
  )

export const amount = (description: string) => Type.Number({ description })
export const positive = (description: string) => Type.Number({ exclusiveMinimum: 0, errorMessage: 'a number above 0', description })

export const whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, errorMessage: `a whole number from ${minimum} to ${maximum}`, description })

export const zone = (description: string) => formed('^\\S{1,60}$', 'an IANA zone such as Asia/Shanghai or Europe/Berlin', description)

const LANGUAGES = { en: text('English'), 'zh-Hans': text('Simplified Chinese'), 'zh-Hant': text('Traditional Chinese') }

/** `Science park`, or `{ en: Science park, zh-Hans: 科技园 }`. */
export const names = (description: string) =>
  Type.Union([text('one name for all languages'), Type.Partial(Type.Object(LANGUAGES, closed))], { description })

export const QUANTITY_NAMES = Object.keys(QUANTITIES) as Quantity[]
export const KINDS: readonly Kind[] = ['counter', 'net', 'instant', 'interval', 'state', 'setpoint']

export const quantity = Type.Unsafe<Quantity>({ enum: QUANTITY_NAMES, description: 'what is measured' })
export const kind = Type.Unsafe<Kind>({
  enum: KINDS,
  description:
    'counter: a cumulative register; net: a register that may run backwards; instant: a value now; interval: an amount; state; setpoint',
})
export const unit = text('unit of the values as the device sends them; converted to the canonical unit of the quantity')

export type NamesText = Static<ReturnType<typeof names>>
