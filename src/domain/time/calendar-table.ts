/**
 * Shipped calendars: statutory days off and the weekend days that are worked in exchange, as announced. Spans are `first/last`, both included.
 * A campus file adds or replaces years under `calendars:`.
 */

import type { CalendarYear } from './calendar-year.ts'

interface Row {
  readonly year: number
  readonly off: string
  readonly worked: string
  readonly document: string
  readonly note?: string
}

/** Dates without their year, `MM-DD` or `MM-DD/MM-DD`, as in the notices. Each row was compared with transcriptions of the notice and its count of days. */
const CHINA: readonly Row[] = [
  {
    year: 2019,
    off: '01-01 02-04/02-10 04-05 05-01/05-04 06-07 09-13 10-01/10-07',
    worked: '02-02 02-03 04-28 05-05 09-29 10-12',
    document: '国办发明电〔2018〕15号 (2018-12-04), 国办发明电〔2019〕3号 (2019-03-22)',
  },
  {
    year: 2020,
    off: '01-01 01-24/01-30 04-04/04-06 05-01/05-05 06-25/06-27 10-01/10-08',
    worked: '01-19 02-01 04-26 05-09 06-28 09-27 10-10',
    document: '国办发明电〔2019〕16号 (2019-11-21)',
    note: 'the 251 working days as announced; 国办发明电〔2020〕1号 later prolonged the Spring Festival to 2 February: calendar CN-2020-PROLONGED',
  },
  {
    year: 2021,
    off: '01-01/01-03 02-11/02-17 04-03/04-05 05-01/05-05 06-12/06-14 09-19/09-21 10-01/10-07',
    worked: '02-07 02-20 04-25 05-08 09-18 09-26 10-09',
    document: '国办发明电〔2020〕27号 (2020-11-25)',
  },
  {
    year: 2022,
    off: '01-01/01-03 01-31/02-06 04-03/04-05 04-30/05-04 06-03/06-05 09-10/09-12 10-01/10-07 12-31',
    worked: '01-29 01-30 04-02 04-24 05-07 10-08 10-09',
    document: '国办发明电〔2021〕11号 (2021-10-25); 31 December by 国办发明电〔2022〕16号 (2022-12-08)',
  },
  {
    year: 2023,
    off: '01-01/01-02 01-21/01-27 04-05 04-29/05-03 06-22/06-24 09-29/10-06',
    worked: '01-28 01-29 04-23 05-06 06-25 10-07 10-08',
    document: '国办发明电〔2022〕16号 (2022-12-08)',
  },
  {
    year: 2024,
    off: '01-01 02-10/02-17 04-04/04-06 05-01/05-05 06-10 09-15/09-17 10-01/10-07',
    worked: '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
    document: '国办发明电〔2023〕7号 (2023-10-25)',
  },
  {
    year: 2025,
    off: '01-01 01-28/02-04 04-04/04-06 05-01/05-05 05-31/06-02 10-01/10-08',
    worked: '01-26 02-08 04-27 09-28 10-11',
    document: '国办发明电〔2024〕12号 (2024-11-12)',
  },
  {
    year: 2026,
    off: '01-01/01-03 02-15/02-23 04-04/04-06 05-01/05-05 06-19/06-21 09-25/09-27 10-01/10-07',
    worked: '01-04 02-14 02-28 05-09 09-20 10-10',
    document: '国办发明电〔2025〕7号 (2025-11-04)',
  },
]

function dated(year: number, texts: string): string[] {
  return texts.split(' ').map((text) =>
    text
      .split('/')
      .map((day) => `${year}-${day}`)
      .join('/'),
  )
}

/** 2020 as it was: the notice of 27 January prolonged the Spring Festival to 2 February. Provinces that forbade work for longer are not in it. */
const PROLONGED_2020: Row = {
  year: 2020,
  off: '01-01 01-24/02-02 04-04/04-06 05-01/05-05 06-25/06-27 10-01/10-08',
  worked: '01-19 04-26 05-09 06-28 09-27 10-10',
  document: '国办发明电〔2020〕1号 (2020-01-27)',
  note: '249 working days; 251 were announced before',
}

const calendarYear = (id: string, { year, off, worked, document, note }: Row): CalendarYear => ({
  id,
  year,
  holidays: dated(year, off),
  worked: dated(year, worked),
  publisher: 'General Office of the State Council of China',
  source: document,
  note: note ?? null,
  verified: true,
})

/** Every shipped row. `verified`: checked against a public source. */
export const SHIPPED_CALENDARS: readonly CalendarYear[] = CHINA.flatMap((row) => [
  calendarYear('CN', row),
  calendarYear('CN-2020-PROLONGED', row.year === PROLONGED_2020.year ? PROLONGED_2020 : row),
])
