/** Water by source, tonnes: m3 times a density that is a factor row (the report's own 1:1). */

import { factorAt, type Fact } from '../domain/index.ts'
import type { Boundary } from './boundary.ts'
import { type Known, missing, ratio, scaled, sum } from './known.ts'
import { consumed, entered, type Ledger, metersIn } from './ledger.ts'

interface WaterSource {
  readonly role: string
  readonly bill: Fact['key']
}

export const TAP: WaterSource = { role: 'tap-inlet', bill: 'bill.water' }
export const RECLAIMED: WaterSource = { role: 'reclaimed-inlet', bill: 'bill.reclaimed-water' }

/** m3 to reported tonnes. */
export function inTonnes(ledger: Ledger, volume: Known): Known {
  const day = ledger.period.months[0]?.from ?? ''
  const chosen = factorAt(ledger.factors, 'water.density', day)
  if (volume.value === null) return volume
  if (chosen === null) return missing('no factor water.density')
  const { factor, provisional } = chosen
  return scaled(volume, factor.value, { kind: 'factor', factor: factor.id, value: factor.value, unit: factor.unit, provisional })
}

export function water(ledger: Ledger, source: WaterSource, boundary: Boundary): Known {
  const parts = boundary.sites.flatMap((site) =>
    ledger.period.months.map((month) => {
      const meters = metersIn(ledger, { ...boundary, sites: [site] }, { role: source.role, quantity: 'volume' })
      if (meters.length > 0) return sum(meters.map((point) => consumed(ledger, point, month)))
      return entered(ledger, source.bill, [site.id], month)
    }),
  )
  return inTonnes(ledger, sum(parts))
}

export function allWater(ledger: Ledger, boundary: Boundary): Known {
  return sum([water(ledger, TAP, boundary), water(ledger, RECLAIMED, boundary)])
}

/** Share of water that is neither surface nor ground water, per cent. */
export function nonTraditionalShare(ledger: Ledger, boundary: Boundary): Known {
  return ratio(water(ledger, RECLAIMED, boundary), allWater(ledger, boundary), 100)
}
