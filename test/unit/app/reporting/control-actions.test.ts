import { describe, expect, it } from 'vitest'
import { createControlActions } from '../../../../src/app/reporting/control-actions.ts'
import { inWords } from '../../../../src/control/reasons/reason.ts'
import type { ControlEntry, ControlEntryKind } from '../../../../src/control/control-log.ts'
import { type Actuator, instant, NO_CONTROL, span } from '../../../../src/domain/index.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'

const DAY = 86_400_000
const month = (n: number) => span(n * 30 * DAY, (n + 1) * 30 * DAY)
const load = { energy: 'park/a/lighting/energy', power: 'park/a/lighting/power', rated: null }
const lamp: Actuator = {
  id: 'park/a/lighting',
  kind: 'switch',
  command: { source: 'native', device: 'lamp', channel: 'switch' },
  confirm: { point: 'park/a/lighting/switch', quantity: 'switch', words: null },
  confirmWithin: 30_000,
  failSafe: { by: 'none', after: null },
  live: true,
  never: false,
  minOn: 0,
  minOff: 0,
}

const entry = (day: number, kind: ControlEntryKind, actuator = lamp.id): ControlEntry => ({
  at: instant(day * DAY),
  actuator,
  kind,
  value: false,
  policy: 'presence',
  reason: inWords(''),
  principal: 'system',
  suppressed: [],
})

async function actions(entries: readonly ControlEntry[], actuator: Partial<Actuator> = {}) {
  const records = createMemoryRecords()
  if (entries.length > 0) await records.append('control', 'round', instant(0), { entries })
  return createControlActions(records, () => ({ ...NO_CONTROL, actuators: [{ ...lamp, ...actuator }] }))
}

describe('what control did to a load', () => {
  it('counts from its first confirmed command on, also in months without one', async () => {
    const log = await actions([entry(0, 'proposed'), entry(35, 'sent'), entry(36, 'confirmed')])
    expect(await Promise.all([0, 1, 2].map((n) => log.acted(load, month(n))))).toEqual([false, true, true])
  })

  it('is nothing where commands expire, and a command counts where no reading confirms it', async () => {
    const entries = [entry(0, 'sent'), entry(1, 'expired')]
    expect(await (await actions(entries)).acted(load, month(0))).toBe(false)
    expect(await (await actions(entries, { confirm: null })).acted(load, month(0))).toBe(true)
  })

  it('is unknown before its log begins, for other loads, and for an actuator that only observes', async () => {
    const late = await actions([entry(40, 'confirmed')])
    expect(await late.acted(load, month(0))).toBeNull()
    expect(await late.acted({ ...load, energy: 'park/b/energy' }, month(2))).toBeNull()
    expect(await (await actions([entry(0, 'proposed')], { live: false })).acted(load, month(0))).toBeNull()
  })

  it('is that of an actuator of a part of the load', async () => {
    const log = await actions([entry(0, 'confirmed', 'park/a/lighting/row-1')], { id: 'park/a/lighting/row-1' })
    expect(await log.acted(load, month(0))).toBe(true)
  })
})
