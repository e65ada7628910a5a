/** The disclosure index: which figures of the report answer which line. */

import type { Figure } from '../formulas/compute.ts'
import { DISCLOSURE } from '../messages/disclosure.ts'
import type { DisclosureStatement } from './report-document.ts'

export function disclosureStatements(figures: readonly Figure[]): DisclosureStatement[] {
  const ids = new Set(figures.map((f) => f.id))
  return DISCLOSURE.map(({ framework, line, figures: answers }) => ({ framework, line, figures: answers.filter((id) => ids.has(id)) }))
}
