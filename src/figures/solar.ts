/** Solar hot water: tonnes metered out of the solar tanks, means of a season's days, share of all hot water, energy on the collector plane. */

import { basePerUnit, type Bucket, type Instant, meanOf, type Point, type Span } from '../domain/index.ts'
import type { Boundary } from './boundary.ts'
import { absent, type Known, missing, ratio, sum } from './known.ts'
import { consumed, type Ledger, metersIn } from './ledger.ts'
import { inTonnes } from './water.ts'

const SOLAR = { role: 'solar-hot-water', quantity: 'volume' } as const
const ALL_HOT = { role: 'hot-water', quantity: 'volume' } as const
const IRRADIANCE = { role: 'solar-irradiance', quantity: 'irradiance' } as const

function volume(ledger: Ledger, boundary: Boundary, wanted: typeof SOLAR | typeof ALL_HOT): Known {
  const meters = metersIn(ledger, boundary, wanted)
  if (meters.length === 0) return absent(`no point with the role ${wanted.role} in ${boundary.id}`)
  return sum(meters.flatMap((point) => ledger.period.months.map((month) => consumed(ledger, point, month))))
}

export function solarHotWater(ledger: Ledger, boundary: Boundary): Known {
  return inTonnes(ledger, volume(ledger, boundary, SOLAR))
}

/** By mass, per cent of all domestic hot water. */
export function solarShare(ledger: Ledger, boundary: Boundary): Known {
  return ratio(volume(ledger, boundary, SOLAR), volume(ledger, boundary, ALL_HOT), 100)
}

const holds = (windows: readonly Span[], at: Instant): boolean => windows.some((w) => at >= w.from && at < w.to)

/** All systems together, m3 by day. */
function drawnByDay(ledger: Ledger, meters: readonly Point[]): Map<Instant, number> {
  const drawn = new Map<Instant, number>()
  for (const point of meters) {
    for (const day of ledger.days(point.id)) drawn.set(day.start, (drawn.get(day.start) ?? 0) + day.total / basePerUnit(point.quantity))
  }
  return drawn
}

/** Mean tonnes of a day with a draw in a named season (`seasons:` of the campus file); days without a draw count in none. */
export function seasonDay(ledger: Ledger, boundary: Boundary, season: string): Known {
  const windows = ledger.seasons[season] ?? []
  if (windows.length === 0) return missing(`the campus file names no season "${season}"`)
  const meters = metersIn(ledger, boundary, SOLAR)
  if (meters.length === 0) return absent(`no point with the role ${SOLAR.role} in ${boundary.id}`)
  const days = [...drawnByDay(ledger, meters)].filter(([at, drawn]) => drawn > 0 && holds(windows, at))
  if (days.length === 0) return missing(`no day of the season "${season}" has a draw in ${ledger.period.id}`)
  const total = days.reduce((all, [, drawn]) => all + drawn, 0)
  const inputs = meters.map((p) => ({ kind: 'meter', point: p.id, month: null, value: total, unit: p.unit, coverage: 1 }) as const)
  return inTonnes(ledger, { value: total / days.length, coverage: 1, estimated: 0, inputs, remarks: [], missing: [], absent: false })
}

const JOULE_PER_MJ = 1e6

/** Energy of one day on a square metre, MJ; null when less than half of the day is known. */
function dayEnergy(day: Bucket): number | null {
  const mean = meanOf(day)
  const length = day.end - day.start
  return mean === null || day.measured + day.coarse < length / 2 ? null : (mean * length) / 1000 / JOULE_PER_MJ
}

/** Mean energy of a day on the collector plane, MJ/m2. */
export function irradiation(ledger: Ledger, boundary: Boundary): Known {
  const meters = metersIn(ledger, boundary, IRRADIANCE)
  if (meters.length === 0) return absent(`no point with the role ${IRRADIANCE.role} in ${boundary.id}`)
  const parts = meters.map((point): Known => {
    const days = ledger.days(point.id)
    const known = days.map(dayEnergy).filter((d) => d !== null)
    if (known.length === 0) return missing(`${point.id} has no day of which half is known in ${ledger.period.id}`)
    const value = known.reduce((a, b) => a + b, 0) / known.length
    const coverage = known.length / days.length
    const input = { kind: 'meter', point: point.id, month: null, value, unit: 'MJ/m2/d', coverage } as const
    return { value, coverage, estimated: 0, inputs: [input], remarks: [], missing: [], absent: false }
  })
  const all = sum(parts)
  const valued = parts.filter((p) => p.value !== null).length
  return all.value === null ? all : { ...all, value: all.value / valued }
}
