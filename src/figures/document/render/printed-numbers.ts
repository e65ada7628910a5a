/** Every number of an answer without digits that only its binary form has; all else as it is. */

import { trueDigits } from '../../../kernel/index.ts'

export function printedNumbers<T>(answer: T): T {
  return clean(answer) as T
}

function clean(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? trueDigits(value) : value
  if (Array.isArray(value)) return value.map(clean)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, clean(part)]))
}
