import { describe, expect, it } from 'vitest'
import { DAY, HOUR, instant, MINUTE, SECOND, type StateInquiry } from '../../../src/domain/index.ts'
import { systemContext } from '../../../src/app/context.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { controlOf } from '../../support/fakes/control.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'
import { actuatorOf, planOf, type PolicyWish } from '../../support/fixtures/control-plans.ts'

const PRESENCE: PolicyWish = {
  id: 'presence',
  kind: 'occupancy',
  at: 'lab/pir',
  holdOff: 4 * SECOND,
  value: true,
  otherwise: false,
  stale: { after: 15 * SECOND, value: true },
}
const DIM: PolicyWish = { id: 'dim', kind: 'slots', slots: { '06:00': 100, '13:00': 40, '22:00': 15 } }

type Wish = Parameters<typeof controlOf>[0]

/** A running controller with a clock of the test; noon in Shanghai. */
async function running(wish: Wish = {}) {
  const clock = createHandClock('2026-03-02T04:00:00Z')
  const rig = controlOf({ clock, ...wish })
  await rig.controller.start()
  const context = () => ({ ...systemContext('test', clock.now()), reason: 'a test' })
  const kinds = async () => (await rig.api.log(context(), { from: null, to: null, actuator: null, limit: 1000 })).entries.map((e) => e.kind)
  const only = async () => (await rig.api.actuators(context())).actuators[0]
  /** A device that obeys: its confirming reading follows each command. */
  const obey = (): void => {
    for (const { device, value } of rig.sent.slice(-5)) rig.read(`${device}/switch`, Number(value))
  }
  return { ...rig, clock, context, kinds, only, obey }
}

describe('presence control', () => {
  const plan = planOf([actuatorOf('lab/lamp')], [PRESENCE])

  it('switches on at once, keeps on through the hold-off, and off behind it', async () => {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 0)
    t.read('lab/pir', 1)
    await t.clock.advance(100)
    expect(t.lastOf('lab/lamp')).toBe(true)
    t.read('lab/lamp/switch', 1)
    t.read('lab/pir', 0)
    await t.clock.advance(3900)
    expect(t.sent).toHaveLength(1)
    await t.clock.advance(1200)
    expect(t.lastOf('lab/lamp')).toBe(false)
    await t.controller.stop()
    expect(await t.kinds()).toEqual(['sent', 'confirmed', 'sent'])
  })

  it('falls back to the named value when the sensor is silent, not before it had the time to speak', async () => {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(14_000)
    expect(t.sent).toHaveLength(0)
    await t.clock.advance(3000)
    expect(t.lastOf('lab/lamp')).toBe(true)
    expect((await t.only())?.reason).toContain('has sent nothing')
    await t.controller.stop()
  })
})

