/** The campus as it stands and the load curve of a day, in the JSON form that clients see. */

/** A sum over points as it stands now: how many of them spoke lately is part of the number. */
export interface NowSum {
  readonly key: string
  readonly value: number | null
  readonly unit: string
  readonly fresh: number
  readonly points: number
}

export interface MediumNow {
  readonly medium: 'electricity' | 'tap-water' | 'reclaimed-water'
  /** Rate now: kW or m3/h. */
  readonly total: NowSum
  readonly by_building: readonly NowSum[]
  readonly by_use: readonly NowSum[]
  /** Consumption since local midnight: kWh or m3, with the measured share of the time passed. */
  readonly today: { readonly value: number | null; readonly unit: string; readonly coverage: number | null }
  readonly yesterday_same_time: { readonly value: number | null; readonly unit: string; readonly coverage: number | null }
}

export interface NowView {
  readonly time: string
  readonly zone: string
  readonly media: readonly MediumNow[]
  readonly points: { readonly total: number; readonly fresh: number; readonly stale: number; readonly silent: number }
  readonly coverage_today: number | null
}

export interface CurveView {
  readonly medium: string
  readonly unit: string
  readonly zone: string
  readonly day: string
  readonly step: '15m'
  /** Every 15-minute span of the local day (92, 96 or 100 of them); value null where nothing is known. */
  readonly values: readonly { readonly time: string; readonly value: number | null; readonly coverage: number }[]
}
