/** Attributes of a point that hold from a date on. */

import type { Dated } from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import { type Examination, type ExaminedPart, windowAt } from '../examine.ts'

interface DatedKeys {
  readonly role: string
  readonly parent: string
  readonly conversion_number: number
}

/** A plain value holds always; rows of a list are sorted so that the later wins. */
export function datedAt<K extends keyof DatedKeys>(
  part: ExaminedPart<PointEntry>,
  key: K,
  ex: Examination,
): readonly Dated<DatedKeys[K]>[] {
  type Value = DatedKeys[K]
  const value = part.value[key] as Value | readonly ({ readonly value?: Value } | undefined)[] | undefined
  if (value === undefined) return []
  if (!Array.isArray(value)) return [{ value: value as Value, from: null, to: null }]
  return value
    .flatMap((row: { readonly value?: Value } | undefined, i) =>
      row?.value === undefined ? [] : [{ value: row.value, ...windowAt(part, [key, i], ex) }],
    )
    .sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity))
}