describe('a command', () => {
  const plan = planOf([actuatorOf('lab/lamp')], [DIM].map((p) => ({ ...p, slots: { '06:00': true, '13:00': false } })) as PolicyWish[])

  it('is sent again once when no reading confirms it, then expires, and is tried again after ten minutes', async () => {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(30_000)
    expect(t.sent).toHaveLength(2)
    expect((await t.only())?.command?.state).toBe('expired')
    expect(t.events.of('command-expired')).toHaveLength(1)
    await t.clock.advance(10 * MINUTE)
    expect(t.sent.length).toBeGreaterThan(2)
    await t.controller.stop()
  })

  const inquiry: StateInquiry = {
    message: { topic: 'lab/lamp/get', payload: new Uint8Array(), qos: 1, retain: false },
    after: 2 * SECOND,
    echoes: true,
  }

  it('that a bridge echoes is confirmed by what the device answers when it is asked, not by the echo', async () => {
    const t = await running({ plan, inquiry })
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(100)
    t.read('lab/lamp/switch', 1)
    await t.clock.advance(1500)
    expect((await t.only())?.command?.state).toBe('sent')
    expect(t.inquired).toEqual([])
    await t.clock.advance(700)
    expect(t.inquired).toHaveLength(1)
    t.read('lab/lamp/switch', 1)
    await t.clock.advance(1000)
    expect((await t.only())?.command?.state).toBe('confirmed')
    await t.controller.stop()
  })

  it('that a bridge echoes for a device out of reach expires', async () => {
    const t = await running({ plan, inquiry })
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(100)
    t.read('lab/lamp/switch', 1)
    await t.clock.advance(30_000)
    expect(t.sent).toHaveLength(2)
    expect((await t.only())?.command?.state).toBe('expired')
    await t.controller.stop()
  })

  it('that its device refuses is not repeated within ten minutes', async () => {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(1500)
    t.controller.onAnswer('native', t.sent[0]?.id ?? '', 'refused')
    await t.clock.advance(60_000)
    expect(t.sent).toHaveLength(1)
    expect((await t.only())?.command?.state).toBe('refused')
    await t.controller.stop()
  })

  it('to an offline device expires at once and is sent when the device is back', async () => {
    const t = await running({ plan })
    t.offline.add('lab/lamp')
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(20_000)
    expect(t.sent).toHaveLength(0)
    expect(await t.kinds()).toEqual(['expired'])
    expect((await t.only())?.waiting).toContain('offline')
    t.offline.clear()
    t.controller.onReturn('native', 'lab/lamp')
    await t.clock.advance(100)
    expect(t.lastOf('lab/lamp')).toBe(true)
    await t.controller.stop()
  })

  it('is renewed within the time of the fail-safe while the load runs, without an entry in the log', async () => {
    const t = await running({
      plan: planOf(
        [actuatorOf('lab/lamp', { failSafe: { by: 'device-timeout', after: 4 * MINUTE } })],
        [{ id: 'on', kind: 'slots', slots: { '00:00': true } }],
      ),
    })
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(1500)
    t.obey()
    await t.clock.advance(10 * MINUTE)
    expect(t.sent).toHaveLength(1 + 5)
    expect(await t.kinds()).toEqual(['sent', 'confirmed'])
    await t.controller.stop()
  })
})

describe('a switch at the wall', () => {
  const plan = planOf([actuatorOf('lab/lamp')], [{ id: 'plan', kind: 'slots', slots: { '06:00': true, '13:00': false, '18:00': true } }])

  it('is respected until the next slot begins', async () => {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 1)
    await t.clock.advance(2000)
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(50 * MINUTE)
    expect(t.sent).toHaveLength(0)
    expect((await t.only())?.manual_until).not.toBeNull()
    t.read('lab/lamp/switch', 1)
    // From 13:00 on the plan wants it off.
    await t.clock.advance(15 * MINUTE)
    expect(t.lastOf('lab/lamp')).toBe(false)
    expect((await t.kinds()).slice(0, 2)).toEqual(['manual', 'manual-ended'])
    await t.controller.stop()
  })

  it('yields to an override', async () => {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 1)
    await t.clock.advance(2000)
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(2000)
    await t.api.addOverride(t.context(), { actuator: 'lab/lamp', value: 'on', until: instant(t.clock.now() + HOUR) })
    await t.clock.advance(1100)
    expect(t.lastOf('lab/lamp')).toBe(true)
    await t.controller.stop()
  })
})

