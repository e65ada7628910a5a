/** What a wall shows in turn: the whole campus, then its largest places. */

import { addDays } from '../../address/days.ts'
import { fetchUsage, type Usage } from '../../usage/usage-api.ts'

export interface WallSlide {
  /** Null for the whole campus. */
  readonly place: string | null
  readonly shown: Usage
  /** The same weekday last week. */
  readonly before: Usage
  /** Of the whole campus. */
  readonly cost: Usage | null
  readonly co2: Usage | null
}

/** More places would take minutes to come round again. */
const MOST_PLACES = 8

export async function fetchSlides(day: string): Promise<readonly WallSlide[]> {
  const past = addDays(day, -7)
  const wish = { medium: 'electricity', step: '1h', from: day, to: addDays(day, 1) } as const
  const [shown, before, cost, co2] = await Promise.all([
    fetchUsage({ ...wish, by: 'building' }),
    fetchUsage({ ...wish, by: 'building', from: past, to: addDays(past, 1) }),
    fetchUsage({ ...wish, measure: 'cost' }),
    fetchUsage({ ...wish, measure: 'co2' }),
  ])
  const largest = [...shown.groups].sort((a, b) => (b.total ?? 0) - (a.total ?? 0)).slice(0, MOST_PLACES)
  const of = (usage: Usage, key: string): Usage => ({
    ...usage,
    total: usage.groups.find((g) => g.key === key) ?? { ...usage.total, total: null, values: [], measured: [] },
  })
  return [
    { place: null, shown, before, cost, co2 },
    ...largest.map(({ key }) => ({ place: key, shown: of(shown, key), before: of(before, key), cost: null, co2: null })),
  ]
}
