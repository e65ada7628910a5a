/** Local days of a time zone. Own small code on Intl, so that a fault in the service's calendar cannot hide in its stand-ins. */

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const QUARTER = 15 * MINUTE
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface Zone {
  readonly name: string
  /** Milliseconds that local time is ahead of UTC. */
  offset(at: number): number
  /** Days since 1970-01-01 of the local date. */
  dayOf(at: number): number
  /** First instant of a local date. */
  startOf(day: number): number
  /** RFC 3339 with the local offset; milliseconds only where there are some. */
  format(at: number): string
}

/** Days of quarters that are kept. */
const KEPT = 4000

export function createZone(name: string): Zone {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  const ask = (at: number): number => parseOffset(parts.formatToParts(at).find((p) => p.type === 'timeZoneName')?.value ?? '')
  // Per UTC day one offset, or one per quarter hour on the few days on which it changes: Intl is slow.
  const days = new Map<number, readonly number[]>()
  const offsets = (day: number): readonly number[] => {
    const found = days.get(day)
    if (found !== undefined) return found
    const first = ask(day * DAY)
    const made = first === ask((day + 1) * DAY) ? [first] : Array.from({ length: 96 }, (_, q) => ask(day * DAY + q * QUARTER))
    if (days.size >= KEPT) days.clear()
    days.set(day, made)
    return made
  }
  const offset = (at: number): number => {
    const day = Math.floor(at / DAY)
    const known = offsets(day)
    return known[known.length === 1 ? 0 : Math.floor((at - day * DAY) / QUARTER)] ?? 0
  }
  const dayOf = (at: number): number => Math.floor((at + offset(at)) / DAY)
  const startOf = (day: number): number => {
    let at = Math.floor((day * DAY - offset(day * DAY)) / QUARTER) * QUARTER
    while (dayOf(at) < day) at += QUARTER
    while (dayOf(at - QUARTER) >= day) at -= QUARTER
    return at
  }
  return { name, offset, dayOf, startOf, format: (at) => formatted(at, offset(at)) }
}

/** `GMT+08:00` -> 28,800,000 ms; `GMT` -> 0. */
function parseOffset(text: string): number {
  const found = /([+-])(\d{2}):(\d{2})/.exec(text)
  if (found === null) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return (found[1] === '-' ? -minutes : minutes) * MINUTE
}

function formatted(at: number, offset: number): string {
  const local = new Date(at + offset).toISOString()
  const minutes = Math.abs(offset) / MINUTE
  const two = (n: number): string => String(n).padStart(2, '0')
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  return `${local.slice(0, at % SECOND === 0 ? 19 : 23)}${zone}`
}
