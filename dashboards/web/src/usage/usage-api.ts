/** Requests for what media used, and for several points at once. */

import type { Span } from '../address/range.ts'
import { get } from '../api/client.ts'
import type { Answer } from '../api/types.ts'

export type Usage = Answer<'GET /api/v1/usage'>
export type UsageSeries = Usage['total']
export type ChosenSeries = Answer<'GET /api/v1/series'>
export type UsageStep = Usage['step']
export type Grouping = Usage['by']
export type Measure = Usage['measure']

export interface UsageWish extends Span {
  readonly step: UsageStep
  readonly medium?: string
  readonly place?: string | null
  readonly by?: Grouping
  readonly measure?: Measure
}

export function fetchUsage({ place = null, ...wish }: UsageWish): Promise<Usage> {
  return get<Usage>(`/api/v1/usage?${new URLSearchParams({ ...wish, ...(place === null ? {} : { place }) })}`)
}

export function fetchSeries(points: readonly string[], wish: Span & { readonly step: UsageStep }): Promise<ChosenSeries> {
  return get<ChosenSeries>(`/api/v1/series?${new URLSearchParams({ points: points.join(','), ...wish })}`)
}
