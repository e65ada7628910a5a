/** Claims from buckets to reasons: constant loads to the last bit, months that add up, gaps, seasons, dimming, learned baselines, intervals. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findingBit,
  type Bucket,
  type Campus,
  COVER_90,
  halfWidth90,
  periodSpan,
  type Saving,
  type SavingMonth,
  type Span,
  span,
} from '../../../src/domain/index.ts'
import { LANGUAGES } from '../../../src/figures/messages/language.ts'
import { renderMessage } from '../../../src/figures/messages/message.ts'
import { createSaver } from '../../../src/savings/saver.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryBuckets } from '../../support/fakes/memory-store.ts'
import { clockAt, loadBuckets, OFFICE, savingPark, type Watts } from '../../support/fixtures/saving-park.ts'

const SHANGHAI = 'Asia/Shanghai'
const BERLIN = 'Europe/Berlin'
const STEM = 'park/block-a/1/east/lighting'
const HOUR = 3_600_000
const DAY = 24 * HOUR
const LATER = '2030-01-01T00:00:00Z'

const periodOf = (zone: string, id: string): Span => periodSpan(zone, id) as Span
const within = (zone: string, first: string, last: string): Span => ({ from: periodOf(zone, first).from, to: periodOf(zone, last).to })

async function claim(campus: Campus, buckets: readonly Bucket[], period: string | Span, now: string | number = LATER): Promise<Saving> {
  const store = createMemoryBuckets()
  await store.write(buckets)
  const saver = createSaver({ campus: () => campus, buckets: store, clock: createHandClock(now) })
  const found = await saver.savings(typeof period === 'string' ? periodOf(campus.timezone, period) : period)
  const saving = found?.[0] as Saving
  for (const text of sentencesOf(saving)) expect(text).not.toContain('{')
  return saving
}

/** Every message about a measure, in every language. */
function sentencesOf({ findings, loads }: Saving): string[] {
  const months = loads.flatMap((l) => l.months)
  const all = [
    ...findings.map((f) => f.message),
    ...loads.flatMap((l) => l.findings.map((f) => f.message)),
    ...months.flatMap((m) => [m.reason ?? [], m.claim?.unsure ?? []].flat()),
  ]
  return all.flatMap((s) => LANGUAGES.map((language) => renderMessage(s, language)))
}

const monthsIn = (saving: Saving): readonly SavingMonth[] => saving.loads.flatMap((l) => l.months)
const only = (saving: Saving): SavingMonth => monthsIn(saving)[0] as SavingMonth
const savedIn = (m: SavingMonth): number => (m.claim?.counterfactual ?? Number.NaN) - (m.claim?.metered ?? Number.NaN)
const codes = (saving: Saving): string[] => [...saving.findings, ...saving.loads.flatMap((l) => l.findings)].map((f) => f.code)

/** On for whole hours by the bits of a pattern that repeats; always on in the first two of each day, so that a whole local hour of any zone is among them. */
function byPattern(watts: number, pattern: readonly boolean[]): Watts {
  return (at) => (Math.floor(at / HOUR) % 24 < 2 || pattern[Math.floor(at / HOUR) % pattern.length] ? watts : 0)
}

/** Millionths of full output x ms of the office baseline, quarter hour by quarter hour on the clock of the platform; no holidays. */
function officeWeight(zone: string, s: Span): number {
  const clock = clockAt(zone)
  let weight = 0
  for (let at = Number(s.from); at < s.to; at += HOUR / 4) {
    const { minute, weekday } = clock(at)
    const day = weekday !== 0 && weekday !== 6 && minute >= 7 * 60 && minute < 23 * 60
    weight += (day ? 950_000 : 100_000) * (HOUR / 4)
  }
  return weight
}

