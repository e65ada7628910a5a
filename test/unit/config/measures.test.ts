import { describe, expect, it } from 'vitest'
import { dayStart, periodSpan } from '../../../src/domain/index.ts'
import { expandedText } from '../../../src/config/print.ts'
import { campus, check, faultTexts, loaded } from './campus-file.ts'

const POINTS = [
  'templates:',
  '  - for: { block: [block-a, block-b], quantity: [energy, power] }',
  '    points:',
  '      - { id: "park/{block}/1/lighting/{quantity}", from: [{ source: native, device: "{block}", field: "{quantity}", accuracy_class: 0.5S }] }',
  'points:',
  '  - { id: park/block-a/1/sockets/energy, from: [{ source: native, device: s, field: energy }] }',
  '  - { id: park/block-a/1/sockets/power, from: [{ source: native, device: s, field: power }] }',
  '  - { id: park/pump/energy, from: [{ source: native, device: p, field: energy }] }',
]
const SCHEDULE = 'schedule: { workday: { "07:00-23:00": 0.95, "23:00-07:00": 0.1 }, weekend: { "00:00-24:00": 0.1 } }'
const HOUR = 3_600_000

const measures = (...lines: readonly string[]): string => campus(...POINTS, 'measures:', ...lines.map((l) => `  - ${l}`))
const of = (body: string): string => measures(`{ id: m, ${body} }`)
const onLoad = (body: string): string => of(`${body}, loads: [park/block-a/1/sockets]`)

describe('measures', () => {
  it('name their loads by patterns that stay within one part, and hold a schedule by day type', () => {
    const [m] = loaded(of(`name: Lights, system: S1, baseline: schedule, ${SCHEDULE}, loads: [park/block-*/*/lighting], from: 2019-06-01`))
      .campus.measures
    expect(m).toMatchObject({ id: 'm', name: { en: 'Lights' }, system: 'S1', from: '2019-06-01' })
    expect(m?.loads.map((l) => l.power)).toEqual(['park/block-a/1/lighting/power', 'park/block-b/1/lighting/power'])
    expect(m?.baseline).toEqual({
      kind: 'schedule',
      schedule: {
        workday: [
          { from: 0, to: 7 * HOUR, share: 0.1 },
          { from: 7 * HOUR, to: 23 * HOUR, share: 0.95 },
          { from: 23 * HOUR, to: 24 * HOUR, share: 0.1 },
        ],
        weekend: [{ from: 0, to: 24 * HOUR, share: 0.1 }],
        holiday: [{ from: 0, to: 24 * HOUR, share: 0.1 }],
      },
    })
  })

  it('may name a pair with its rated kW, and have a holiday of their own', () => {
    const load = '{ energy: park/block-a/1/sockets/energy, power: park/block-a/1/sockets/power, rated: 12.5 }'
    const [m] = loaded(
      of(`baseline: schedule, schedule: { workday: { "08:00-09:00": 1 }, weekend: {}, holiday: { "00:00-01:00": 1 } }, loads: [${load}]`),
    ).campus.measures
    expect(m?.loads[0]?.rated).toBe(12_500)
    expect(m?.baseline).toMatchObject({ schedule: { weekend: [], holiday: [{ from: 0, to: HOUR, share: 1 }] } })
  })

  it('begin where the time ends that they learned from, when nothing else is said', () => {
    const [m] = loaded(onLoad('baseline: { learn: { from: 2019-04-01, to: 2019-06-01 } }')).campus.measures
    expect(m?.from).toBe('2019-06-01')
    expect(m?.baseline).toEqual({
      kind: 'learned',
      within: { from: dayStart('Asia/Shanghai', '2019-04-01'), to: periodSpan('Asia/Shanghai', '2019-06')?.from },
    })
  })

  it('may stand in included files, and are printed', () => {
    const included = `measures:\n  - { id: m, baseline: schedule, ${SCHEDULE}, loads: [park/block-a/1/sockets] }\ncalendars: [{ id: CN, year: 2027, holidays: [2027-01-01], source: n }]\n`
    const text = campus(...POINTS, 'include: more.yaml')
    const { campus: made } = loaded(text, { includes: { 'more.yaml': included } })
    expect(made.measures).toHaveLength(1)
    expect(made.calendars).toHaveLength(1)
    const checked = check(text, { includes: { 'more.yaml': included } })
    if (!checked.result.ok) throw new Error('faults')
    expect(loaded(expandedText(checked.result.config, checked.tree)).campus).toEqual(made)
  })

  it('know the accuracy class of their meters', () => {
    const point = loaded(campus(...POINTS)).campus.points.find((p) => p.id === 'park/block-a/1/lighting/energy')
    expect(point?.from[0]?.accuracyClass).toBe('0.5S')
  })
})

