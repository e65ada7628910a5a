/** What the hash of a report covers, now and before. The hash itself is SHA-256 of the text in UTF-8. */

import { canonicalJson } from './canonical-json.ts'
import { renderReport } from './render/report.ts'
import { DOCUMENT_VERSION, type ReportDocument } from './report-document.ts'

/** Names the form that is hashed; another version of the document is another form. */
export const HASH_ALGORITHM = `report-document/${DOCUMENT_VERSION}`

export function hashedText(document: ReportDocument): string {
  return canonicalJson(document)
}

/** Codes of checks that version 2 did not have. */
const CHECKS_OF_3: ReadonlySet<string> = new Set([
  'share-elsewhere',
  'instrument-vintage',
  'instrument-twice',
  'heads-within',
  'heads-apart',
  'mean-of-systems',
  'parts-apart',
  'meters-below-exceed',
])
/** Codes of checks that version 1 did not have. */
const CHECKS_OF_2: ReadonlySet<string> = new Set(['jump-before', 'jump-year', 'jump-without-past'])

type Compared = Readonly<Record<'prior' | 'base', { readonly figures: readonly object[] } | null>>

/** A comparison without the key `withheld`. */
function withoutReasons<T extends Compared>(comparison: T): object {
  const strip = (part: { readonly figures: readonly object[] } | null): object | null =>
    part && { ...part, figures: part.figures.map((f) => Object.fromEntries(Object.entries(f).filter(([key]) => key !== 'withheld'))) }
  return { ...comparison, prior: strip(comparison.prior), base: strip(comparison.base) }
}

/** Sentences as they were worded, in English. */
const EARLIER_SENTENCES: readonly (readonly [now: RegExp, then: string])[] = [
  [/no base year is set \(the entry `base-year`\)/g, 'no base year is set: `campus fact set base-year YEAR --from DATE`'],
  [/no (\S+) of (\S+) on (\S+): add the entry `\1`/g, 'no $1 of $2 on $3: `campus fact set $1 VALUE --site $2 --from DATE`'],
  [
    / \(entries `instrument.<type>`\): the location-based figure stands alone/g,
    ': the location-based figure stands alone (`campus fact set instrument.TYPE MWH --factor F --reference REGISTRY`)',
  ],
]

/**
 * The forms that earlier algorithms hashed, by algorithm. `report-json` was the English JSON of the report, in which the command `entry` was still
 * called `fact`; records that name no algorithm are of it.
 */
export function earlierTexts(document: ReportDocument): Readonly<Record<string, string>> {
  const second = document.checks.filter((c) => !CHECKS_OF_3.has(c.code))
  const checks = second.filter((c) => !CHECKS_OF_2.has(c.code))
  const report = renderReport({ ...document, checks }, 'en')
  const json = JSON.stringify({ ...report, comparison: withoutReasons(report.comparison) })
  return {
    'report-document/2': canonicalJson({ ...document, version: 2, checks: second }),
    'report-document/1': canonicalJson({ ...document, version: 1, checks, comparison: withoutReasons(document.comparison) }),
    'report-json': EARLIER_SENTENCES.reduce((text, [now, then]) => text.replace(now, then), json),
  }
}
