/** What the hash of a report covers, now and before. The hash itself is SHA-256 of the text in UTF-8. */

import { canonicalJson } from './canonical-json.ts'
import { renderReport } from './render/report.ts'
import { DOCUMENT_VERSION, type ReportDocument } from './report-document.ts'

/** Names the form that is hashed; another version of the document is another form. */
export const HASH_ALGORITHM = `report-document/${DOCUMENT_VERSION}`

export function hashedText(document: ReportDocument): string {
  return canonicalJson(document)
}

/**
 * The forms that earlier algorithms hashed, by algorithm. `report-json` was the English JSON of the report, in which the command `entry` was still
 * called `fact`; records that name no algorithm are of it.
 */
export function earlierTexts(document: ReportDocument): Readonly<Record<string, string>> {
  return { 'report-json': JSON.stringify(renderReport(document, 'en')).replaceAll('campus entry set', 'campus fact set') }
}
