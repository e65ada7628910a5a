/** Values that were replaced by others at the same time, as a finding of the point that names the old values. */

import { type Finding, formatIn, type Point, type ReplacedReading, tidy } from '../../domain/index.ts'

/** Values that one sentence names. */
const MOST_NAMED = 3

/** One finding with the newest replacements, or none. `zone`: of the times in the sentence. */
export function findReplaced({ unit }: Pick<Point, 'unit'>, replaced: readonly ReplacedReading[], zone: string): Finding[] {
  const last = replaced.at(-1)
  if (last === undefined) return []
  const named = replaced
    .slice(-MOST_NAMED)
    .map(({ time, old, value }) => `${tidy(value)} ${unit} replaced ${tidy(old)} ${unit} of ${formatIn(zone, time)}`)
  const more = replaced.length - named.length
  return [
    {
      code: 'value-replaced',
      severity: 'info',
      sentence: `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
      evidence: { values: replaced.length, time: formatIn(zone, last.time), old: tidy(last.old), new: tidy(last.value) },
    },
  ]
}
