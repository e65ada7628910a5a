/** What a person looks at before signing, a line a cause: checks and remarks of a report joined where one thing shows at many figures. Pure. */

import { groupBy } from '../../kernel/index.ts'
import type { ReportDocument } from '../document/report-document.ts'
import type { Remark } from '../inputs/figure-value.ts'
import type { CheckCode, Message } from '../messages/message.ts'

/** In the order in which they stand on the page: contradictions first, what is missing last. */
export const THEMES = [
  'sums',
  'shares',
  'boundaries',
  'factors',
  'estimates',
  'bills',
  'jumps',
  'coverage',
  'meters',
  'completeness',
] as const
export type Theme = (typeof THEMES)[number]

export interface FindingGroup {
  readonly theme: Theme
  readonly code: string
  readonly message: Message
  /** Figures that it shows at. */
  readonly figures: readonly string[]
  /** The same of each figure, where the numbers differ. */
  readonly details: readonly Message[]
}

const THEME_OF_CHECK: Readonly<Record<CheckCode, Theme>> = {
  'parts-apart': 'sums',
  'meters-below-exceed': 'sums',
  'season-gap': 'sums',
  'mean-of-systems': 'sums',
  'share-elsewhere': 'shares',
  'boundary-gap': 'boundaries',
  'implied-heads': 'boundaries',
  'heads-within': 'boundaries',
  'heads-apart': 'boundaries',
  'meals-and-heads': 'boundaries',
  'two-factors': 'factors',
  'margin-in-inventory': 'factors',
  'lower-bound-factor': 'factors',
  provisional: 'factors',
  'unverified-factor': 'factors',
  'instrument-vintage': 'factors',
  'instrument-twice': 'factors',
  'multiple-of-days': 'estimates',
  'round-share': 'estimates',
  'partly-estimated': 'estimates',
  'jump-before': 'jumps',
  'jump-year': 'jumps',
  'jump-without-past': 'jumps',
  'coverage-unknown': 'coverage',
  'low-coverage': 'coverage',
  'statement-contradicted': 'completeness',
  'statement-unproved': 'completeness',
  'left-open': 'completeness',
}

/** Remarks of figures that a signer has to know. */
const THEME_OF_REMARK: Readonly<Partial<Record<Remark['code'], Theme>>> = {
  'bill-differs': 'bills',
  'entries-overlap': 'sums',
  'entry-gap': 'coverage',
  'meter-silent': 'coverage',
  'instruments-exceed': 'factors',
  'meter-finding': 'meters',
}

/** Codes that say the same of several figures or sources: the value that names them, and whether the least or the greatest number stands for all. */
const JOINED: Readonly<Partial<Record<CheckCode, { readonly name: string; readonly number?: 'least' | 'greatest' }>>> = {
  'low-coverage': { name: 'figure', number: 'least' },
  'partly-estimated': { name: 'figure', number: 'greatest' },
  'coverage-unknown': { name: 'figure' },
  provisional: { name: 'figure' },
  'unverified-factor': { name: 'figure' },
  'left-open': { name: 'source' },
  'statement-unproved': { name: 'source' },
}

/** A value of a message that is a name; empty: it has none. */
function textOf({ values }: Message, name: string): string {
  const value = values[name]
  return typeof value === 'string' ? value : ''
}

const figuresOf = (messages: readonly Message[]): string[] => [
  ...new Set(messages.flatMap(({ values: { figure } }) => (typeof figure === 'string' ? figure.split(', ') : []))),
]

function joinChecks(code: CheckCode, checks: readonly Message[]): FindingGroup[] {
  const theme = THEME_OF_CHECK[code]
  const joined = JOINED[code]
  const [first] = checks
  if (first === undefined) return []
  if (joined === undefined || checks.length === 1)
    return checks.map((one) => ({ theme, code, message: one, figures: figuresOf([one]), details: [] }))
  const names = [...new Set(checks.map((c) => textOf(c, joined.name)))].join(', ')
  const percents = checks.map(({ values }) => Number(values['percent']))
  const percent = joined.number === 'least' ? Math.min(...percents) : Math.max(...percents)
  const numbers = joined.number === undefined ? {} : { percent }
  const factors = [...new Set(checks.flatMap((c) => textOf(c, 'factors').split(', ')))].filter(Boolean).join(', ')
  const values = { ...first.values, [joined.name]: names, ...numbers, ...(factors === '' ? {} : { factors }) }
  return [{ theme, code, message: { code, values }, figures: figuresOf(checks), details: joined.number === undefined ? [] : checks }]
}

/** More lines than these of one meter and code are counted, not listed. */
const MOST_DETAILS = 24

function joinRemarks(figures: ReportDocument['figures']): FindingGroup[] {
  const rows = figures.flatMap((figure) =>
    figure.remarks.flatMap((remark) => {
      const theme = THEME_OF_REMARK[remark.code]
      return theme === undefined ? [] : [{ theme, remark, figure: figure.id }]
    }),
  )
  // One meter with a finding in twelve months is one cause.
  const causeOf = ({ remark: { code, message } }: (typeof rows)[number]): string =>
    code === 'meter-finding' ? `${code} ${textOf(message, 'point')} ${textOf(message, 'code')}` : JSON.stringify(message)
  return [...groupBy(rows, causeOf).values()].flatMap((group): FindingGroup[] => {
    const [first] = group
    if (first === undefined) return []
    const messages = [...new Map(group.map(({ remark }) => [JSON.stringify(remark.message), remark.message])).values()]
    const { theme, remark } = first
    const details = messages.length > 1 ? messages.slice(0, MOST_DETAILS) : []
    return [{ theme, code: remark.code, message: remark.message, figures: [...new Set(group.map((g) => g.figure))], details }]
  })
}

/** The findings of a report, a line a cause, in the order of their themes. */
export function groupFindings({ checks, figures }: Pick<ReportDocument, 'checks' | 'figures'>): readonly FindingGroup[] {
  const byCode = groupBy(checks, (c) => c.code)
  const all = [...[...byCode].flatMap(([code, own]) => joinChecks(code, own)), ...joinRemarks(figures)]
  return all.sort((a, b) => THEMES.indexOf(a.theme) - THEMES.indexOf(b.theme))
}

/** Reasons of figures that the campus has nothing of: no shops, no data centre, no collectors. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['no-site', 'no-point'])

/** Figures without a value of which the campus has neither a site nor a meter. */
export function irrelevantFigures({ figures }: Pick<ReportDocument, 'figures'>): readonly string[] {
  return figures
    .filter(({ value, missing }) => value === null && missing.length > 0 && missing.every((m) => NOTHING_THERE.has(m.code)))
    .map((f) => f.id)
}
