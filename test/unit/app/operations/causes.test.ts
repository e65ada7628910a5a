import { describe, expect, it } from 'vitest'
import {
  coverageCauses,
  createHoldOff,
  holidayCauses,
  type MachineState,
  machineCauses,
  noticeCauses,
} from '../../../../src/app/operations/causes.ts'
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
    expect(machineCauses(fine)).toEqual([])
    expect(codes(machineCauses({ ...fine, journal: { ...fine.journal, full: true } }))).toEqual(['journal-full'])
    expect(
      codes(machineCauses({ ...fine, broker: { ...fine.broker, connected: false, detail: 'refused', url: null, clients: 0 } })),
    ).toEqual(['broker-away'])
    expect(codes(machineCauses({ ...fine, rollupFault: 'x' }))).toEqual(['rollup-failed'])
  })

  it('name the store alone when the rollup fails because of it, and no broker where nothing is ingested', () => {
    expect(codes(machineCauses({ ...fine, storeFault: 'disk full', rollupFault: 'disk full' }))).toEqual(['store-away'])
    const other = { ...fine, ingest: false, journal: { ...fine.journal, full: true } }
    expect(machineCauses({ ...other, broker: { connected: false, detail: '', url: null, clients: null } })).toEqual([])
  })

  const others = ['journal-full', 'broker-away', 'rollup-failed']
  const away = machineCauses({ ...fine, storeFault: 'x' })

  it('are believed after a minute, and so is their end', () => {
    const patient = createHoldOff(60_000)
    for (const now of [0, 59_999]) expect(patient(away, now)).toEqual({ looked: [], causes: [] })
    expect(patient(away, 60_000)).toEqual({ looked: ['journal-full', 'broker-away', 'store-away', 'rollup-failed'], causes: away })
    for (const now of [61_000, 120_999]) expect(patient([], now)).toEqual({ looked: others, causes: [] })
    expect(patient([], 121_000).looked).toContain('store-away')
  })

  it('that come and go within a minute are neither there nor gone', () => {
    const patient = createHoldOff(60_000)
    for (let now = 0; now <= 600_000; now += 30_000) expect(patient(now % 60_000 === 0 ? away : [], now).looked).not.toContain('store-away')
    expect(patient([], 600_001).looked).toEqual(others)
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
    expect(holidayCauses(own, at('2030-11-30T23:59:59+08:00'))).toEqual([])
    const causes = holidayCauses(own, at('2030-12-01T00:00:00+08:00'))
    expect(codes(causes)).toEqual(['holidays-unknown 2031'])
    expect(causes[0]?.sentence).toContain('the calendar "OWN" does not know the holidays of 2031')
  })

  it('stay so over the turn of the year, until the campus file names them', () => {
    expect(codes(holidayCauses(park('OWN', [2030]), at('2031-02-01T00:00:00+08:00')))).toEqual(['holidays-unknown 2031'])
    expect(holidayCauses(park('OWN', [2030, 2031]), at('2030-12-01T00:00:00+08:00'))).toEqual([])
  })

  it('are known for the shipped years of mainland China', () => {
    expect(holidayCauses(park('CN'), at('2020-06-01T00:00:00+08:00'))).toEqual([])
    expect(holidayCauses(park('CN'), at('2020-12-15T00:00:00+08:00'))).toEqual([])
  })

  it('are not asked for where no calendar is chosen', () => {
    expect(holidayCauses(park(null), at('2030-12-01T00:00:00+08:00'))).toEqual([])
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
    expect(codes(coverageCauses([draft('2026-03', 0.95), draft('2026-02', 0.9499), draft('2026-01', 1)], 0.95))).toEqual([
      'coverage-low 2026-02',
    ])
    expect(coverageCauses([draft('2026-02', 0.9499)], 0.95)[0]?.sentence).toContain('94.9 %')
    expect(coverageCauses([draft('2026-02', 0)], 0)).toEqual([])
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
    expect(noticeCauses([], both)).toEqual([])
    expect(codes(noticeCauses([delivery('mail', 'lost', 2), delivery('webhook', 'delivered', 3)], both))).toEqual(['notice-lost mail'])
    expect(noticeCauses([delivery('mail', 'delivered', 5), delivery('mail', 'lost', 2), delivery('mail', 'waiting', 9)], both)).toEqual([])
  })

  it("is nobody's concern once its channel is taken away", () => {
    expect(noticeCauses([delivery('mail', 'lost', 2)], ['webhook'])).toEqual([])
  })
})
