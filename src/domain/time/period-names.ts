/** How periods are written. By itself, so that the command line need not load time zones to check a name. */

// Date.UTC reads the years 0 to 99 as 1900 to 1999, and the year after 9999 has five digits.
const YEAR = '(?!00|9999)\\d{4}'
const MONTH = '(?:0[1-9]|1[0-2])'
const WEEK = '(?:0[1-9]|[1-4]\\d|5[0-3])'

/** Form of the name of a period, as a regular expression that JSON Schema can hold. */
export const PERIOD_PATTERN = `^(?:FY${YEAR}|${YEAR}(?:-(?:H[12]|Q[1-4]|W${WEEK}|${MONTH}(?:/${YEAR}-${MONTH})?))?)$`
/** The forms as a reader sees them. */
export const PERIOD_FORMS = '2026, 2026-H1, 2026-Q1, 2026-03, 2026-W12, FY2026 or 2026-04/2027-03'

const LOCAL_DAY = new RegExp(`^${YEAR}-\\d\\d-\\d\\d$`)

/** YYYY-MM-DD that is in the calendar, in the years that periods have. */
export function isLocalDay(text: string): boolean {
  const at = LOCAL_DAY.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}
