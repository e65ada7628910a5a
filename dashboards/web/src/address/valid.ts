/** Takes parameters that mean nothing out of an address, so that it says what the screen shows. */

import { COMPARISONS, NO_COMPARISON, parseRange } from './range.ts'

type Query = Readonly<Record<string, string>>

const VALID: Readonly<Record<string, (value: string) => boolean>> = {
  period: (value) => parseRange(value) !== null,
  measure: (value) => ['amount', 'cost', 'co2'].includes(value),
  compare: (value) => [NO_COMPARISON, ...COMPARISONS].some((choice) => choice === value),
}

/** The query without its invalid parameters; the same object where all are valid. */
export function keepValid(query: Query): Query {
  const kept = Object.entries(query).filter(([key, value]) => VALID[key]?.(value) ?? true)
  return kept.length === Object.keys(query).length ? query : Object.fromEntries(kept)
}
