/** Meters and bills of a report as rows of a bill: first day, last day, amount. */

import { monthsAfter } from '../../../domain/index.ts'
import type { ReportDocument } from '../report-document.ts'

export interface MeterRow {
  /** Point, or key and site of a bill. */
  readonly meter: string
  /** First and last local day, both included. */
  readonly first: string
  readonly last: string
  readonly amount: number
  readonly unit: string
  /** Not all of it was measured. */
  readonly estimated: boolean
}

const DAY_MS = 86_400_000
const MONTH = /^\d{4}-\d\d$/
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10)

const monthDays = (month: string): { readonly first: string; readonly last: string } => ({
  first: `${month}-01`,
  last: dayBefore(`${monthsAfter(month, 1)}-01`),
})

/** Of the figures that are named, each meter and month and each bill once, in the order of meters and days. */
export function meterRows({ figures, inputs, entries }: ReportDocument, ids: readonly string[]): readonly MeterRow[] {
  const used = new Set(figures.filter((f) => ids.includes(f.id)).flatMap((f) => f.inputs))
  const rows = inputs.flatMap((input, index): MeterRow[] => {
    if (!used.has(index)) return []
    if (input.kind === 'meter' && input.month !== null && MONTH.test(input.month)) {
      const { point: meter, value: amount, unit, coverage } = input
      return [{ meter, ...monthDays(input.month), amount, unit, estimated: coverage < 1 }]
    }
    if (input.kind !== 'entry' || !input.key.startsWith('bill.')) return []
    const bill = entries.find((e) => e.id === input.entry)
    if (bill === undefined || bill.to === null) return []
    const { key, site, from, to, value, unit } = bill
    return [{ meter: `${key} ${site}`, first: from, last: dayBefore(to), amount: value, unit, estimated: false }]
  })
  const once = new Map(rows.map((row) => [`${row.meter} ${row.first}`, row]))
  return [...once.values()].sort((a, b) => (a.meter < b.meter ? -1 : a.meter > b.meter ? 1 : a.first < b.first ? -1 : 1))
}
