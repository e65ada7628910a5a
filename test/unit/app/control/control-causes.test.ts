import { describe, expect, it } from 'vitest'
import { findExpiryCauses, findOverrideCauses } from '../../../../src/app/control/control-causes.ts'
import { inWords } from '../../../../src/control/reasons/reason.ts'
import type { ControlEntry, ControlEntryKind } from '../../../../src/control/control-log.ts'
import { DAY, HOUR, instant, MINUTE } from '../../../../src/domain/index.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { controlOf } from '../../../support/fakes/control.ts'
import { systemContext } from '../../../../src/app/context.ts'

const NOW = instant(Date.UTC(2026, 2, 10))
const entry = (kind: ControlEntryKind, ago: number, actuator = 'lab/lamp'): ControlEntry => ({
  at: instant(NOW - ago),
  actuator,
  kind,
  value: true,
  policy: 'p',
  reason: inWords('any'),
  principal: 'system',
  suppressed: [],
})

describe('commands that fail', () => {
  it('three times within a day without a confirmation behind them are one cause for all actuators', () => {
    const failing = [3, 2, 1].flatMap((h) => ['a', 'b', 'c', 'd'].map((id) => entry('expired', h * HOUR, id)))
    expect(findExpiryCauses(failing, NOW)).toMatchObject([
      { code: 'commands-expire', subject: '', evidence: { count: 4, actuators: 'a, b, c ...' } },
    ])
  })

  it('are no cause once a command was confirmed, when they are older than a day, or twice only', () => {
    const three = [entry('expired', 3 * HOUR), entry('refused', 2 * HOUR), entry('expired', HOUR)]
    expect(findExpiryCauses([...three, entry('confirmed', MINUTE)], NOW)).toEqual([])
    expect(findExpiryCauses([entry('expired', DAY + HOUR), ...three.slice(1)], NOW)).toEqual([])
    expect(findExpiryCauses(three, NOW)).toHaveLength(1)
  })
})

describe('an override', () => {
  it('that holds for more than a week is a cause, with those that it replaced', async () => {
    const clock = createHandClock(Number(NOW))
    const { api, controller } = controlOf({ clock })
    const override = () =>
      api.addOverride(
        { ...systemContext('test', clock.now()), reason: 'works' },
        { actuator: 'lab/lamp', value: true, until: instant(clock.now() + 5 * DAY) },
      )
    const causes = async () => findOverrideCauses(await controller.overrides(), 'UTC', clock.now())
    await override()
    clock.set(instant(NOW + 4 * DAY))
    await override()
    expect(await causes()).toEqual([])
    clock.set(instant(NOW + 8 * DAY))
    expect(await causes()).toMatchObject([
      { code: 'override-left-on', subject: 'lab/lamp', evidence: { since: '2026-03-10', reason: 'works' } },
    ])
    clock.set(instant(NOW + 10 * DAY))
    expect(await causes()).toEqual([])
  })
})
