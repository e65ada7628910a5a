/** Findings of buckets in words. The bits come from the rollup; severity and sentence are for people. */

import { type Bucket, type Finding, type FindingCode, findingCodes, iso, type Severity } from '../../domain/index.ts'

const WORDS: Readonly<Record<FindingCode, readonly [Severity, string]>> = {
  'counter-reset': ['warning', 'the register fell and was taken to have started again'],
  'counter-rollover': ['info', 'the register reached its end and went on from 0'],
  'counter-dip': ['info', 'the register fell a little and came back: counted as nothing'],
  'gap-bridged': ['warning', 'no readings for a while: the total is known from the register, its course is not'],
  'spike-held': ['warning', 'a reading is higher than possible and waits for the next ones to confirm it'],
  'spike-confirmed': ['info', 'an unusually high reading was confirmed by those after it'],
  'spike-discarded': ['warning', 'a reading was higher than possible and was left out'],
  stuck: ['warning', 'the value did not change for longer than is usual'],
  'bad-value': ['warning', 'impossible values were left out'],
  'suspect-value': ['info', 'some values are marked as suspect'],
  'receive-time': ['info', 'some readings carry the time of their arrival, not that of the device'],
  'clock-rejected': ['warning', 'the device clock was not believed'],
  'meter-swapped': ['info', 'the meter was exchanged'],
  stale: ['warning', 'no value came for longer than is usual: that time is not known'],
  'register-large': ['alarm', 'the register is close to the largest value that can be kept exactly'],
  'counter-replaced': ['warning', 'the register was set to another value: the step was not counted'],
  corrected: ['info', 'a correction was applied: `campus correct list` says by whom and why'],
  'value-replaced': ['info', 'a value was replaced by another for the same time'],
}

/** One finding per code over all buckets, with how many of them have it and when first and last. */
export function findingsOf(buckets: readonly Bucket[]): Finding[] {
  const seen = new Map<FindingCode, { buckets: number; first: Bucket; last: Bucket }>()
  for (const bucket of buckets) {
    if (bucket.findings === 0) continue
    for (const code of findingCodes(bucket.findings)) {
      const earlier = seen.get(code)
      seen.set(code, { buckets: (earlier?.buckets ?? 0) + 1, first: earlier?.first ?? bucket, last: bucket })
    }
  }
  return [...seen].map(([code, { buckets: n, first, last }]) => {
    const [severity, sentence] = WORDS[code]
    return { code, severity, sentence, evidence: { buckets: n, first: iso(first.start), last: iso(last.end) } }
  })
}
