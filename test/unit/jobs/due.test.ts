import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, instant } from '../../../src/domain/index.ts'
import { dueSlot, lastDailySlot } from '../../../src/jobs/due.ts'

const at = (text: string) => instant(Date.parse(text))
const zones = ['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu']

describe('a daily job', () => {
  it('owes the slot of today once it has passed, until then that of yesterday', () => {
    expect(lastDailySlot('Asia/Shanghai', 3 * HOUR, at('2026-03-02T04:00:00+08:00'))).toBe(at('2026-03-02T03:00:00+08:00'))
    expect(lastDailySlot('Asia/Shanghai', 3 * HOUR, at('2026-03-02T02:59:59+08:00'))).toBe(at('2026-03-01T03:00:00+08:00'))
  })

  it('is due once per slot, however many slots were missed', () => {
    const slot = at('2026-03-02T03:00:00Z')
    expect(dueSlot(slot, null)).toBe(slot)
    expect(dueSlot(slot, at('2026-02-20T03:00:00Z'))).toBe(slot)
    expect(dueSlot(slot, slot)).toBeNull()
  })

  it('never owes a slot of the future or one older than two days, in any zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }), (zone, now) => {
        const slot = lastDailySlot(zone, 3 * HOUR, instant(now))
        expect(slot).toBeLessThanOrEqual(now)
        expect(now - slot).toBeLessThan(49 * HOUR)
      }),
      { numRuns: 200 },
    )
  })
})