describe('a measure is faulty', () => {
  const first = (text: string): string => faultTexts(text).join('\n')

  it('when a pattern matches nothing, or a match has no power', () => {
    expect(first(of(`baseline: schedule, ${SCHEDULE}, loads: [park/blok-a/1/sockets]`))).toMatch(
      /^campus\.yaml:\d+:\d+: measures\[0\]\.loads\[0\]: "park\/blok-a\/1\/sockets" matches no load; did you mean "park\/block-a\/1\/sockets"\?$/,
    )
    expect(first(of(`baseline: schedule, ${SCHEDULE}, loads: ["park/*/lighting"]`))).toContain('matches no load')
    expect(first(of(`baseline: schedule, ${SCHEDULE}, loads: ["park/pump"]`))).toContain('there is no point "park/pump/power"')
  })

  it('when a point is unknown, or measures something else', () => {
    const load = (energy: string): string => `{ energy: ${energy}, power: park/block-a/1/sockets/power }`
    expect(first(of(`baseline: schedule, ${SCHEDULE}, loads: [${load('park/block-a/1/socket/energy')}]`))).toMatch(
      /loads\[0\]\.energy: there is no point "park\/block-a\/1\/socket\/energy"; did you mean "park\/block-a\/1\/sockets\/energy"\?/,
    )
    expect(first(of(`baseline: schedule, ${SCHEDULE}, loads: [${load('park/block-a/1/sockets/power')}]`))).toContain(
      'loads[0].energy: "park/block-a/1/sockets/power" is power (instant), not an energy register',
    )
  })

  it('when windows overlap, are none, or their shares are beyond 0 and 1', () => {
    const shares = (workday: string): string => first(onLoad(`baseline: schedule, schedule: { workday: ${workday}, weekend: {} }`))
    expect(shares('{ "07:00-12:00": 1, "11:00-13:00": 0.5 }')).toContain('"11:00-13:00" overlaps "07:00-12:00"')
    expect(shares('{ "22:00-07:00": 1, "06:00-08:00": 0.5 }')).toContain('"06:00-08:00" overlaps "22:00-07:00"')
    for (const window of ['7-9', '07:00-24:30', '24:00-01:00', '08:00-08:00', '07:60-09:00'])
      expect(shares(`{ "${window}": 1 }`)).toContain(`"${window}" is no window of a day`)
    expect(shares('{ "07:00-12:00": 1.2 }')).toContain('"1.2" is not a share of full output from 0 to 1')
    expect(shares('{ "07:00-12:00": -0.1 }')).toContain('"-0.1" is not a share of full output from 0 to 1')
  })

  it('when a load is in two measures, or twice in one', () => {
    const text = measures(
      `{ id: one, baseline: schedule, ${SCHEDULE}, loads: ["park/*/1/lighting"] }`,
      `{ id: two, baseline: schedule, ${SCHEDULE}, loads: [park/block-b/1/lighting, park/block-a/1/sockets, "park/*/1/sockets"] }`,
    )
    expect(faultTexts(text).map((t) => t.replace(/^campus\.yaml:\d+:\d+: /, ''))).toEqual([
      'measures[1].loads[0]: "park/block-b/1/lighting/energy" is a load of the measure "one" already; a load belongs to one measure, else its saving counts twice',
      'measures[1].loads[2]: "park/block-a/1/sockets/energy" is a load of the measure "two" already; name it once',
    ])
  })

  it('when a load is metered below another one', () => {
    const tree = [
      'points:',
      '  - { id: park/all/energy, from: [{ source: native, device: a, field: energy }] }',
      '  - { id: park/all/power, from: [{ source: native, device: a, field: power }] }',
      '  - { id: park/part/energy, parent: park/all/energy, from: [{ source: native, device: p, field: energy }] }',
      '  - { id: park/part/power, from: [{ source: native, device: p, field: power }] }',
    ]
    const measure = (id: string, load: string): string => `  - { id: ${id}, baseline: schedule, ${SCHEDULE}, loads: [${load}] }`
    expect(first(campus(...tree, 'measures:', measure('one', 'park/part'), measure('two', 'park/all')))).toContain(
      'measures[0].loads[0]: "park/part/energy" is metered below "park/all/energy", a load of the measure "two"',
    )
  })

  it('when its baseline is missing, too short, within control, or both written and learned', () => {
    expect(first(onLoad('baseline: schedule'))).toContain('the schedule of the baseline is missing')
    expect(first(onLoad('baseline: guess'))).toContain('"guess" is not schedule, or { learn: { from: DATE, to: DATE } }')
    expect(first(onLoad('baseline: { learn: { from: 2019-05-10, to: 2019-06-01 } }'))).toContain('the time before control has 22 days')
    expect(first(onLoad('baseline: { learn: { from: 2019-04-01, to: 2019-06-02 } }, from: 2019-06-01'))).toContain(
      'goes on into the time of control',
    )
    expect(first(onLoad(`baseline: { learn: { from: 2019-04-01, to: 2019-06-01 } }, ${SCHEDULE}`))).toContain(
      'a baseline that is learned has no schedule',
    )
  })

  it('when it has no loads, an unknown key, or an id that is there already', () => {
    expect(first(of(`baseline: schedule, ${SCHEDULE}, loads: []`))).toContain('the list is empty')
    expect(first(onLoad(`baseline: schedule, ${SCHEDULE}, sistem: S1`))).toContain('did you mean "system"?')
    const twice = `{ id: m, baseline: schedule, ${SCHEDULE}, loads: [park/block-a/1/sockets] }`
    expect(first(measures(twice, twice))).toContain('the measure "m" is there already')
  })
})

