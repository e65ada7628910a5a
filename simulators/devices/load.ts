/** A load of its own: rated power times level, with a register in whole mWh. It keeps its state until somebody changes it. */

import type { Equipment } from './device.ts'

export interface LoadOptions {
  /** W at full output. */
  readonly rated: number
  /** Share of full output at the start; default 0. */
  readonly level?: number
  /** Register at the start, kWh; default 0. */
  readonly energy?: number
  /** Epoch ms */
  readonly from: number
}

const MWH_PER_KWH = 1_000_000
/** mWh of a watt over a millisecond. */
const MWH_PER_WATT_MS = 1 / 3600

export function createLoad({ rated, level = 0, energy = 0, from }: LoadOptions): Equipment {
  let [share, dimmed, mwh, since] = [level, level > 0 ? level : 1, energy * MWH_PER_KWH, from]
  const advance = (at: number): void => {
    if (at <= since) return
    mwh += rated * share * (at - since) * MWH_PER_WATT_MS
    since = at
  }
  return {
    values(at) {
      advance(at)
      return { switch: share > 0, level: Math.round(share * 100), power: rated * share, energy: Math.floor(mwh) / MWH_PER_KWH }
    },
    set(channel, value, at) {
      advance(at)
      if (channel === 'level') share = Math.min(1, Math.max(0, Number(value) / 100))
      else share = value === true ? dimmed : 0
      if (share > 0) dimmed = share
      return true
    },
  }
}
