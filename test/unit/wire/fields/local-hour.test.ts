import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLocalClock } from '../../../../src/wire/fields/local-hour.ts'
import { parseTimeText } from '../../../../src/wire/values/time-text.ts'

describe('local times of an hour that was parsed once', () => {
  it('are those of the full parser, in every hour of a year with two changes of the clock', () => {
    const clock = createLocalClock('Europe/Berlin')
    const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) })
    fc.assert(
      fc.property(instants, fc.boolean(), (ms, near) => {
        const base = near ? Date.UTC(2026, 9, 25) + (ms % 14_400_000) : ms
        const text = new Date(base).toISOString().slice(0, 19)
        const quick = clock(text)
        if (quick !== null) expect(quick).toBe(parseTimeText(text, { zone: 'Europe/Berlin', receivedAt: 8e15 }))
      }),
      { numRuns: 3000 },
    )
  })

  it('are left to the full parser where the form is another, or clocks change', () => {
    const clock = createLocalClock('Europe/Berlin')
    for (const text of [
      '2026-10-25T02:30:00',
      '2026-03-29T02:30:00',
      '2026-03-02 08:00:00',
      '2026-03-02T08:61:00',
      '2026-13-02T08:00:00',
      'x',
    ])
      expect(clock(text)).toBeNull()
  })
})
