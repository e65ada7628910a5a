/** Findings of a bucket that follow from the quality code of a reading. */

import { findingBit, QUALITY_CODE, qualityOf, TIME_CODE } from '../../domain/index.ts'

const SUSPECT = findingBit('suspect-value')
const RECEIVED = findingBit('receive-time')
const REJECTED = findingBit('clock-rejected')

/** Finding bits of a quality code that is not bad. */
export function findingsOfReading(code: number): number {
  if (code === QUALITY_CODE.good) return 0
  const quality = qualityOf(code)
  const suspect = quality === 'good' || quality === 'estimated' ? 0 : SUSPECT
  return suspect | ((code & TIME_CODE.receive) === 0 ? 0 : RECEIVED) | ((code & TIME_CODE.rejected) === 0 ? 0 : REJECTED)
}
