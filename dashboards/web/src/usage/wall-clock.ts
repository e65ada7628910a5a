/** Local time of a zone as numbers: thousands of instants without a formatter for each. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export interface WallTime {
  /** 2026-03-02 */
  readonly day: string
  /** 0 for Monday. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
}

/** Offset of the zone at an instant, ms. */
function offsetBy(format: Intl.DateTimeFormat, at: number): number {
  const parts = Object.fromEntries(format.formatToParts(new Date(at)).map((p) => [p.type, Number(p.value)]))
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour % 24, minute, second) - Math.floor(at / 1000) * 1000
}

/** Local times of a zone. An offset that is the same at both ends of a UTC day holds throughout it. */
export function wallClock(zone: string): (at: number) => WallTime {
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields })
  const edges = new Map<number, number>()
  const atDay = (day: number): number => {
    const found = edges.get(day) ?? offsetBy(format, day * DAY_MS)
    edges.set(day, found)
    return found
  }
  return (at) => {
    const day = Math.floor(at / DAY_MS)
    const [before, after] = [atDay(day), atDay(day + 1)]
    const wall = at + (before === after ? before : offsetBy(format, at))
    const local = Math.floor(wall / DAY_MS)
    const within = wall - local * DAY_MS
    return {
      day: new Date(local * DAY_MS).toISOString().slice(0, 10),
      weekday: (((local + 3) % 7) + 7) % 7,
      hour: Math.floor(within / HOUR_MS),
      minute: Math.floor((within % HOUR_MS) / 60_000),
    }
  }
}
