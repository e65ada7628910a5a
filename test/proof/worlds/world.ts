/** A campus from a seed: eight to twelve weeks before control, three months of it, and the truth of every load and month. */

import { type Campus, DAY, instant, type Measure, monthsOf, periodSpan, QUARTER, span, type Span } from '../../../src/domain/index.ts'
import { savingPark } from '../../support/fixtures/saving-park.ts'
import { daysOf, ZONE } from './days.ts'
import { energyOf, loadsOf, type WorldChange, type WorldLoad } from './loads.ts'
import { randomOf } from './random.ts'
import { meter, storeOf } from './store.ts'

export type Played = 'controlled' | 'without'

export interface World {
  readonly seed: number
  readonly campus: Campus
  readonly reporting: Span
  readonly loads: readonly WorldLoad[]
  /** kWh that control saved of a load in a month. */
  truth(stem: string, month: string, played: Played): number
  store(played: Played): ReturnType<typeof storeOf>
}

export interface WorldWish {
  /** Change of the world, given the first instant of control. */
  readonly change?: (control: number, seed: number) => WorldChange
  /** Local dates of holidays that the calendar does not know, given the first instant of control. */
  readonly moved?: (control: number) => ReadonlySet<string>
  readonly baseline?: 'learned' | 'written' | 'unproved'
}

const hours = (from: number, to: number, share: number) => ({ from: from * 3_600_000, to: to * 3_600_000, share })

/** What a planner writes who measures nothing. */
const WRITTEN = {
  workday: [hours(0, 7.5, 0.03), hours(7.5, 22, 1), hours(22, 24, 0.03)],
  weekend: [hours(9, 17, 0.3)],
  holiday: [hours(9, 17, 0.3)],
}

export function createWorld(seed: number, wish: WorldWish = {}): World {
  const random = randomOf(seed, 'world')
  const month = 2 + Math.floor(random.uniform() * 8)
  const reporting = { from: startOf(month), to: startOf(month + 3) } as Span
  const before = span(reporting.from - Math.round(random.between(8, 12)) * 7 * DAY, reporting.from)
  const whole = span(before.from, reporting.to)
  const days = daysOf(seed, whole, wish.moved?.(reporting.from))
  const all = loadsOf({ seed, days, change: wish.change?.(reporting.from, seed) ?? {} })
  const loads = wish.baseline === undefined || wish.baseline === 'learned' ? all : all.filter((l) => l.stem.includes('zone/lighting'))
  const quarterAt = (at: number): number => Math.round((at - whole.from) / QUARTER)
  const months = new Map(monthsOf(ZONE, reporting).map((m) => [m.id, m.span]))
  return {
    seed,
    reporting,
    loads,
    campus: campusOf(loads, measureOf(wish, before, reporting)),
    truth(stem, id, played) {
      const load = loads.find((l) => l.stem === stem)
      const within = months.get(id)
      if (load === undefined || within === undefined) return Number.NaN
      const [from, to] = [quarterAt(within.from), quarterAt(within.to)]
      return energyOf(load.without, from, to) - energyOf(load[played], from, to)
    },
    store(played) {
      const control = quarterAt(reporting.from)
      const first = wish.baseline === 'unproved' ? control : 0
      const buckets = loads.flatMap((load) => {
        const watts = Float64Array.from(load.without, (w, i) => (i < control ? w : (load[played][i] as number))).slice(first)
        const from = whole.from + first * QUARTER
        return [...meter({ seed, stem: load.stem, from, learnedTo: reporting.from }, watts)]
      })
      return storeOf(buckets)
    },
  }
}

function startOf(month: number): number {
  return periodSpan(ZONE, `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`)?.from ?? Number.NaN
}

function measureOf({ baseline = 'learned' }: WorldWish, before: Span, reporting: Span): Partial<Measure> {
  const from = new Date(reporting.from + 8 * 3_600_000).toISOString().slice(0, 10)
  return {
    from,
    baseline:
      baseline === 'learned'
        ? { kind: 'learned', within: { from: instant(before.from), to: instant(before.to) } }
        : { kind: 'schedule', schedule: WRITTEN },
  }
}

const ROW = { source: 's', field: 'x', from: null, to: null, firstIndex: null, lastIndex: null, multiplier: 1, serial: null }

function campusOf(loads: readonly WorldLoad[], measure: Partial<Measure>): Campus {
  const useOf = new Map(loads.map((l) => [l.stem, l.use]))
  const stemOf = (id: string): string => id.slice(0, id.lastIndexOf('/'))
  return savingPark({
    zone: ZONE,
    stems: loads.map((l) => l.stem),
    measure,
    point: (id) => ({ use: useOf.get(stemOf(id)) ?? 'lighting', from: [{ ...ROW, device: stemOf(id), accuracyClass: '1' }] }),
  })
}