const aLoad = fc.record({
  zone: fc.constantFrom(SHANGHAI, BERLIN, 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Cairo'),
  month: fc.constantFrom('2026-03', '2026-04', '2026-10', '2026-11', '2027-02'),
  watts: fc.oneof(
    fc.integer({ min: 1, max: 50_000 }),
    fc.double({ min: 0.5, max: 50_000, noNaN: true }).map((w) => Math.round(w * 10) / 10),
  ),
  pattern: fc.array(fc.boolean(), { minLength: 3, maxLength: 40 }),
})

describe('a load of constant rated power', () => {
  it('saves its power times the hours of the baseline less the hours it was on, under any pattern, on any clock', async () => {
    await fc.assert(
      fc.asyncProperty(aLoad, async ({ zone, month, watts, pattern }) => {
        const s = periodOf(zone, month)
        const on = byPattern(watts, pattern)
        const saving = await claim(savingPark({ zone, stems: [STEM], calendar: null }), loadBuckets(zone, STEM, s, on), month)
        const { claim: c } = only(saving)
        expect(c?.power.watts).toBe(watts)
        const weight = officeWeight(zone, s)
        expect(c?.baselineHours).toBe(weight / 1e6 / HOUR)
        expect(c?.counterfactual).toBe(Math.round((watts * weight) / 3.6e9))
        let metered = 0
        for (let at = Number(s.from); at < s.to; at += HOUR / 4) metered += Math.round((on(at) ?? 0) * 250)
        expect(c?.metered).toBe(metered)
      }),
      { numRuns: 25 },
    )
  })

  it('has the very power it drew for its power, although the integral over an hour is off in the last bit', async () => {
    const watts = 412.7
    const saving = await claim(
      savingPark({ stems: [STEM] }),
      loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), () => watts),
      '2026-03',
    )
    expect(only(saving).claim?.power).toEqual({ watts, source: 'measured', window: '2026-03', hours: 672, scatter: 0, running: 672 })
  })

  it('saves as much in twelve months as in the year, in either half of it, and in each quarter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(SHANGHAI, BERLIN),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 30 }),
        async (zone, pattern) => {
          const park = savingPark({ zone, stems: [STEM] })
          const store = createMemoryBuckets()
          await store.write(loadBuckets(zone, STEM, within(zone, '2025-11', '2026-12'), byPattern(1234.5, pattern)))
          const saver = createSaver({ campus: () => park, buckets: store, clock: createHandClock(LATER) })
          const sumOf = async (id: string): Promise<number> =>
            monthsIn((await saver.savings(periodOf(zone, id)))?.[0] as Saving).reduce((total, m) => total + savedIn(m), 0)
          const year = await sumOf('2026')
          const sum = async (ids: readonly string[]): Promise<number> => (await Promise.all(ids.map(sumOf))).reduce((a, b) => a + b, 0)
          expect(await sum(Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`))).toBe(year)
          expect(await sum(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'])).toBe(year)
        },
      ),
      { numRuns: 2 },
    )
  })

  it('that used more than its baseline has a negative saving, told as such', async () => {
    const s = periodOf(SHANGHAI, '2026-03')
    const saving = await claim(
      savingPark({ stems: [STEM] }),
      loadBuckets(SHANGHAI, STEM, s, () => 1000),
      '2026-03',
    )
    expect(savedIn(only(saving))).toBeLessThan(0)
  })
})

describe('days', () => {
  it('that are statutory holidays go by the holiday, make-up Saturdays by the workday', async () => {
    const s = periodOf(SHANGHAI, '2026-02')
    const saving = await claim(
      savingPark({ stems: [STEM] }),
      loadBuckets(SHANGHAI, STEM, s, () => 1000),
      '2026-02',
    )
    // 20 weekdays, six of them holidays (16 to 20 and 23 February), two Saturdays worked.
    expect(only(saving).claim?.baselineHours).toBeCloseTo(16 * (16 * 0.95 + 8 * 0.1) + 12 * 24 * 0.1, 9)
  })

  it('of a year that the calendar does not know are plain days, and it is said', async () => {
    const s = periodOf(SHANGHAI, '2027-02')
    const saving = await claim(
      savingPark({ stems: [STEM] }),
      loadBuckets(SHANGHAI, STEM, s, () => 1000),
      '2027-02',
    )
    expect(saving.findings).toContainEqual({
      code: 'calendar-unknown',
      message: { code: 'years-unknown', values: { years: '2027', calendar: 'CN' } },
    })
    expect(
      codes(
        await claim(
          savingPark({ stems: [STEM] }),
          loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), () => 1),
          '2026-03',
        ),
      ),
    ).not.toContain('calendar-unknown')
  })
})

describe('a month with gaps', () => {
  const s = periodOf(SHANGHAI, '2026-03')
  const silent =
    (from: number, to: number): Watts =>
    (at) =>
      at >= from && at < to ? null : 1000

  it('is claimed over the known time alone: the baseline stands still where the meter is silent', async () => {
    const gap = [s.from + 9 * DAY + 5 * HOUR, s.from + 10 * DAY + 9 * HOUR + HOUR / 4] as const
    const saving = await claim(savingPark({ stems: [STEM], calendar: null }), loadBuckets(SHANGHAI, STEM, s, silent(...gap)), '2026-03')
    const month = only(saving)
    expect(month.coverage).toBeCloseTo(1 - (gap[1] - gap[0]) / (s.to - s.from), 12)
    const weight = officeWeight(SHANGHAI, s) - officeWeight(SHANGHAI, span(...gap))
    expect(month.claim?.counterfactual).toBe(Math.round((1000 * weight) / 3.6e9))
    expect(month.claim?.metered).toBe((s.to - s.from - (gap[1] - gap[0])) / 3.6)
  })

  it('is not claimed below 90 %, with the point and the share', async () => {
    const long = silent(s.from + 10 * DAY, s.from + 13 * DAY + 3 * HOUR)
    const saving = await claim(savingPark({ stems: [STEM] }), loadBuckets(SHANGHAI, STEM, s, long), '2026-03')
    expect(only(saving)).toMatchObject({
      claim: null,
      reason: {
        code: 'known-too-little',
        values: { point: `${STEM}/energy`, percent: expect.closeTo(89.919, 3) as number, month: '2026-03' },
      },
    })
    expect(codes(saving)).toEqual(['insufficient-data'])
    const short = silent(s.from + 10 * DAY, s.from + 13 * DAY + 2 * HOUR)
    expect(only(await claim(savingPark({ stems: [STEM] }), loadBuckets(SHANGHAI, STEM, s, short), '2026-03')).claim).not.toBeNull()
  })

  it('does not lower the other months, nor is it made up for by them', async () => {
    const all = within(SHANGHAI, '2026-03', '2026-05')
    const april = periodOf(SHANGHAI, '2026-04')
    const buckets = loadBuckets(SHANGHAI, STEM, all, silent(april.from, april.from + 10 * DAY))
    const saving = await claim(savingPark({ stems: [STEM] }), buckets, all)
    expect(monthsIn(saving).map((m) => [m.month, m.claim !== null])).toEqual([
      ['2026-03', true],
      ['2026-04', false],
      ['2026-05', true],
    ])
  })

  it('without any data at all is known for 0 %', async () => {
    const saving = await claim(savingPark({ stems: [STEM] }), [], '2026-03')
    expect(only(saving)).toMatchObject({ coverage: 0, claim: null })
  })

  it('is settled up to what is rolled up when it is still running', async () => {
    const now = s.from + 9 * DAY + 13 * HOUR + 25 * 60_000
    const upTo = s.from + 9 * DAY + 13 * HOUR
    const buckets = loadBuckets(SHANGHAI, STEM, span(s.from - 31 * DAY, upTo), () => 1000)
    const month = only(await claim(savingPark({ stems: [STEM], calendar: null }), buckets, '2026-03', now))
    expect(month).toMatchObject({ coverage: 1, span: { from: s.from, to: upTo } })
    expect(month.claim?.counterfactual).toBe(Math.round((1000 * officeWeight(SHANGHAI, span(s.from, upTo))) / 3.6e9))
    // A day of silence is missing, not ahead.
    const silentSince = only(await claim(savingPark({ stems: [STEM] }), buckets, '2026-03', now + DAY))
    expect(silentSince.coverage).toBeCloseTo((9 * 24 + 13) / (9 * 24 + 13 + 23 + 25 / 60), 9)
  })

  it('that lies ahead has no claim and no reason', async () => {
    expect(monthsIn(await claim(savingPark({ stems: [STEM] }), [], '2031-03'))).toEqual([])
  })
})

describe('control that began within a month', () => {
  it('is claimed from its first day on', async () => {
    const s = periodOf(SHANGHAI, '2026-03')
    const park = savingPark({ stems: [STEM], calendar: null, measure: { from: '2026-03-11' } })
    const month = only(
      await claim(
        park,
        loadBuckets(SHANGHAI, STEM, within(SHANGHAI, '2026-02', '2026-03'), () => 1000),
        within(SHANGHAI, '2026-02', '2026-03'),
      ),
    )
    const part = span(s.from + 10 * DAY, s.to)
    expect(month.span).toEqual(part)
    expect(month.claim?.counterfactual).toBe(Math.round((1000 * officeWeight(SHANGHAI, part)) / 3.6e9))
    expect(month.claim?.metered).toBe((part.to - part.from) / 3.6)
  })
})

describe('the power at full output', () => {
  const hourOf = (at: number): number => (Math.floor(at / HOUR) + 8) % 24

  it('of a dimmed garage is that of its full hours, not of the many dimmed ones', async () => {
    const garage: Watts = (at) => {
      const hour = hourOf(at)
      if (hour < 7 || hour >= 22) return 1144
      return hour < 10 || hour >= 17 ? 5720 : 2860
    }
    const saving = await claim(savingPark({ stems: [STEM] }), loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), garage), '2026-03')
    expect(only(saving).claim?.power).toMatchObject({ watts: 5720, hours: 28 * 8 })
  })

  it('of a seasonal heater is found in the last month it ran, and its idle months are claimed', async () => {
    const year = within(SHANGHAI, '2025-11', '2026-12')
    const off = [periodOf(SHANGHAI, '2026-03').from + 15 * DAY, periodOf(SHANGHAI, '2026-11').from + 14 * DAY] as const
    const heater: Watts = (at) => (at >= off[0] && at < off[1] ? 0 : hourOf(at) < 20 ? 2400 : 0)
    const saving = await claim(
      savingPark({ stems: [STEM], point: () => ({ use: 'basin-heater' }) }),
      loadBuckets(SHANGHAI, STEM, year, heater),
      '2026',
    )
    expect(monthsIn(saving).map((m) => m.claim?.power.window)).toEqual([
      '2026-01',
      '2026-02',
      ...Array.from({ length: 8 }, () => '2026-03'),
      '2026-11',
      '2026-12',
    ])
    expect(monthsIn(saving).every((m) => m.claim?.power.watts === 2400)).toBe(true)
  })

  it('is not the standby of a load that did not run: the month before tells it', async () => {
    const march = periodOf(SHANGHAI, '2026-03')
    const lamp: Watts = (at) => (at >= march.from ? 12 : hourOf(at) < 10 ? 800 : 12)
    const saving = await claim(
      savingPark({ stems: [STEM] }),
      loadBuckets(SHANGHAI, STEM, within(SHANGHAI, '2026-02', '2026-03'), lamp),
      '2026-03',
    )
    expect(only(saving).claim?.power).toMatchObject({ watts: 800, window: '2026-02' })
  })

  it('of a load that never ran is its rated power, else there is no claim and the point is named', async () => {
    const buckets = loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), () => 0)
    const without = await claim(savingPark({ stems: [STEM] }), buckets, '2026-03')
    const values = { point: `${STEM}/power`, since: '2025-02', month: '2026-03' }
    expect(only(without).reason).toEqual({ code: 'never-on', values })
    const rated = await claim(savingPark({ stems: [STEM], rated: 900 }), buckets, '2026-03')
    expect(only(rated).claim?.power).toEqual({ watts: 900, source: 'rated', window: null, hours: 0, scatter: null, running: 0 })
    expect(codes(rated)).toEqual(['unproved-baseline', 'implausible-saving', 'rated-power', 'never-ran', 'no-interval'])
  })

  it('is told to stand on a register that began anew', async () => {
    const lamp: Watts = (at) => (hourOf(at) < 10 ? 800 : 0)
    const buckets = loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), lamp).map((b) =>
      b.step === '1M' && b.point.endsWith('/energy') ? { ...b, findings: findingBit('counter-reset') } : b,
    )
    const saving = await claim(savingPark({ stems: [STEM], rated: 800 }), buckets, '2026-03')
    const values = { point: `${STEM}/energy`, finding: 'counter-reset', months: '2026-03' }
    expect(saving.loads[0]?.findings).toContainEqual({ code: 'meter-finding', message: { code: 'meter-found', values } })
  })

  it('is not looked for in hours that were not steady', async () => {
    const flicker: Watts = (at) => (Math.floor(at / (HOUR / 4)) % 2 === 0 ? 1000 : 0)
    const saving = await claim(
      savingPark({ stems: [STEM] }),
      loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), flicker),
      '2026-03',
    )
    expect(only(saving).reason).toMatchObject({ code: 'never-full', values: { point: `${STEM}/power`, watts: 1000 } })
  })
})

describe('a load in commissioning', () => {
  it('is not claimed', async () => {
    const park = savingPark({ stems: [STEM], point: (id) => (id.endsWith('/power') ? { status: 'commissioning' } : {}) })
    const saving = await claim(
      park,
      loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), () => 1000),
      '2026-03',
    )
    expect(only(saving).reason).toEqual({ code: 'in-commissioning', values: { point: `${STEM}/power` } })
  })
})

describe('a learned baseline', () => {
  const before = within(SHANGHAI, '2025-03', '2025-04')
  const after = periodOf(SHANGHAI, '2025-05')
  const hourOf = (at: number): number => (Math.floor(at / HOUR) + 8) % 24
  const uncontrolled: Watts = (at) => (hourOf(at) >= 7 && hourOf(at) < 19 ? 1500 : 0)
  const measure = { baseline: { kind: 'learned' as const, within: before }, from: '2025-05-01' }
  const park = savingPark({ stems: [STEM], measure })
  const all = { from: before.from, to: after.to }

  it('claims nothing where nothing changed', async () => {
    const saving = await claim(park, loadBuckets(SHANGHAI, STEM, all, uncontrolled), '2025-05')
    expect(savedIn(only(saving))).toBe(0)
  })

  it('recovers what was switched off', async () => {
    const controlled: Watts = (at) => (at >= after.from && hourOf(at) >= 12 && hourOf(at) < 14 ? 0 : uncontrolled(at))
    const saving = await claim(park, loadBuckets(SHANGHAI, STEM, all, controlled), '2025-05')
    expect(savedIn(only(saving))).toBe(31 * 2 * 1500 * 1000)
  })

  it('has an interval from the scatter of its days: an error that all days share, and one of each day', async () => {
    const everyOther: Watts = (at) => (at < after.from && Math.floor((at + 8 * HOUR) / DAY) % 2 === 0 ? 0 : uncontrolled(at))
    const saving = await claim(park, loadBuckets(SHANGHAI, STEM, all, everyOther), '2025-05')
    const c = only(saving).claim
    const part = (key: string): number => c?.uncertain.find((u) => u.key === key)?.mWh ?? Number.NaN
    // March and April 2025: 43 workdays, of which some ran 12 hours at 1.5 kW; May has 19. Student's quantile of 42 degrees over the normal one.
    const { on, all: n } = loadDays(before)
    const wide = 1.681952 / 1.644854
    const deviation = 12 * Math.sqrt((on * (1 - on / n)) / (n - 1))
    expect(part(`baseline ${STEM}/energy workday`) / 1e6).toBeCloseTo((1.5 * 19 * wide * deviation) / Math.sqrt(n), 3)
    expect(part(`days ${STEM}/energy 2025-05 workday`) / 1e6).toBeCloseTo(1.5 * Math.sqrt(19) * wide * deviation, 3)
    expect(c).toMatchObject({ unsure: null, meterOnly: false })
  })

  it('is not learned from time that is hardly known', async () => {
    const late = { from: before.from + 10 * DAY, to: after.to }
    const saving = await claim(park, loadBuckets(SHANGHAI, STEM, span(late.from, late.to), uncontrolled), '2025-05')
    expect(only(saving).reason).toEqual({
      code: 'before-too-little',
      values: { point: `${STEM}/power`, percent: expect.closeTo(83.607, 3) as number },
    })
  })

  /** Workdays of 2025-03 and 2025-04, and on how many of them the load ran. */
  function loadDays(s: Span): { all: number; on: number } {
    const days = Array.from({ length: (s.to - s.from) / DAY }, (_, i) => Math.floor((s.from + i * DAY + 8 * HOUR) / DAY))
    const work = days.filter((d) => {
      const date = new Date(d * DAY).toISOString().slice(0, 10)
      const weekend = [0, 6].includes(new Date(d * DAY).getUTCDay())
      return date === '2025-04-27' || (!weekend && date !== '2025-04-04')
    })
    return { all: work.length, on: work.filter((d) => d % 2 !== 0).length }
  }
})

describe('the interval', () => {
  const row = { source: 's', field: 'x', from: null, to: null, firstIndex: null, lastIndex: null, multiplier: 1, serial: null }
  const metered = (accuracyClass: string | null) => () => ({ from: [{ ...row, device: 'meter', accuracyClass }] })
  const march = periodOf(SHANGHAI, '2026-03')

  it('of a constant load comes from the class of its meter: c % / sqrt(3) of the saving', async () => {
    const saving = await claim(
      savingPark({ stems: [STEM], point: metered('1') }),
      loadBuckets(SHANGHAI, STEM, march, byPattern(500, [true, false])),
      '2026-03',
    )
    const month = only(saving)
    expect(halfWidth90(month.claim?.uncertain ?? [])).toBeCloseTo((COVER_90 * Math.abs(savedIn(month)) * 0.01) / Math.sqrt(3), 3)
    expect(codes(saving)).toEqual(['unproved-baseline'])
    expect(month.claim?.meterOnly).toBe(true)
  })

  it('is not told where neither scatter nor class is known', async () => {
    const saving = await claim(
      savingPark({ stems: [STEM] }),
      loadBuckets(SHANGHAI, STEM, march, () => 500),
      '2026-03',
    )
    expect(only(saving).claim?.unsure).toEqual({ code: 'no-scatter', values: { point: `${STEM}/power` } })
    expect(codes(saving)).toEqual(['unproved-baseline', 'no-interval'])
  })

  it('grows with the scatter of the hours at full output', async () => {
    const noisy: Watts = (at) => 1000 + (Math.floor(at / HOUR) % 2 === 0 ? 10 : -10)
    const saving = await claim(savingPark({ stems: [STEM], calendar: null }), loadBuckets(SHANGHAI, STEM, march, noisy), '2026-03')
    const c = only(saving).claim
    const sd = Math.sqrt((672 * 100) / 671)
    expect(c?.uncertain).toHaveLength(1)
    expect(c?.uncertain[0]?.mWh).toBeCloseTo(((c?.baselineHours ?? 0) * 1.2533 * sd * 1000) / Math.sqrt(672), 0)
    expect(codes(saving)).toContain('interval-partial')
  })

  it('adds up linearly over the months of one meter, and as squares over a swapped one', async () => {
    const swap = periodOf(SHANGHAI, '2026-04').from
    const device = (name: string, more: object) => ({ ...row, device: name, accuracyClass: '1', ...more })
    const point = () => ({ from: [device('old', { to: swap }), device('new', { from: swap })] })
    const two = within(SHANGHAI, '2026-03', '2026-04')
    const buckets = loadBuckets(SHANGHAI, STEM, two, byPattern(500, [true, false, false, false]))
    const parts = async (park: Campus): Promise<[number, number[]]> => {
      const months = monthsIn(await claim(park, buckets, two))
      const each = months.map((m) => halfWidth90(m.claim?.uncertain ?? []))
      return [halfWidth90(months.flatMap((m) => m.claim?.uncertain ?? [])), each]
    }
    const [swapped, [a = 0, b = 0]] = await parts(savingPark({ stems: [STEM], point }))
    expect(swapped).toBeCloseTo(Math.hypot(a, b), 3)
    const [same, [c = 0, d = 0]] = await parts(savingPark({ stems: [STEM], point: metered('1') }))
    expect(same).toBeCloseTo(c + d, 3)
  })
})

describe('a power that steps within a month', () => {
  const october = periodOf(SHANGHAI, '2026-10')
  const failure = october.from + 9 * DAY
  const hourOf = (at: number): number => (Math.floor(at / HOUR) + 8) % 24
  const workHours = (at: number): boolean => hourOf(at) >= 8 && hourOf(at) < 18
  const always = [{ from: 8 * HOUR, to: 18 * HOUR, share: 1 }]
  const measure = { baseline: { kind: 'schedule' as const, schedule: { workday: always, weekend: always, holiday: always } } }
  const park = savingPark({ stems: [STEM], measure, calendar: null })
  const since = (watts: number): readonly Bucket[] =>
    loadBuckets(SHANGHAI, STEM, within(SHANGHAI, '2026-09', '2026-10'), (at) => (!workHours(at) ? 0 : at < failure ? 1000 : watts))

  it('is no saving: lamps half dead from the 10th save nothing, and the claim has a part at each power', async () => {
    const saving = await claim(park, since(500), '2026-10')
    expect(monthsIn(saving).map((m) => m.claim?.power.watts)).toEqual([1000, 500])
    expect(monthsIn(saving).reduce((sum, m) => sum + savedIn(m), 0)).toBe(0)
    expect(saving.loads[0]?.findings).toContainEqual({
      code: 'on-power-step',
      message: { code: 'power-stepped', values: { point: `${STEM}/power`, day: '2026-10-10', before: 1000, after: 500 } },
    })
  })

  it('upwards is no loss', async () => {
    const saving = await claim(park, since(1300), '2026-10')
    expect(monthsIn(saving).reduce((sum, m) => sum + savedIn(m), 0)).toBe(0)
  })

  it('by less than a tenth is not told from scatter', async () => {
    expect(monthsIn(await claim(park, since(930), '2026-10'))).toHaveLength(1)
  })

  it('adds up with the other months to the year, and the parts to the month', async () => {
    const buckets = since(500)
    const month = monthsIn(await claim(park, buckets, '2026-10'))
    const both = monthsIn(await claim(park, buckets, within(SHANGHAI, '2026-09', '2026-10')))
    expect(both.map((m) => m.month)).toEqual(['2026-09', '2026-10', '2026-10'])
    expect(both.slice(1)).toEqual(month)
  })
})

describe('a written schedule with a time before control', () => {
  const before = within(SHANGHAI, '2026-03', '2026-04')
  const may = periodOf(SHANGHAI, '2026-05')
  const stems = ['a', 'b', 'c', 'd'].map((zone) => `park/block-a/1/${zone}/lighting`)
  const hourOf = (at: number): number => (Math.floor(at / HOUR) + 8) % 24
  const weekday = (at: number): boolean => ![0, 6].includes(new Date(at + 8 * HOUR).getUTCDay())
  const nine = { workday: [{ from: 8 * HOUR, to: 17 * HOUR, share: 1 }], weekend: [], holiday: [] }
  const park = (list: readonly string[]) =>
    savingPark({ stems: list, calendar: null, measure: { from: '2026-05-01', baseline: { kind: 'schedule', schedule: nine } } })
  /** From 08:00 to `until`, on workdays; every third day half an hour longer. */
  const lamp =
    (until: number): Watts =>
    (at) =>
      weekday(at) && hourOf(at) >= 8 && hourOf(at) < until + (Math.floor((at + 8 * HOUR) / DAY) % 3 === 0 ? 0.5 : 0) ? 1000 : 0
  const bucketsOf = (stem: string, from: number, until: number): readonly Bucket[] =>
    loadBuckets(SHANGHAI, stem, span(from, may.to), lamp(until))

  it('that agrees has a 90 % interval from the days before, and no finding', async () => {
    const saving = await claim(park(stems.slice(0, 1)), bucketsOf(stems[0] ?? '', before.from, 17), '2026-05')
    expect(only(saving).claim?.meterOnly).toBe(false)
    expect(codes(saving)).toEqual(['calendar-unknown', 'interval-partial'])
    expect(Math.abs(savedIn(only(saving)))).toBeLessThan(halfWidth90(only(saving).claim?.uncertain ?? []))
  })

  it('that the measured hours contradict says what was measured, and its interval holds the truth', async () => {
    const saving = await claim(park(stems.slice(0, 1)), bucketsOf(stems[0] ?? '', before.from, 13), '2026-05')
    expect(saving.loads[0]?.findings[0]).toEqual({
      code: 'baseline-contradicted',
      message: {
        code: 'contradicted',
        values: { point: `${stems[0] ?? ''}/power`, type: 'workday', measured: expect.closeTo(5.1, 0) as number, written: 9 },
      },
    })
    // Nothing was controlled at all.
    expect(savedIn(only(saving))).toBeLessThan(halfWidth90(only(saving).claim?.uncertain ?? []))
  })

  it('that nothing proves carries the spread of three other loads, else the meter alone', async () => {
    const [fresh = '', ...old] = stems
    const buckets = [...bucketsOf(fresh, may.from, 17), ...old.flatMap((stem, i) => bucketsOf(stem, before.from, 16 + i))]
    const saving = await claim(park(stems), buckets, '2026-05')
    const load = saving.loads.find((l) => l.energy.startsWith(fresh))
    expect(load?.findings[0]).toMatchObject({ code: 'unproved-baseline', message: { code: 'unproved-spread' } })
    expect(load?.months[0]?.claim?.meterOnly).toBe(false)
    const alone = await claim(park([fresh]), bucketsOf(fresh, may.from, 17), '2026-05')
    expect(only(alone).claim?.meterOnly).toBe(true)
    expect(alone.loads[0]?.findings[0]).toMatchObject({ code: 'unproved-baseline', message: { code: 'unproved' } })
  })
})

describe('a load with an actuator', () => {
  const march = periodOf(SHANGHAI, '2026-03')
  const within2 = within(SHANGHAI, '2026-03', '2026-04')

  async function claimWith(acted: (at: Span) => boolean | null): Promise<Saving> {
    const store = createMemoryBuckets()
    await store.write(loadBuckets(SHANGHAI, STEM, within2, byPattern(500, [true, false])))
    const actions = { acted: async (_: unknown, at: Span) => acted(at) }
    const saver = createSaver({ campus: () => savingPark({ stems: [STEM] }), buckets: store, clock: createHandClock(LATER), actions })
    return (await saver.savings(within2))?.[0] as Saving
  }

  it('claims nothing for a month by whose end none of its commands was confirmed, and the other month as before', async () => {
    const [first, second] = monthsIn(await claimWith((at) => at.from !== march.from))
    expect(first).toMatchObject({ claim: null, reason: { code: 'did-not-act', values: { point: `${STEM}/energy`, month: '2026-03' } } })
    expect(second?.claim).not.toBeNull()
  })

  it('is told from one that switches itself, which is claimed', async () => {
    expect(monthsIn(await claimWith(() => null)).every((m) => m.claim !== null)).toBe(true)
  })
})

describe('findings', () => {
  it('doubt more than 60 % of a lighting baseline, but not of a heater', async () => {
    const rare: Watts = (at) => (Math.floor(at / HOUR) % 24 < 3 ? 1000 : 0)
    const buckets = loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), rare)
    expect(codes(await claim(savingPark({ stems: [STEM] }), buckets, '2026-03'))).toContain('implausible-saving')
    const heater = savingPark({ stems: [STEM], point: () => ({ use: 'basin-heater' }) })
    expect(codes(await claim(heater, buckets, '2026-03'))).not.toContain('implausible-saving')
  })

  it('are none when no measure is named', async () => {
    const park = { ...savingPark({ stems: [STEM] }), measures: [] }
    const saver = createSaver({ campus: () => park, buckets: createMemoryBuckets(), clock: createHandClock(LATER) })
    expect(await saver.savings(periodOf(SHANGHAI, '2026-03'))).toBeNull()
  })
})

describe('a written schedule', () => {
  it('counts an hour that clocks show twice twice, and one they skip not at all', async () => {
    const always = { from: 2 * HOUR, to: 3 * HOUR, share: 1 }
    const night = { workday: [always], weekend: [always], holiday: [always] }
    const park = savingPark({ zone: BERLIN, stems: [STEM], measure: { baseline: { kind: 'schedule', schedule: night } } })
    const hours = async (month: string): Promise<number | undefined> =>
      only(
        await claim(
          park,
          loadBuckets(BERLIN, STEM, periodOf(BERLIN, month), () => 1000),
          month,
        ),
      ).claim?.baselineHours
    expect(await hours('2026-03')).toBe(30)
    expect(await hours('2026-10')).toBe(32)
    expect(await hours('2026-07')).toBe(31)
  })

  it('is nothing where no window names it', async () => {
    const none = { ...OFFICE, weekend: [], holiday: [] }
    const park = savingPark({ stems: [STEM], measure: { baseline: { kind: 'schedule', schedule: none } }, calendar: null })
    const saving = await claim(
      park,
      loadBuckets(SHANGHAI, STEM, periodOf(SHANGHAI, '2026-03'), () => 1000),
      '2026-03',
    )
    expect(only(saving).claim?.baselineHours).toBeCloseTo(22 * (16 * 0.95 + 8 * 0.1), 9)
  })
})
