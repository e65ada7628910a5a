/** Why the service suggests what a field measures, as sentences of the reader's language. */

import { exact } from './format.ts'
import { language, term } from './language.ts'

interface Reason {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

function sentenceOf({ code, values }: Reason): string {
  const written = Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? exact(value) : value])
  return term('suggestion', code, Object.fromEntries(written) as Record<string, string>)
}

export function reasonsText(reasons: readonly Reason[]): string {
  return reasons.map(sentenceOf).join(language.value === 'en' ? '; ' : '；')
}
