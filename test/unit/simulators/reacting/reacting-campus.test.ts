import { describe, expect, it } from 'vitest'
import { loadCampus, openCampusModel } from '../../../../simulators/campus.ts'
import type { Command, FailSafeRule } from '../../../../simulators/reacting/controlled-load.ts'
import { obey, stateAt } from '../../../../simulators/reacting/controlled-load.ts'
import { createReactingCampus, type ReactingCampus } from '../../../../simulators/reacting/reacting-campus.ts'

const campus = loadCampus('reference')
const HOUR = 3_600_000
/** A working day at 02:00 in Shanghai: nobody is there. */
const NIGHT = Date.parse('2026-03-03T02:00:00+08:00')

const command = (channel: string, value: unknown, expires: number | null = null): Command => ({ id: 'c', channel, value, expires })

function playground(changes: Readonly<Record<string, number>> = {}) {
  const model = openCampusModel(campus, 7, { since: campus.zone.dayOf(NIGHT) - 1 })
  const reacting = createReactingCampus({ campus, model, changes, from: NIGHT })
  const index = (id: string): number => model.devices.findIndex((d) => d.id === id)
  const value = (id: string, field: string, at: number): number =>
    Number(reacting.read(index(id), at)[model.devices[index(id)]?.fields.findIndex((f) => f.name === field) ?? -1])
  return { model, reacting, index, value }
}

describe('a campus under control', () => {
  it('is its model until the first command', () => {
    const { model, reacting, index } = playground()
    for (const id of ['a-1-east-lighting', 'garage-lighting', 'a-main', 'park-main'])
      expect(reacting.read(index(id), NIGHT + HOUR)).toEqual(model.read(index(id), NIGHT + HOUR))
  })

  it('lets a load draw what the command says, and the meters above it follow', () => {
    const { model, reacting, index, value } = playground()
    const rated = model.devices[index('a-1-east-lighting')]?.rated ?? 0
    const before = ['a-1-east-lighting', 'a-main', 'park-main'].map((id) => value(id, 'energy', NIGHT))
    const own = (id: string): number => Number(model.read(index(id), NIGHT + HOUR)[0]) - Number(model.read(index(id), NIGHT)[0])
    expect(reacting.command('a-1-east-lighting', command('switch', true), NIGHT)).toMatchObject({ result: 'done' })
    keepAlive(reacting, 'a-1-east-lighting', true)
    expect(value('a-1-east-lighting', 'power', NIGHT + HOUR)).toBe(rated)
    const used = ['a-1-east-lighting', 'a-main', 'park-main'].map((id, i) => value(id, 'energy', NIGHT + HOUR) - (before[i] ?? 0))
    expect(used[0]).toBeCloseTo(rated / 1000, 3)
    const more = (used[0] ?? 0) - own('a-1-east-lighting')
    expect((used[1] ?? 0) - own('a-main')).toBeCloseTo(more * 1.01, 3)
    expect((used[2] ?? 0) - own('park-main')).toBeCloseTo(more * 1.01 * 1.008, 3)
  })

  it('goes on where it stood after a restart, without a jump of any register', () => {
    const first = playground()
    first.reacting.command('garage-lighting', command('level', 100), NIGHT)
    const at = NIGHT + 40_000
    const changes = first.reacting.changes(at)
    const second = playground(changes)
    for (const id of ['garage-lighting', 'park-main'])
      expect(Math.abs(second.value(id, 'energy', at) - first.value(id, 'energy', at))).toBeLessThan(0.4)
    expect(changes['garage-lighting energy']).toBeGreaterThan(0)
  })

  it('runs loads as before control once its gateways hear nothing for the time of the watchdog', () => {
    const { reacting, value } = playground()
    reacting.command('garage-lighting', command('level', 20), NIGHT)
    expect(value('garage-lighting', 'level', NIGHT + 49_000)).toBe(20)
    expect(value('garage-lighting', 'level', NIGHT + 51_000)).toBe(100)
  })

  it('switches by hand', () => {
    const { reacting, value } = playground()
    reacting.command('a-1-east-lighting', command('switch', false), NIGHT)
    reacting.toggle('a-1-east-lighting', NIGHT + 1000)
    expect(value('a-1-east-lighting', 'power', NIGHT + 2000)).toBeGreaterThan(0)
  })
})

function keepAlive(reacting: ReactingCampus, device: string, value: boolean): void {
  for (let at = NIGHT + 20_000; at <= NIGHT + HOUR; at += 20_000) reacting.command(device, command('switch', value), at)
}

describe('a controlled load', () => {
  it('refuses a command that is over, and a value that its channel does not take', () => {
    expect(obey(command('switch', true, 1000), 1000)).toMatchObject({ result: 'refused', reason: 'expired' })
    expect(obey(command('level', 140), 0)).toMatchObject({ result: 'refused' })
    expect(obey(command('mode', 'cool'), 0)).toMatchObject({ result: 'refused' })
  })

  it('does at the end of its fail-safe what the fail-safe is', () => {
    const state = { mode: 'commanded', level: 1, commandedAt: 0 } as const
    const rule = (by: FailSafeRule['by']): FailSafeRule => ({ by, after: 1000 })
    expect(stateAt(state, rule('none'), 99_999)).toEqual(state)
    expect(stateAt(state, rule('device-timeout'), 1000)).toMatchObject({ mode: 'commanded', level: 0 })
    expect(stateAt(state, rule('gateway-watchdog'), 1000)).toMatchObject({ mode: 'fallback' })
    expect(stateAt(state, rule('gateway-watchdog'), 999)).toEqual(state)
  })
})
