/** What a finding of a point means, in the reader's language. */

import type { Finding } from '../api.ts'
import { moment } from '../format.ts'
import { word } from '../i18n.ts'
import { zone } from '../state.ts'

export function whyOf({ code, evidence }: Finding): string {
  const span = [evidence?.['first'], evidence?.['last']].map((time) => (time ? moment(String(time), zone.value) : '')).join(' – ')
  return word('why', code, { ...evidence, span })
}
