import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../../src/domain/index.ts'
import { expandedText } from '../../../src/config/print.ts'
import { campus, check, faultTexts, loaded } from './campus-file.ts'

const POINTS = [
  'seasons: { heating: [{ from: 2026-11-15, to: 2027-03-16 }] }',
  'points:',
  '  - { id: lab/pir, quantity: occupancy, from: [{ source: native, device: pir, field: occupancy }] }',
  '  - { id: lab/a/presence, quantity: occupancy, from: [{ source: native, device: p1, field: occupancy }] }',
  '  - { id: lab/b/presence, quantity: occupancy, from: [{ source: native, device: p2, field: occupancy }] }',
  '  - { id: lab/lamp/switch, quantity: switch, use: lighting, from: [{ source: native, device: lamp, field: switch }] }',
  '  - { id: tank/top, quantity: temperature, from: [{ source: native, device: tank, field: temperature }] }',
  '  - { id: ac/power, quantity: power, use: hvac, from: [{ source: native, device: ac, field: power }] }',
]
const LAMP = 'command: { source: native, device: lamp, channel: switch }, fail_safe: { by: none }'

const file = (actuators: readonly string[], policies: readonly string[] = [], ...more: readonly string[]): string =>
  campus(
    ...POINTS,
    'actuators:',
    ...actuators.map((l) => `  - { ${l} }`),
    ...(policies.length === 0 ? [] : ['policies:', ...policies.map((l) => `  - { ${l} }`)]),
    ...more,
  )
const lamp = (id = 'lab/lamp', more = ''): string => `id: ${id}, ${LAMP}${more}`
const withPolicy = (policy: string, ...more: readonly string[]): string => file([lamp()], [policy], ...more)

describe('actuators', () => {
  it('are observed only unless they are live, and have usual times', () => {
    const { control } = loaded(file([lamp('lab/lamp', ', confirm: lab/lamp/switch')]))
    expect(control.actuators).toEqual([
      {
        id: 'lab/lamp',
        kind: 'switch',
        command: { source: 'native', device: 'lamp', channel: 'switch' },
        confirm: { point: 'lab/lamp/switch', quantity: 'switch', words: null },
        confirmWithin: 30_000,
        failSafe: { by: 'none', after: null },
        live: false,
        never: false,
        minOn: 0,
        minOff: 0,
      },
    ])
    expect(control).toMatchObject({ commandsPerMinute: 60, stagger: 50, manualHold: 12 * HOUR })
  })

  it('on the never list are marked, by patterns that cross slashes', () => {
    const { control } = loaded(
      file([lamp('lab/1/emergency/exit'), lamp()], [], 'control: { never: ["*/emergency/*"], commands_per_minute: 20 }'),
    )
    expect(control.actuators.map((a) => a.never)).toEqual([true, false])
    expect(control.commandsPerMinute).toBe(20)
  })

  it('of air-conditioning and heaters do not go live without a fail-safe', () => {
    const refused = [
      `id: lab/x, command: { source: native, device: x, channel: setpoint }, fail_safe: { by: none }, live: true`,
      `${lamp('lab/x')}, live: true, use: basin-heater`,
      `${lamp('lab/x')}, live: true, confirm: ac/power`,
      `${lamp('tank/heater')}, live: true`,
    ]
    for (const one of refused) expect(faultTexts(file([one])).join(), one).toContain('cannot go live without a fail-safe')
    for (const one of refused) expect(faultTexts(file([one.replace(', live: true', '')])), one).toEqual([])
    const safe = one(refused[1]).replace('by: none', 'by: device-timeout, after: 30m')
    expect(loaded(file([safe])).control.actuators[0]?.failSafe).toEqual({ by: 'device-timeout', after: 30 * MINUTE })
    expect(faultTexts(file([`${lamp('tank/heater')}, live: true, use: lighting`]))).toEqual([])
  })

  it('name their faults: source, channel, confirming point, fail-safe without its time, a second of one id', () => {
    const faults = faultTexts(
      file([
        'id: a, command: { source: nativ, device: d, channel: switch }, fail_safe: { by: none }',
        'id: b, command: { source: native, device: d, channel: relay }, fail_safe: { by: none }',
        `${lamp('c')}, confirm: lab/lamp/swich`,
        `${lamp('d')}, confirm: tank/top`,
        'id: e, command: { source: native, device: d, channel: switch }, fail_safe: { by: device-timeout }',
        lamp('c'),
      ]),
    ).join('\n')
    expect(faults).toContain('there is no source "nativ"; did you mean "native"?')
    expect(faults).toContain('"relay" is no channel that takes commands')
    expect(faults).toContain('there is no point "lab/lamp/swich"; did you mean "lab/lamp/switch"?')
    expect(faults).toContain('"tank/top" is temperature, which does not tell the state of a switch')
    expect(faults).toContain('device-timeout acts after a time that is missing')
    expect(faults).toContain('the actuator "c" is there already')
  })
})

