/** Calendar days by name, 2026-03-02: arithmetic on names, so days of 23 and 25 hours count as days. */

const DAY_MS = 86_400_000

const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`)

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text)) && addDays(text, 0) === text
}

export function addDays(day: string, n: number): string {
  return new Date(utc(day) + n * DAY_MS).toISOString().slice(0, 10)
}

/** Days from one to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS)
}

/** 0 for Monday. */
export function weekday(day: string): number {
  return (new Date(utc(day)).getUTCDay() + 6) % 7
}

/** The same time of another month: `2026-03` and 1 give `2026-04`. */
export function addMonths(month: string, n: number): string {
  const [year = 2000, part = 1] = month.split('-').map(Number)
  const first = 12 * year + part - 1 + n
  return `${String(Math.floor(first / 12)).padStart(4, '0')}-${String((first % 12) + 1).padStart(2, '0')}`
}

/** The weeks that show a month, Monday first; days of the neighbours fill them. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = `${month}-01`
  const start = addDays(first, -weekday(first))
  const weeks = Math.ceil((weekday(first) + daysBetween(first, `${addMonths(month, 1)}-01`)) / 7)
  return Array.from({ length: weeks }, (_, w) => Array.from({ length: 7 }, (_, d) => addDays(start, 7 * w + d)))
}
