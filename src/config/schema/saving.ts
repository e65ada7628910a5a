/** Entries of `calendars:` and `measures:`. */

import { type Static, Type } from 'typebox'
import { closed, identifier, moment, names, pointId, positive, text, whole } from './words.ts'

const optional = Type.Optional

const days = (description: string) => Type.Array(text('2027-01-01, or 2027-01-01/2027-01-03 with both days included'), { description })

export const CALENDAR = Type.Object(
  {
    id: identifier('name of the calendar, as in campus.calendar'),
    year: whole(1970, 2200, 'the year that the days belong to'),
    holidays: days('statutory days off'),
    worked: optional(days('weekend days that are worked in exchange')),
    source: text('the document that says so'),
    publisher: optional(text('who published it')),
    note: optional(text('a note for people')),
  },
  closed,
)

const SHARES = Type.Record(
  Type.String(),
  Type.Number({ minimum: 0, maximum: 1, errorMessage: 'a share of full output from 0 to 1', description: 'share of full output' }),
  { description: 'windows by wall clock and their shares: { "07:00-23:00": 0.95, "23:00-07:00": 0.1 }; what no window names is 0' },
)

const SCHEDULE = Type.Object(
  { workday: SHARES, weekend: SHARES, holiday: optional(SHARES) },
  { ...closed, description: 'what the loads did before the measure; a holiday left out goes by the weekend, make-up days are workdays' },
)

const LEARN = Type.Object(
  {
    learn: Type.Object(
      { from: moment('first day before control'), to: moment('the day after the last one') },
      { ...closed, description: 'at least four weeks before control' },
    ),
  },
  closed,
)

const LOAD = Type.Union(
  [
    text('park/block-*/*/lighting: each match has a register <match>/energy and a power <match>/power'),
    Type.Object(
      {
        energy: pointId('register of the load'),
        power: pointId('power of the load'),
        rated: optional(positive('kW at full output, by a commissioning test')),
      },
      closed,
    ),
  ],
  { errorMessage: 'a pattern such as park/block-*/*/lighting, or { energy: ID, power: ID }', description: 'a controlled load, or many' },
)

export const MEASURE = Type.Object(
  {
    id: identifier('unique id of the measure'),
    name: optional(names('name for people')),
    system: optional(text('what it is part of, such as S1')),
    baseline: Type.Union([Type.Literal('schedule'), LEARN], {
      errorMessage: 'schedule, or { learn: { from: DATE, to: DATE } }',
      description: 'what the loads would have done without the measure',
    }),
    schedule: optional(SCHEDULE),
    loads: Type.Array(LOAD, { minItems: 1, description: 'what is controlled' }),
    from: optional(moment('first day of control; nothing is claimed before it')),
    cooling: optional(
      Type.Object(
        {
          season: text('a season of `seasons`: when the rooms are cooled'),
          cop: positive('coefficient of performance of the cooling'),
          share: Type.Number({
            minimum: 0,
            maximum: 1,
            errorMessage: 'a share from 0 to 1',
            description: 'share of the heat of the loads that the cooling carries away',
          }),
        },
        { ...closed, description: 'what the measure saves of cooling besides: reported apart' },
      ),
    ),
    comment: optional(text('a note for people')),
  },
  closed,
)

export type CalendarEntry = Static<typeof CALENDAR>
export type MeasureEntry = Static<typeof MEASURE>
