/** Remarks about figures: the command for an entry becomes a link to the form that records it. */

import { describe, expect, it } from 'vitest'
import { readMissingEntry } from '../../../dashboards/web/src/reporting/remark.tsx'

describe('a remark about a figure', () => {
  it.each([
    [
      'no head-count of park on 2020-01-01: `campus entry set head-count VALUE --site park --from DATE`',
      'no head-count of park on 2020-01-01',
    ],
    [
      'park 在 2020-01-01 没有 head-count:`campus entry set head-count VALUE --site park --from DATE`',
      'park 在 2020-01-01 没有 head-count',
    ],
  ])('names the entry that is missing without the command: %s', (sentence, text) => {
    expect(readMissingEntry(sentence)).toEqual({ text, key: 'head-count', site: 'park' })
  })

  it.each(['no base year is set: `campus entry set base-year YEAR --from DATE`', 'no readings in the period'])(
    'stays as the service wrote it where it names no entry of a site: %s',
    (sentence) => {
      expect(readMissingEntry(sentence)).toBeNull()
    },
  )
})
