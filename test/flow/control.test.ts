/** The reference campus under control for a week, and a real lamp of a real service. */

import { connectAsync } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCampus, openCampusModel } from '../../simulators/campus.ts'
import { createReactingCampus, type ReactingCampus } from '../../simulators/reacting/reacting-campus.ts'
import type { ControlEntry } from '../../src/control/control-log.ts'
import { indexPlan, type PlanIndex } from '../../src/control/plan-index.ts'
import { renderReason } from '../../src/control/reasons/render-reason.ts'
import { markSent, newMemory, type RoundMemory, runRound } from '../../src/control/round.ts'
import { watch, type WatchedReading } from '../../src/control/snapshot.ts'
import { loadConfig } from '../../src/config/load.ts'
import { calendarOf, type Instant, instant, isSunUp, MINUTE, offsetAt } from '../../src/domain/index.ts'
import { DESCRIPTORS } from '../../src/wire/index.ts'
import { eventually, type Service, startService } from '../support/process/service.ts'

const ZONE = 'Asia/Shanghai'
const FROM = Date.parse('2026-11-12T00:00:00+08:00')
const WEEK = 7 * 24 * 60
const SEASON = Date.parse('2026-11-15T00:00:00+08:00')

interface World {
  readonly reacting: ReactingCampus
  readonly index: PlanIndex
  readonly memory: RoundMemory
  readonly entries: ControlEntry[]
  /** Value of a field of a device now. */
  value(device: string, field: string): number
  /** A minute of the campus and a round of control. */
  minute(stopped?: boolean): void
  at(): Instant
}

/** A minute a step; watchdogs wait for ten, so that a renewal in time is one of the steps. */
function openWorld(): World {
  const loaded = loadCampus('reference')
  const actuators = loaded.file.actuators.map((a) => ({ ...a, rule: { ...a.rule, after: 10 * MINUTE } }))
  const campus = { ...loaded, file: { ...loaded.file, actuators } }
  const model = openCampusModel(campus, 7, { since: campus.zone.dayOf(FROM) - 1 })
  const reacting = createReactingCampus({ campus, model, changes: {}, from: FROM })
  const result = loadConfig({ file: 'campus.yaml', text: campus.text, readInclude: () => [], env: {}, conventions: DESCRIPTORS })
  if (!result.ok) throw new Error(result.faults.map((f) => f.message).join('\n'))
  const { control, seasons, campus: own } = result.config
  const plan = { ...control, actuators: control.actuators.map((a) => ({ ...a, failSafe: { ...a.failSafe, after: 10 * MINUTE } })) }
  const index = indexPlan(plan, { zone: ZONE, calendar: calendarOf('CN', own.calendars), location: own.location, seasons, tariffs: [] })
  const memory = newMemory()
  const readings = new Map<string, WatchedReading>()
  const entries: ControlEntry[] = []
  const fields = new Map([...campus.file.points].filter(([, point]) => index.points.has(point)))
  const indexes = new Map(model.devices.map((d, i) => [d.id, i]))
  let [now, numbered] = [FROM, 0]
  const value = (device: string, field: string): number => {
    const i = indexes.get(device) ?? -1
    return Number(reacting.read(i, now)[model.devices[i]?.fields.findIndex((f) => f.name === field) ?? -1])
  }
  return {
    reacting,
    index,
    memory,
    entries,
    value,
    at: () => instant(now),
    minute(stopped = false) {
      now += MINUTE
      for (const [key, point] of fields) {
        const [device = '', field = ''] = key.split(' ')
        readings.set(
          point,
          watch(readings.get(point), { value: value(device, field), time: instant(now), arrived: instant(now), interval: null }),
        )
      }
      const snapshot = { at: instant(now), begun: instant(FROM), readings }
      const round = runRound(memory, { index, snapshot, overrides: [], stopped, isOnline: () => true, nextId: () => `c${numbered++}` })
      entries.push(...round.entries)
      for (const order of round.orders) {
        entries.push(...markSent(memory, order, instant(now)))
        const { device, channel } = order.actuator.command
        const answer = reacting.command(device, { id: order.id, channel, value: order.proposal.value, expires: null }, now)
        expect(answer?.result).toBe('done')
      }
    },
  }
}

const minuteOf = (at: Instant): number => Math.floor(((at + offsetAt(ZONE, at)) % 86_400_000) / MINUTE)

function garageSlot(minute: number): number {
  const hour = minute / 60
  if (hour < 7 || hour >= 22) return 20
  return hour < 10 || hour >= 17 ? 100 : 50
}

