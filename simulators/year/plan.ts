/** The solar year of the inputs: when summer and winter are, and when the systems stand idle. */

import { dateOf } from '../models/environment/calendar.ts'
import { type DrawPlan, USUAL } from '../models/environment/seasons.ts'
import { DAY } from '../models/zone.ts'
import { daysOfYear, type SolarInputs } from './inputs.ts'

export interface SolarYear extends DrawPlan {
  /** Dated windows as the campus file has them: first day, first day after. */
  readonly windows: Readonly<Record<'summer' | 'winter', readonly { readonly from: string; readonly to: string }[]>>
}

/** Share of the winter that lies before the summer, as in a usual year. */
const WINTER_BEFORE = 0.6
/** Day of the year, from 0, on which the systems stand idle first: about the Spring Festival. */
const IDLE_FROM = 24

export function solarYear(year: number, { summerDays, idleDays }: SolarInputs): SolarYear {
  const days = daysOfYear(year)
  const first = Date.UTC(year, 0, 1) / DAY
  const before = Math.round((days - summerDays) * WINTER_BEFORE)
  // Winter days from the Spring Festival on, then those before it.
  const winter = Array.from({ length: days }, (_, i) => i).filter((i) => i < before || i >= before + summerDays)
  const idle = new Set([...winter.filter((i) => i >= IDLE_FROM), ...winter.filter((i) => i < IDLE_FROM)].slice(0, idleDays))
  const text = (day: number): string => new Date((first + day) * DAY).toISOString().slice(0, 10)
  const window = (from: number, to: number) => (to > from ? [{ from: text(from), to: text(to) }] : [])
  return {
    windows: { summer: window(before, before + summerDays), winter: [...window(0, before), ...window(before + summerDays, days)] },
    seasonOf(day) {
      if (dateOf(day).year !== year) return USUAL.seasonOf(day)
      const at = day - first
      if (idle.has(at)) return null
      return at >= before && at < before + summerDays ? 'summer' : 'winter'
    },
  }
}
