/** What a finding of a point means, in the reader's language. */

import type { Finding } from '../api.ts'
import { moment } from '../format.ts'
import { humanised, known } from '../i18n.ts'
import { zone } from '../state.ts'

const TIMES = new Set(['first', 'last'])

export function whyOf({ code, evidence = {} }: Finding): string {
  const shown = Object.entries(evidence).map(([key, value]) => [key, TIMES.has(key) ? moment(String(value), zone.value) : value] as const)
  return known('why', code, Object.fromEntries(shown)) ?? humanised(code)
}