const one = (text: string | undefined): string => text ?? ''

describe('policies', () => {
  it('stand in the order of their classes', () => {
    const { control } = loaded(
      file(
        [lamp()],
        [
          'id: dim, kind: slots, actuators: [lab/lamp], slots: { "06:30": "on", 22:00: "off" }',
          'id: hot, kind: limit, class: safety, actuators: [lab/lamp], point: tank/top, above: 80, value: "off"',
        ],
      ),
    )
    expect(control.policies.map((p) => p.id)).toEqual(['hot', 'dim'])
  })

  it('with a pattern for their point take the texts of the pattern of the actuators', () => {
    const { control } = loaded(
      file(
        [lamp('lab/a/lamp'), lamp('lab/b/lamp')],
        ['id: p, kind: occupancy, actuators: ["lab/*/lamp"], occupancy: "lab/*/presence", value: "on", else: "off"'],
      ),
    )
    expect(control.policies[0]?.targets).toEqual([
      { actuator: 'lab/a/lamp', point: 'lab/a/presence' },
      { actuator: 'lab/b/lamp', point: 'lab/b/presence' },
    ])
    expect(control.policies[0]).toMatchObject({ holdOff: 10 * MINUTE, stale: { after: HOUR, value: null } })
  })

  it('name their faults', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['kind: occupancy, actuators: [lab/lamp], occupancy: lab/pirr, value: "on"', 'there is no point "lab/pirr"'],
      ['kind: occupancy, actuators: [lab/lamp], occupancy: tank/top, value: "on"', '"tank/top" is temperature'],
      ['kind: occupancy, actuators: [lab/lamp], value: "on"', 'kind occupancy needs "occupancy"'],
      ['kind: slots, actuators: ["garage/*"], slots: { "06:30": "on" }', '"garage/*" matches no actuator'],
      ['kind: slots, actuators: [lab/lamp], slots: { "6.30": "on" }', '"6.30" is no clock time'],
      ['kind: slots, actuators: [lab/lamp], slots: { "06:30": 40 }', '"40" is no value for "lab/lamp"'],
      ['kind: schedule, actuators: [lab/lamp], schedule: { workday: { "07:00-25:00": "on" } }', '"07:00-25:00" is no window of a day'],
      ['kind: schedule, actuators: [lab/lamp], schedule: { workday: { "07:00-09:00": "on", "08:00-10:00": "off" } }', 'overlaps'],
      ['kind: sun, actuators: [lab/lamp], from: sunset, to: sunrise, value: "on"', 'a sun policy needs the place of the campus'],
      ['kind: sun, actuators: [lab/lamp], from: dusk, to: sunrise, value: "on"', '"dusk" is no moment of the day'],
      ['kind: season, actuators: [lab/lamp], season: heeting, value: "on"', 'there is no season "heeting"; did you mean "heating"?'],
      ['kind: limit, actuators: [lab/lamp], point: tank/top, value: "on"', 'a limit policy needs one of `below` and `above`'],
      ['kind: slots, actuators: [lab/lamp], slots: { "06:30": "on" }, hold_off: 3m', 'kind slots has no "hold_off"'],
    ]
    for (const [policy, fault] of cases) expect(faultTexts(withPolicy(`id: p, ${policy}`)).join('\n'), policy).toContain(fault)
  })

  it('may stand in an included file, and `check --print` shows them', () => {
    const included = 'policies: [{ id: p, kind: slots, actuators: [lab/lamp], slots: { "06:30": "on" } }]\n'
    const text = file([lamp()], [], 'include: more.yaml')
    const { result, tree } = check(text, { includes: { 'more.yaml': included } })
    expect(result.ok && result.config.control.policies.map((p) => p.id)).toEqual(['p'])
    const printed = result.ok ? expandedText(result.config, tree) : ''
    expect(loaded(printed).control).toEqual(result.ok ? result.config.control : null)
  })
})