describe('an override', () => {
  const plan = planOf(
    [actuatorOf('lab/lamp'), actuatorOf('lab/exit-sign', { never: true })],
    [{ ...PRESENCE, stale: { after: DAY, value: null } }],
  )

  it('survives a restart, ends at its time, and is in the log with its reason and principal', async () => {
    const records = createMemoryRecords()
    const first = await running({ plan, records })
    first.read('lab/lamp/switch', 0)
    first.read('lab/pir', 0)
    const made = await first.api.addOverride(first.context(), {
      actuator: 'lab/lamp',
      value: 'on',
      until: instant(first.clock.now() + HOUR),
    })
    expect(made).toMatchObject({ actuator: 'lab/lamp', value: 'on', reason: 'a test', principal: 'system' })
    await first.controller.stop()

    const second = await running({ plan, records })
    second.read('lab/lamp/switch', 0)
    second.read('lab/pir', 0)
    await second.clock.advance(1500)
    expect(second.lastOf('lab/lamp')).toBe(true)
    second.obey()
    await second.clock.advance(HOUR)
    expect(second.lastOf('lab/lamp')).toBe(false)
    expect(await second.kinds()).toContain('override-ended')
    await second.controller.stop()
  })

  it('is refused for an actuator on the never list, an unknown one, a value that is none, and a time that is over', async () => {
    const t = await running({ plan })
    const ask = (actuator: string, value: string, ms: number) =>
      t.api.addOverride(t.context(), { actuator, value, until: instant(t.clock.now() + ms) })
    expect(await ask('lab/exit-sign', 'on', HOUR)).toMatchObject({ refused: 'refused' })
    expect(await ask('lab/nothing', 'on', HOUR)).toMatchObject({ refused: 'unknown-actuator' })
    expect(await ask('lab/lamp', '40', HOUR)).toMatchObject({ refused: 'refused' })
    expect(await ask('lab/lamp', 'on', -1)).toMatchObject({ refused: 'refused' })
    expect(await ask('lab/lamp', 'on', 60 * DAY)).toMatchObject({ refused: 'refused' })
    await t.controller.stop()
  })

  it('is ended by hand, and the policies have the actuator again', async () => {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 1)
    t.read('lab/pir', 0)
    const made = await t.api.addOverride(t.context(), { actuator: 'lab/lamp', value: 'on', until: instant(t.clock.now() + HOUR) })
    await t.clock.advance(10_000)
    expect(t.sent).toHaveLength(0)
    await t.api.endOverride(t.context(), 'id' in made ? made.id : '')
    await t.clock.advance(1100)
    expect(t.lastOf('lab/lamp')).toBe(false)
    expect(await t.api.endOverride(t.context(), 'override-x')).toMatchObject({ refused: 'unknown-override' })
    await t.controller.stop()
  })
})

describe('stop-all', () => {
  it('ends all sending, renewals too, survives a restart, and resume takes it up again', async () => {
    const records = createMemoryRecords()
    const lamp = actuatorOf('lab/lamp', { failSafe: { by: 'device-timeout', after: MINUTE } })
    const plan = planOf([lamp], [{ id: 'on', kind: 'slots', slots: { '00:00': true } }])
    const first = await running({ plan, records })
    first.read('lab/lamp/switch', 0)
    await first.clock.advance(1500)
    first.obey()
    await first.api.stopAll(first.context())
    await first.clock.advance(10 * MINUTE)
    expect(first.sent).toHaveLength(1)
    await first.controller.stop()

    const second = await running({ plan, records })
    second.read('lab/lamp/switch', 0)
    await second.clock.advance(10 * MINUTE)
    expect(second.sent).toHaveLength(0)
    expect((await second.api.actuators(second.context())).stopped).toMatchObject({ by: 'system', reason: 'a test' })
    await second.api.resume(second.context())
    await second.clock.advance(1500)
    expect(second.lastOf('lab/lamp')).toBe(true)
    await second.controller.stop()
  })
})

describe('safety', () => {
  it('outweighs an override and a switch at the wall, and keeps what it suppressed', async () => {
    const heater = actuatorOf('tank/heater')
    const legionella: PolicyWish = {
      id: 'legionella',
      kind: 'limit',
      class: 'safety',
      at: 'tank/top',
      below: 55,
      above: null,
      hysteresis: 3,
      value: true,
      otherwise: null,
      stale: { after: HOUR, value: null },
    }
    const t = await running({ plan: planOf([heater], [{ id: 'off', kind: 'slots', slots: { '00:00': false } }, legionella]) })
    t.read('tank/heater/switch', 0)
    t.read('tank/top', 60)
    await t.api.addOverride(t.context(), { actuator: 'tank/heater', value: 'off', until: instant(t.clock.now() + HOUR) })
    await t.clock.advance(2000)
    expect(t.sent).toHaveLength(0)
    t.read('tank/top', 54)
    await t.clock.advance(100)
    expect(t.lastOf('tank/heater')).toBe(true)
    expect((await t.only())?.suppressed.map((s) => s.policy)).toEqual(['override', 'off'])
    t.obey()
    t.read('tank/top', 57)
    await t.clock.advance(2000)
    expect(t.lastOf('tank/heater'), 'within the hysteresis').toBe(true)
    t.read('tank/top', 58.5)
    await t.clock.advance(2000)
    expect(t.lastOf('tank/heater')).toBe(false)
    await t.controller.stop()
  })
})