describe('the reference campus under control, for a week', () => {
  const world = openWorld()
  const wrong: string[] = []
  const [vacant, occupied] = [new Map<string, number>(), new Map<string, number>()]
  const zones = ['a-1-east', 'a-3-west', 'b-2-hall', 'c-hall', 'h-hall']

  beforeAll(() => {
    for (let minute = 0; minute < WEEK; minute++) {
      world.minute()
      // What a round commands shows a minute later.
      if (minute > 30) check(world.at())
    }
  })

  function check(at: Instant): void {
    const local = minuteOf(at)
    const settledSlot = [0, 1].every((back) => garageSlot(local - back) === garageSlot(local))
    if (settledSlot && world.value('garage-lighting', 'level') !== garageSlot(local)) wrong.push(`garage at ${local}`)
    const dark = [-3, 0, 3].map((shift) => !isSunUp(LOCATION, instant(at + shift * MINUTE)))
    const lit = world.value('outdoor-lighting', 'power') > 0
    if (dark.every((d) => d === dark[0]) && lit !== dark[0]) wrong.push(`outdoor at ${local}`)
    if (Math.abs(at - SEASON) > 2 * MINUTE && world.value('c-basins', 'power') > 0 !== at >= SEASON)
      wrong.push(`basins at ${new Date(at).toISOString()}`)
    for (const zone of zones) checkZone(zone, at)
  }

  function checkZone(zone: string, at: Instant): void {
    const people = world.value(`${zone}-presence`, 'occupancy') > 0
    const other = people ? vacant : occupied
    const same = people ? occupied : vacant
    other.delete(zone)
    if (!same.has(zone)) same.set(zone, at)
    const minutes = (at - (same.get(zone) ?? at)) / MINUTE
    const lit = world.value(`${zone}-lighting`, 'power') > 0
    if (people && minutes >= 2 && !lit) wrong.push(`${zone} dark with people at ${new Date(at).toISOString()}`)
    if (!people && minutes >= 17 && lit) wrong.push(`${zone} lit without people at ${new Date(at).toISOString()}`)
  }

  it('follows presence with its hold-off, the slots of the garage, the sun outdoors and the season of the basins', () => {
    expect(wrong.slice(0, 5)).toEqual([])
  })

  it('explains each command in the log by a policy and a reason, and a reading confirms nearly all of them', () => {
    const sent = world.entries.filter((e) => e.kind === 'sent')
    expect(sent.length).toBeGreaterThan(500)
    expect(sent.filter((e) => e.policy === null || renderReason(e.reason).length < 5)).toEqual([])
    const policies = new Set(sent.map((e) => e.policy))
    for (const policy of ['lighting', 'sockets', 'air-conditioning', 'garage', 'basins', 'outdoor-evening', 'outdoor-night'])
      expect(policies).toContain(policy)
    const confirmed = world.entries.filter((e) => e.kind === 'confirmed').length
    expect(confirmed / sent.length).toBeGreaterThan(0.95)
    expect(world.entries.filter((e) => e.kind === 'expired' || e.kind === 'manual')).toEqual([])
  })

  it('commands nothing once everything is stopped, and loads run as their fail-safe says', () => {
    const before = world.entries.length
    for (let minute = 0; minute < 15; minute++) world.minute(true)
    expect(world.entries.slice(before).filter((e) => e.kind === 'sent')).toEqual([])
    expect(world.value('garage-lighting', 'level')).toBe(100)
    for (const device of world.reacting.controlled.slice(0, 5)) expect(world.reacting.state(device)?.mode).toBe('fallback')
  })
})

const LOCATION = { latitude: 40.05, longitude: 116.31 }

const LAB = `campus: { id: lab, timezone: Asia/Shanghai }
sources: [{ id: native, preset: native }]
points:
  - { id: lab/pir, quantity: occupancy, from: [{ source: native, device: pir, field: occupancy }] }
  - { id: lab/lamp/switch, quantity: switch, from: [{ source: native, device: lamp, field: switch }] }
actuators:
  - { id: lab/lamp, command: { source: native, device: lamp, channel: switch }, confirm: lab/lamp/switch, fail_safe: { by: device-timeout, after: 10s }, live: true }
policies:
  - { id: presence, kind: occupancy, actuators: [lab/lamp], occupancy: lab/pir, hold_off: 2s, value: "on", else: "off" }
`

describe('a lamp on the broker of the service', () => {
  let service: Service
  beforeAll(async () => {
    service = await startService({ config: LAB })
  })
  afterAll(() => service.stop())

  it('is on soon after presence, its timer is renewed, and nothing renews it once the service is killed', async () => {
    const client = await connectAsync(service.brokerUrl, { protocolVersion: 4, reconnectPeriod: 0 })
    const heard: { readonly at: number; readonly value: unknown }[] = []
    let [on, timer] = [false, 0]
    const send = (device: string, values: object): Promise<unknown> =>
      client.publishAsync(`campus/lab/${device}/telemetry`, JSON.stringify({ time: new Date().toISOString(), values }), { qos: 1 })
    client.on('message', (_topic, payload) => {
      const { value } = JSON.parse(payload.toString()) as { value: unknown }
      heard.push({ at: performance.now(), value })
      on = value === true
      timer = performance.now() + 10_000
      void send('lamp', { switch: on })
    })
    await client.subscribeAsync('campus/lab/lamp/command', { qos: 1 })
    await send('lamp', { switch: false })
    await send('pir', { occupancy: false })
    await eventually('the state to be seen', async () => {
      const { actuators } = await service.get<{ actuators: { wanted: unknown }[] }>('/api/v1/control/actuators')
      return actuators[0]?.wanted === 'off'
    })
    const began = performance.now()
    await send('pir', { occupancy: true })
    const first = await eventually('the command', () => heard[0])
    expect(first.value).toBe(true)
    process.stderr.write(`on-command ${Math.round(first.at - began)} ms behind presence\n`)
    await eventually('two renewals of the timer', () => heard.length >= 3)
    expect(heard.every((c) => c.value === true)).toBe(true)
    const { entries } = await service.get<{ entries: { kind: string; policy: string }[] }>('/api/v1/control/log')
    expect(entries.map((e) => [e.kind, e.policy])).toEqual([
      ['sent', 'presence'],
      ['confirmed', 'presence'],
    ])
    await service.kill()
    const last = heard.length
    await eventually('the timer of the lamp', () => performance.now() > timer)
    expect(heard).toHaveLength(last)
    await client.endAsync(true).catch(() => undefined)
  })
})
