/** A point against its typical band, in the JSON form that clients see. */

import type { Instant } from '../../domain/index.ts'

export interface ExpectedQuery {
  readonly point: string
  readonly from: Instant
  readonly to: Instant
  readonly step: '15m' | '1h'
}

export interface ExpectedValue {
  readonly time: string
  readonly end: string
  /** What was measured; null where nothing, or too little, is known, and in the future. */
  readonly value: number | null
  /** Middle and edges of the band; null where there are too few like days. */
  readonly expected: number | null
  readonly low: number | null
  readonly high: number | null
}

export interface ExpectedView {
  readonly point: string
  readonly quantity: string
  readonly unit: string
  readonly step: '15m' | '1h'
  readonly zone: string
  readonly from: string
  readonly to: string
  /** Share of like values that the band is made for. */
  readonly share: number
  /** How much of the four weeks before `to` did lie in the band, each day predicted from the days before it; null with too little data. */
  readonly inside: { readonly share: number; readonly values: number } | null
  /** Greatest value of the middle within the span, and the upper edge at that time. */
  readonly peak: { readonly time: string; readonly expected: number; readonly high: number } | null
  readonly values: readonly ExpectedValue[]
}
