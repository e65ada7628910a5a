import { describe, expect, it } from 'vitest'
import { SHIPPED_ALARM_RULES } from '../../../src/domain/index.ts'
import { campus, faultTexts, loaded } from './campus-file.ts'

const minimal = campus('points: [{ id: lab/warm, quantity: temperature }, { id: lab/power, quantity: power }]')
const of = (text: string) => loaded(`${minimal}\n${text}`)
const faults = (text: string) => faultTexts(`${minimal}\n${text}`)
const ruleOf = (text: string, id: string) => of(text).alarms.rules.find((rule) => rule.id === id)

describe('alarms of the campus file', () => {
  it('are the shipped rules where it names none', () => {
    expect(of('').alarms).toEqual({ rules: SHIPPED_ALARM_RULES, maintenance: [] })
  })

  it('change a shipped rule in the keys that they name', () => {
    const rule = ruleOf('alarms: [{ id: silent, missed: 8, escalate_after: never }]', 'silent')
    expect(rule).toMatchObject({ kind: 'silent', limits: { missed: 8 }, escalate: null, enabled: true, severity: 'alarm', points: null })
    expect(ruleOf('alarms: [{ id: base-load, enabled: false }]', 'base-load')).toMatchObject({
      enabled: false,
      limits: { ratio: 1.25, nights: 3 },
    })
  })

  it('add rules of their own, with points by pattern, hold-off and hysteresis', () => {
    const rule = ruleOf(
      'alarms: [{ id: warm, kind: threshold, points: "lab/*", above: 27, hysteresis: 1, for: 10m, escalate_after: 30m }]',
      'warm',
    )
    expect(rule).toMatchObject({
      kind: 'threshold',
      points: ['lab/*'],
      limits: { above: 27, hysteresis: 1 },
      hold: 600_000,
      escalate: 1_800_000,
    })
  })

  it('name spans of maintenance in the zone of the campus', () => {
    const plan = of('maintenance: [{ points: ["lab/*"], from: 2026-12-01T08:00, to: 2026-12-01T18:00, reason: new switchboard }]').alarms
    expect(plan.maintenance).toEqual([
      { points: ['lab/*'], from: Date.parse('2026-12-01T00:00:00Z'), to: Date.parse('2026-12-01T10:00:00Z'), reason: 'new switchboard' },
    ])
  })

  it.each([
    ['alarms: [{ id: silnt }]', 'did you mean "silent"'],
    ['alarms: [{ id: x }]', 'add kind: silent'],
    ['alarms: [{ id: silent, above: 3 }]', 'kind silent has no "above"'],
    ['alarms: [{ id: silent, missed: 0 }]', 'from 1 to 10000'],
    ['alarms: [{ id: silent, kind: stuck }]', 'shipped rule of kind silent'],
    ['alarms: [{ id: x, kind: threshold, above: 3 }]', 'needs "points"'],
    ['alarms: [{ id: x, kind: threshold, points: lab/warm }]', 'needs "above" or "below"'],
    ['alarms: [{ id: x, kind: threshold, points: lab/warm, above: 3, below: 4 }]', '"below" 4 is not less'],
    ['alarms: [{ id: silent, points: lab/wram }]', 'matches no point'],
    ['maintenance: [{ points: lab/warm, from: 2026-12-02, to: 2026-12-01, reason: x }]', 'is not after the beginning'],
    ['findings: [{ rule: lights-noboby }]', 'did you mean "lights-nobody"'],
    ['findings: [{ rule: lights-nobody, settings: { shrae: 1 } }]', 'did you mean "share"'],
  ])('that are wrong are faults with a hint: %s', (text, part) => {
    expect(faults(text).join('\n')).toContain(part)
  })

  it('of findings switch a fault rule off or change its numbers', () => {
    expect(
      of('findings: [{ rule: demand-near-limit, settings: { contracted: 1200 } }, { rule: power-factor, enabled: false }]').findings,
    ).toEqual({
      'demand-near-limit': { enabled: true, settings: { contracted: 1200 } },
      'power-factor': { enabled: false, settings: {} },
    })
  })
})
