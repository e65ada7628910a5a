/** Scope 2 by the hour over the reporting use cases: sun that is claimed for a load by day and by night. */

import { describe, expect, it } from 'vitest'
import { type Bucket, type Campus, instant, type Span } from '../../../../src/domain/index.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { accountsOf, requestBy } from '../../../support/fakes/reporting.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { loadBuckets } from '../../../support/fixtures/saving-park.ts'

const ZONE = 'Asia/Shanghai'
const at = (text: string) => instant(Date.parse(text))
const MARCH: Span = { from: at('2026-03-01T00:00:00+08:00'), to: at('2026-04-01T00:00:00+08:00') }
const hourOf = (time: number): number => new Date(time + 8 * 3_600_000).getUTCHours()
const isDay = (time: number): boolean => hourOf(time) >= 6 && hourOf(time) < 18

const campus: Campus = {
  ...campusOf(
    [
      { id: 'park/main/energy', quantity: 'energy', role: 'main-meter' },
      { id: 'park/sun/energy', quantity: 'energy' },
    ],
    ZONE,
  ),
  sites: [{ id: 'park', kind: 'office', name: { en: 'Park' }, grid: 'CN-NORTH' }],
}

function measured(place: string, watts: (time: number) => number): Bucket[] {
  return loadBuckets(ZONE, place, MARCH, watts).filter((b) => b.point === `${place}/energy`)
}

const buckets = [...measured('park/main', () => 1000), ...measured('park/sun', (time) => (isDay(time) ? 500 : 0))]
const INSTRUMENT = {
  key: 'instrument.gec',
  site: 'park',
  from: '2026-03-01',
  to: '2026-04-01',
  factor: 0,
  reference: 'GEC-1',
  vintage: '2026',
}

async function matched(profile: string | null, value: number) {
  const reporting = await accountsOf(campus, createHandClock('2026-04-02T00:00:00+08:00'), buckets)
  const added = await reporting.addEntry(requestBy(), { ...INSTRUMENT, value, ...(profile === null ? {} : { profile }) })
  if ('faults' in added) throw new Error(JSON.stringify(added.faults))
  const found = await reporting.scope2Hours(requestBy(), '2026-03')
  if ('unknown' in found) throw new Error(found.unknown)
  return found
}

describe('scope 2 of a month by the hour', () => {
  it('uses of sun that is claimed for a month what the hours of day take, and of the same amount without a profile all of it', async () => {
    // 1 kW over 31 days is 0.744 MWh, the half of it by day.
    const sunny = await matched('park/sun/energy', 0.744)
    expect(sunny).toMatchObject({ used: expect.closeTo(0.744, 6) as number, annual: { share: expect.closeTo(1, 6) as number } })
    expect(sunny.hourly.share).toBeCloseTo(0.5, 6)
    expect(sunny.instruments[0]?.unused).toBeCloseTo(0.372, 6)
    expect(sunny.hourly.carbon).toBeGreaterThan(sunny.annual.carbon)
    const even = await matched(null, 0.744)
    expect(even.hourly.share).toBeCloseTo(1, 6)
    expect(even.spread.instruments).toBeCloseTo(0.744, 6)
  })

  it('refuses an instrument whose profile is no point of the campus', async () => {
    const reporting = await accountsOf(campus, createHandClock('2026-04-02T00:00:00+08:00'), buckets)
    const refused = await reporting.addEntry(requestBy(), { ...INSTRUMENT, value: 1, profile: 'park/moon' })
    expect(refused).toMatchObject({ faults: [{ path: 'profile' }] })
  })
})
