/** One dated row of a holiday calendar, as the authority announced it. */

/** One year of one calendar. Days are `YYYY-MM-DD`, or `first/last` with both included. */
export interface CalendarYear {
  readonly id: string
  readonly year: number
  readonly holidays: readonly string[]
  /** Weekend days that are worked in exchange. */
  readonly worked: readonly string[]
  readonly publisher: string | null
  /** The document it was announced in. */
  readonly source: string
  readonly note: string | null
  /** True: days beside those of the authority, whose own are not listed. */
  readonly partial?: boolean
  /** Checked against a public source. */
  readonly verified: boolean
}
