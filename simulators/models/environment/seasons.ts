/** When the solar loops give how much: the season of a local day, and each day's share of the season's mean. */

import { type Calendar, dateOf } from './calendar.ts'
import { DAY } from '../zone.ts'

export type Season = 'summer' | 'winter'

export interface DrawPlan {
  /** Season of a day; null: the loops stand idle. */
  seasonOf(day: number): Season | null
}

/** Summer from 20 March to 10 November, no idle days. */
export const USUAL: DrawPlan = {
  seasonOf(day) {
    const { month, date } = dateOf(day)
    const at = month * 100 + date
    return at >= 320 && at < 1111 ? 'summer' : 'winter'
  },
}

/** What a day draws beside the others of its kind, before it is brought to the mean. */
export type Weight = (day: number, working: boolean) => number

/** A day's draw over the mean of its season in its calendar year: the mean of these is 1. 0 on an idle day. */
export function createDraws(plan: DrawPlan, calendar: Pick<Calendar, 'typeOf'>, weight: Weight): (day: number) => number {
  const means = new Map<string, number>()
  const of = (day: number): number => weight(day, calendar.typeOf(day) === 'work')
  const meanOf = (year: number, season: Season): number => {
    const key = `${year} ${season}`
    const known = means.get(key)
    if (known !== undefined) return known
    const [from, to] = [Date.UTC(year, 0, 1) / DAY, Date.UTC(year + 1, 0, 1) / DAY]
    const days = Array.from({ length: to - from }, (_, i) => from + i).filter((d) => plan.seasonOf(d) === season)
    const mean = days.reduce((sum, d) => sum + of(d), 0) / Math.max(1, days.length)
    means.set(key, mean)
    return mean
  }
  return (day) => {
    const season = plan.seasonOf(day)
    return season === null ? 0 : of(day) / meanOf(dateOf(day).year, season)
  }
}
