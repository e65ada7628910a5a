/** Whether a value can be what its point says it is. Impossible values are kept as `bad`; what cannot be held exactly is refused. */

import { basePerUnit, arithmeticOf, type Point, QUALITY_CODE, quantityOf, REGISTER_LIMIT } from '../../domain/index.ts'

/** The bounds of a point, flat: one look per reading. */
export interface Bounds {
  /** Hard limits of the quantity and those of the point together. */
  readonly min: number
  readonly max: number
  /** Largest register, in canonical units; Infinity for gauges. */
  readonly register: number
}

export const NOT_FINITE = -1
export const REGISTER_TOO_LARGE = -2

export function boundsOf(point: Point): Bounds {
  const hard = quantityOf(point.quantity).hard
  const register = arithmeticOf(point.kind) === 'register' ? REGISTER_LIMIT / basePerUnit(point.quantity) : Number.POSITIVE_INFINITY
  return {
    min: Math.max(hard?.min ?? Number.NEGATIVE_INFINITY, point.rules.min ?? Number.NEGATIVE_INFINITY),
    max: Math.min(hard?.max ?? Number.POSITIVE_INFINITY, point.rules.max ?? Number.POSITIVE_INFINITY),
    register,
  }
}

/** The quality code of a value, no better than `code`; or NOT_FINITE or REGISTER_TOO_LARGE. */
export function validate(value: number, code: number, bounds: Bounds): number {
  if (!Number.isFinite(value)) return NOT_FINITE
  if (value > bounds.register || value < -bounds.register) return REGISTER_TOO_LARGE
  return value >= bounds.min && value <= bounds.max ? code : QUALITY_CODE.bad
}
