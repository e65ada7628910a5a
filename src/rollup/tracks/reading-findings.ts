/** Findings of a bucket that follow from the quality code of a reading. */

import { findingBit, QUALITY_CODE, qualityOf, REPLACED_CODE, TIME_CODE } from '../../domain/index.ts'

const SUSPECT = findingBit('suspect-value')
const RECEIVED = findingBit('receive-time')
const REJECTED = findingBit('clock-rejected')
const REPLACED = findingBit('value-replaced')

/** Finding bits of a quality code that is not bad. */
export function findingsOfReading(code: number): number {
  if (code === QUALITY_CODE.good) return 0
  const suspect = qualityOf(code) === 'good' ? 0 : SUSPECT
  const marked = (bit: number, finding: number): number => ((code & bit) === 0 ? 0 : finding)
  return suspect | marked(TIME_CODE.receive, RECEIVED) | marked(TIME_CODE.rejected, REJECTED) | marked(REPLACED_CODE, REPLACED)
}
