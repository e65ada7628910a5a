/** Numbers and days of reports, as the language of the reader writes them. */

import { number, numbers, times } from './format.ts'

/** `2026-03` as March 2026. */
export function monthName(id: string): string {
  return times({ timeZone: 'UTC', year: 'numeric', month: 'long' }).format(new Date(`${id}-01T00:00:00Z`))
}

/** The first and the last of several months, what they share once: Apr 2025 – Mar 2026. */
export function monthsName(first: string, last: string): string {
  const format = times({ timeZone: 'UTC', year: 'numeric', month: 'short' })
  return format.formatRange(new Date(`${first}-01T00:00:00Z`), new Date(`${last}-01T00:00:00Z`))
}

/** A month of the year by itself, 1 to 12. */
export function monthOfYear(part: number): string {
  return times({ timeZone: 'UTC', month: 'short' }).format(new Date(Date.UTC(2000, part - 1, 1)))
}

/** `2026-03-02` as Mon, 2 Mar 2026. */
export function dayName(id: string): string {
  return times({ timeZone: 'UTC', weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(`${id}T00:00:00Z`))
}

/** The first and the last of several days, what they share once: Mar 2 – 8, 2026. */
export function daysName(first: string, last: string): string {
  const format = times({ timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' })
  return format.formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`))
}

/** Mo, Tu ... 0 for Monday. */
export function weekdayName(n: number): string {
  return times({ timeZone: 'UTC', weekday: 'short' }).format(new Date(Date.UTC(2024, 0, 1 + n)))
}

const dayFormats = new Map<string, Intl.DateTimeFormat>()

function dayParts(zone: string): Intl.DateTimeFormat {
  const format =
    dayFormats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  dayFormats.set(zone, format)
  return format
}

/** `2026-03-02`, the local day of the site. */
export function localDay(at: Date, zone: string): string {
  const parts = dayParts(zone).formatToParts(at)
  const of = (type: string): string => parts.find((p) => p.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}`
}

/** A number that was published as text, with its digits, grouped as the language groups them. */
export function published(text: string): string {
  return number(Number(text), text.split('.')[1]?.length ?? 0)
}

/** Every digit there is, for what has to be computed again by hand. */
export function everyDigit(value: number): string {
  return numbers({ maximumFractionDigits: 20 }).format(value)
}

/** A change in per cent, with its sign. */
export function signedPercent(value: number): string {
  return numbers({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(value / 100)
}
