import { describe, expect, it } from 'vitest'
import {
  findCoverageCauses,
  createHoldOff,
  findHolidayCauses,
  type MachineState,
  findMachineCauses,
  findNoticeCauses,
} from '../../../../src/app/operations/alarm-causes.ts'
import { type Campus, type Draft, instant } from '../../../../src/domain/index.ts'
import type { Delivery } from '../../../../src/notifications/outbox.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'

const at = (text: string) => instant(Date.parse(text))
const codes = (causes: readonly { code: string; subject: string }[]): string[] => causes.map((c) => `${c.code} ${c.subject}`.trim())

const fine: MachineState = {
  ingest: true,
  journal: { lastSeq: 10, firstSeq: 1, bytes: 100, capBytes: 1000, full: false, torn: 0, corrupt: 0, segment: 1, end: 100 },
  broker: { connected: true, detail: '', url: null, clients: 0 },
  storeFault: null,
  rollupFault: null,
}

describe('faults of the machine', () => {
  it('are none when all is well, and each one of those that readiness knows', () => {
    expect(findMachineCauses(fine)).toEqual([])
    expect(codes(findMachineCauses({ ...fine, journal: { ...fine.journal, full: true } }))).toEqual(['journal-full'])
    expect(
      codes(findMachineCauses({ ...fine, broker: { ...fine.broker, connected: false, detail: 'refused', url: null, clients: 0 } })),
    ).toEqual(['broker-away'])
    expect(codes(findMachineCauses({ ...fine, rollupFault: 'x' }))).toEqual(['rollup-failed'])
  })

  it('name the store alone when the rollup fails because of it, and no broker where nothing is ingested', () => {
    expect(codes(findMachineCauses({ ...fine, storeFault: 'disk full', rollupFault: 'disk full' }))).toEqual(['store-away'])
    const other = { ...fine, ingest: false, journal: { ...fine.journal, full: true } }
    expect(findMachineCauses({ ...other, broker: { connected: false, detail: '', url: null, clients: null } })).toEqual([])
  })

  const others = ['journal-full', 'broker-away', 'rollup-failed']
  const away = findMachineCauses({ ...fine, storeFault: 'x' })

  it('of the machine raise an alarm after a minute, and clear it a minute after their end', () => {
    const holdOff = createHoldOff(60_000)
    for (const now of [0, 59_999]) expect(holdOff(away, now)).toEqual({ codes: [], causes: [] })
    expect(holdOff(away, 60_000)).toEqual({ codes: ['journal-full', 'broker-away', 'store-away', 'rollup-failed'], causes: away })
    for (const now of [61_000, 120_999]) expect(holdOff([], now)).toEqual({ codes: others, causes: [] })
    expect(holdOff([], 121_000).codes).toContain('store-away')
  })

  it('that come and go within a minute are neither there nor gone', () => {
    const holdOff = createHoldOff(60_000)
    for (let now = 0; now <= 600_000; now += 30_000) expect(holdOff(now % 60_000 === 0 ? away : [], now).codes).not.toContain('store-away')
    expect(holdOff([], 600_001).codes).toEqual(others)
  })
})

describe('holidays that are not known', () => {
  const park = (calendar: string | null, years: readonly number[] = []): Campus => ({
    ...campusOf([], 'Asia/Shanghai'),
    calendar,
    calendars: years.map((year) => ({
      id: calendar ?? '',
      year,
      holidays: [],
      worked: [],
      publisher: null,
      source: 'test',
      note: null,
      verified: false,
    })),
  })

  it('are those of the next year from 1 December of the site on, not a second sooner', () => {
    const own = park('OWN', [2030])
    expect(findHolidayCauses(own, at('2030-11-30T23:59:59+08:00'))).toEqual([])
    const causes = findHolidayCauses(own, at('2030-12-01T00:00:00+08:00'))
    expect(codes(causes)).toEqual(['holidays-unknown 2031'])
    expect(causes[0]?.sentence).toContain('the calendar "OWN" does not know the holidays of 2031')
  })

  it('stay so over the turn of the year, until the campus file names them', () => {
    expect(codes(findHolidayCauses(park('OWN', [2030]), at('2031-02-01T00:00:00+08:00')))).toEqual(['holidays-unknown 2031'])
    expect(findHolidayCauses(park('OWN', [2030, 2031]), at('2030-12-01T00:00:00+08:00'))).toEqual([])
  })

  it('are known for the shipped years of mainland China', () => {
    expect(findHolidayCauses(park('CN'), at('2020-06-01T00:00:00+08:00'))).toEqual([])
    expect(findHolidayCauses(park('CN'), at('2020-12-15T00:00:00+08:00'))).toEqual([])
  })

  it('are not asked for where no calendar is chosen', () => {
    expect(findHolidayCauses(park(null), at('2030-12-01T00:00:00+08:00'))).toEqual([])
  })
})

describe('a draft on too little data', () => {
  const draft = (period: string, coverage: number): Draft => ({
    period,
    coverage,
    revision: 1,
    hash: '',
    createdAt: instant(0),
    figures: { valued: 1, all: 1 },
    missing: [],
  })

  it('is one below the limit, not one at it', () => {
    expect(codes(findCoverageCauses([draft('2026-03', 0.95), draft('2026-02', 0.9499), draft('2026-01', 1)], 0.95))).toEqual([
      'coverage-low 2026-02',
    ])
    expect(findCoverageCauses([draft('2026-02', 0.9499)], 0.95)[0]?.sentence).toContain('94.9 %')
    expect(findCoverageCauses([draft('2026-02', 0)], 0)).toEqual([])
  })
})

describe('a notice that was given up', () => {
  const delivery = (channel: 'webhook' | 'mail', state: Delivery['state'], when: number): Delivery => ({
    channel,
    state,
    attempts: 1,
    at: instant(when),
    reason: 'no route',
    notice: { id: `${channel} ${when}`, kind: 'draft-ready', at: instant(when), title: `n${when}`, text: '', data: {} },
  })

  it('holds until a later one is delivered on the same channel', () => {
    const both = ['mail', 'webhook'] as const
    expect(findNoticeCauses([], both)).toEqual([])
    expect(codes(findNoticeCauses([delivery('mail', 'lost', 2), delivery('webhook', 'delivered', 3)], both))).toEqual(['notice-lost mail'])
    expect(findNoticeCauses([delivery('mail', 'delivered', 5), delivery('mail', 'lost', 2), delivery('mail', 'waiting', 9)], both)).toEqual(
      [],
    )
  })

  it("is nobody's concern once its channel is taken away", () => {
    expect(findNoticeCauses([delivery('mail', 'lost', 2)], ['webhook'])).toEqual([])
  })
})
