/** Hours of a meter with the outdoor temperature, as columns. */

export interface HourColumns {
  readonly length: number
  /** Local calendar month, 0..11. */
  readonly month: Uint8Array
  /** 24 x weekday (Monday 0) + hour of the local day, 0..167. */
  readonly hourOfWeek: Uint8Array
  /** Fahrenheit: the endpoints of the method are. */
  readonly temperature: Float64Array
  /** Use of the hour. */
  readonly use: Float64Array
}

export const HOURS_OF_WEEK = 168
export const MONTHS_OF_YEAR = 12

/** Columns of the rows at these indexes. */
export function selectHours(all: HourColumns, rows: readonly number[]): HourColumns {
  const pick = <T extends Uint8Array | Float64Array>(from: T, into: T): T => {
    for (const [i, row] of rows.entries()) into[i] = from[row] as number
    return into
  }
  return {
    length: rows.length,
    month: pick(all.month, new Uint8Array(rows.length)),
    hourOfWeek: pick(all.hourOfWeek, new Uint8Array(rows.length)),
    temperature: pick(all.temperature, new Float64Array(rows.length)),
    use: pick(all.use, new Float64Array(rows.length)),
  }
}
