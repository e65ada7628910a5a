/** What a finding of a point means, in the language of the reader. */

import type { Finding } from '../api/types.ts'
import { zone } from '../state/campus.ts'
import { moment } from '../text/format.ts'
import { term } from '../text/language.ts'

export function explainFinding({ code, evidence }: Finding): string {
  const span = [evidence?.['first'], evidence?.['last']].map((time) => (time ? moment(String(time), zone.value) : '')).join(' – ')
  return term('why', code, { ...evidence, span })
}