describe('calendars', () => {
  const year = (body: string): string => campus(`calendars: [{ id: CN, year: 2027, ${body} }]`)

  it('are rows by year, with their source', () => {
    const { calendars } = loaded(year('holidays: [2027-01-01/2027-01-03, 2027-02-05], worked: [2027-02-07], source: a notice')).campus
    expect(calendars).toEqual([
      {
        id: 'CN',
        year: 2027,
        holidays: ['2027-01-01/2027-01-03', '2027-02-05'],
        worked: ['2027-02-07'],
        publisher: null,
        source: 'a notice',
        note: null,
        verified: false,
      },
    ])
  })

  it('are faulty when a day is none, of another year, or both a holiday and worked, and when a year comes twice', () => {
    expect(faultTexts(year('holidays: [2027-02-30], source: n')).join()).toContain('"2027-02-30" is no day')
    expect(faultTexts(year('holidays: [2026-12-31/2027-01-03], source: n')).join()).toContain('"2026-12-31/2027-01-03" is not within 2027')
    expect(faultTexts(year('holidays: [2027-01-01/2027-01-03], worked: [2027-01-02], source: n')).join()).toContain(
      '"2027-01-02" is a holiday and worked',
    )
    const row = '{ id: CN, year: 2027, holidays: [], source: n }'
    expect(faultTexts(campus(`calendars: [${row}, ${row}]`)).join()).toContain('2027 of the calendar "CN" is there already')
    expect(faultTexts(year('holidays: []')).join()).toContain('the key "source" is missing')
  })
})