describe('the least time off', () => {
  const lamp = actuatorOf('lab/lamp', { minOff: 25 * SECOND })
  const FROST: PolicyWish = {
    id: 'frost',
    kind: 'limit',
    class: 'safety',
    at: 'lab/cold',
    below: 4,
    above: null,
    hysteresis: 0,
    value: true,
    otherwise: null,
    stale: { after: HOUR, value: null },
  }
  const plan = planOf([lamp], [FROST, { id: 'off', kind: 'slots', slots: { '00:00': false } }])

  /** The lamp was on and is commanded off. */
  async function switchedOff() {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 1)
    await t.clock.advance(100)
    expect(t.lastOf('lab/lamp')).toBe(false)
    return t
  }

  async function expectOnBehind(t: Awaited<ReturnType<typeof running>>): Promise<void> {
    const [off, on] = [t.sent.find((c) => c.value === false), t.sent.find((c) => c.value === true)]
    expect((on?.at ?? 0) - (off?.at ?? 0)).toBeGreaterThanOrEqual(25 * SECOND)
    await t.controller.stop()
  }

  it('holds although a reading shows the old state while the off-command is under way', async () => {
    const t = await switchedOff()
    t.read('lab/lamp/switch', 1)
    t.read('lab/cold', 1)
    await t.clock.advance(3000)
    expect(t.sent).toHaveLength(1)
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(40 * SECOND)
    await expectOnBehind(t)
    expect((await t.kinds()).slice(0, 4)).toEqual(['sent', 'confirmed', 'proposed', 'sent'])
  })

  it('holds although the lamp is switched on by hand and confirms off within one millisecond', async () => {
    const t = await switchedOff()
    for (const value of [1, 0, 0]) t.read('lab/lamp/switch', value)
    t.read('lab/cold', 1)
    await t.clock.advance(40 * SECOND)
    await expectOnBehind(t)
  })
})

describe('a limit for the mean of the running quarter hour', () => {
  const plan = planOf(
    [actuatorOf('lab/lamp')],
    [
      {
        id: 'demand',
        kind: 'limit',
        at: 'main/power',
        below: null,
        above: 100,
        mean: 15 * MINUTE,
        hysteresis: 0,
        value: false,
        otherwise: true,
        stale: { after: HOUR, value: null },
      },
    ],
  )

  it('bears a short peak, switches off once the mean passes it, and on again in the next quarter hour', async () => {
    const t = await running({ plan })
    t.read('lab/lamp/switch', 1)
    t.read('main/power', 50)
    await t.clock.advance(5 * MINUTE)
    t.read('main/power', 200)
    await t.clock.advance(2 * MINUTE)
    expect(t.sent).toHaveLength(0)
    // (5 x 50 + m x 200) / (5 + m) passes 100 after two and a half minutes.
    await t.clock.advance(MINUTE)
    expect(t.lastOf('lab/lamp')).toBe(false)
    expect((await t.only())?.reason).toContain('a mean of 10')
    t.read('lab/lamp/switch', 0)
    t.read('main/power', 50)
    await t.clock.advance(6 * MINUTE + 30 * SECOND)
    expect(t.sent.map((c) => c.value)).not.toContain(true)
    await t.clock.advance(MINUTE)
    expect(t.lastOf('lab/lamp')).toBe(true)
    await t.controller.stop()
  })
})

describe('an actuator that is not live', () => {
  it('gets no command: the proposal is logged once for each slot', async () => {
    const t = await running({
      plan: planOf([actuatorOf('lab/lamp', { live: false })], [{ id: 'plan', kind: 'slots', slots: { '06:00': true, '13:00': false } }]),
    })
    t.read('lab/lamp/switch', 0)
    await t.clock.advance(HOUR + 10 * MINUTE)
    t.read('lab/lamp/switch', 1)
    await t.clock.advance(HOUR)
    expect(t.sent).toHaveLength(0)
    expect(await t.kinds()).toEqual(['proposed', 'proposed'])
    await t.controller.stop()
  })
})

describe('a broker that takes nothing', () => {
  it('leaves the command expired with the reason', async () => {
    const t = await running({ plan: planOf([actuatorOf('lab/lamp')], [{ id: 'on', kind: 'slots', slots: { '00:00': true } }]) })
    t.read('lab/lamp/switch', 0)
    t.refuseSending('the connection is closed')
    await t.clock.advance(1500)
    expect((await t.only())?.command?.state).toBe('expired')
    expect(t.events.of('command-expired')[0]?.detail).toContain('the connection is closed')
    await t.controller.stop()
  })
})
