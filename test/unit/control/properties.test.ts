/** What holds under any sequence of readings, overrides, stops, losses of devices and answers. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemContext } from '../../../src/app/context.ts'
import { HOUR, instant, MINUTE, SECOND } from '../../../src/domain/index.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { type ControlRig, controlOf } from '../../support/fakes/control.ts'
import { actuatorOf, planOf, type PolicyWish } from '../../support/fixtures/control-plans.ts'

const ACTUATORS = ['a', 'b', 'c', 'never', 'observed']
const MIN_ON = 40 * SECOND
const MIN_OFF = 25 * SECOND
const CAP = 6

const STALE = { after: 5 * MINUTE, value: true }
const POLICIES: readonly PolicyWish[] = [
  {
    id: 'frost',
    kind: 'limit',
    class: 'safety',
    at: 'cold',
    below: 4,
    above: null,
    hysteresis: 1,
    value: true,
    otherwise: null,
    stale: { after: HOUR, value: null },
  },
  {
    id: 'presence',
    kind: 'occupancy',
    at: 'pir',
    on: ['a', 'never', 'observed'],
    holdOff: 10 * SECOND,
    value: true,
    otherwise: false,
    stale: STALE,
  },
  { id: 'slots', kind: 'slots', slots: { '00:00': false, '12:01': true, '12:03': false, '12:04': true } },
]

const plan = planOf(
  ACTUATORS.map((id) =>
    actuatorOf(id, {
      minOn: MIN_ON,
      minOff: MIN_OFF,
      never: id === 'never',
      live: id !== 'observed',
      failSafe: { by: 'gateway-watchdog', after: 2 * MINUTE },
    }),
  ),
  POLICIES,
  { commandsPerMinute: CAP, stagger: 10 },
)

type Act =
  | { readonly act: 'wait'; readonly ms: number }
  | { readonly act: 'read'; readonly point: string; readonly value: number }
  | { readonly act: 'obey' }
  | { readonly act: 'override'; readonly actuator: string; readonly value: boolean; readonly ms: number }
  | { readonly act: 'stop' | 'resume' }
  | { readonly act: 'offline' | 'online'; readonly device: string }
  | { readonly act: 'refuse' }

const device = fc.constantFrom(...ACTUATORS)
const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30_000 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('read' as const),
      point: fc.constantFrom('pir', 'cold', ...ACTUATORS.map((a) => `${a}/switch`)),
      value: fc.constantFrom(0, 1, 3, 10),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ act: 'obey' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('override' as const),
      actuator: device,
      value: fc.boolean(),
      ms: fc.integer({ min: 1000, max: 120_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('stop' as const, 'resume' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('offline' as const, 'online' as const), device }) },
  { weight: 1, arbitrary: fc.constant({ act: 'refuse' as const }) },
)

interface Played {
  readonly sent: ControlRig['sent']
  /** Spans in which everything was stopped. */
  readonly stops: readonly { readonly from: number; readonly to: number }[]
  /** States that readings showed, by device, in time order. */
  readonly shown: readonly { readonly device: string; readonly at: number; readonly on: boolean }[]
  readonly log: string
}

async function play(sequence: readonly Act[]): Promise<Played> {
  const clock = createHandClock('2026-03-02T04:00:00Z')
  const rig = controlOf({ clock, plan })
  await rig.controller.start()
  /** A wish waits for the commands that a round is sending. */
  const inTime = async (wish: Promise<unknown>): Promise<void> => void (await Promise.all([wish, clock.advance(100)]))
  const context = () => ({ ...systemContext('test', clock.now()), reason: 'any' })
  const stops: { from: number; to: number }[] = []
  const shown: { device: string; at: number; on: boolean }[] = []
  const read = (point: string, value: number): void => {
    rig.read(point, value)
    if (point.endsWith('/switch')) shown.push({ device: point.slice(0, -'/switch'.length), at: clock.now(), on: value > 0 })
  }
  for (const step of sequence) await carryOut(step)
  async function carryOut(step: Act): Promise<void> {
    if (step.act === 'wait') await clock.advance(step.ms)
    if (step.act === 'read') read(step.point, step.value)
    if (step.act === 'obey') for (const { device: id, value } of rig.sent.slice(-3)) read(`${id}/switch`, Number(value))
    if (step.act === 'override')
      await inTime(rig.api.addOverride(context(), { actuator: step.actuator, value: step.value, until: instant(clock.now() + step.ms) }))
    if (step.act === 'offline') rig.offline.add(step.device)
    if (step.act === 'online' && rig.offline.delete(step.device)) rig.controller.onReturn('native', step.device)
    if (step.act === 'refuse') rig.controller.onAnswer(rig.sent.at(-1)?.device ?? '', rig.sent.at(-1)?.id ?? '', 'refused')
    if (step.act === 'stop') {
      await inTime(rig.api.stopAll(context()))
      stops.push({ from: clock.now(), to: Infinity })
    }
    if (step.act === 'resume') {
      for (const stop of stops) stop.to = Math.min(stop.to, clock.now())
      await inTime(rig.api.resume(context()))
    }
  }
  await clock.advance(5000)
  await rig.controller.stop()
  await clock.advance(0)
  const { entries } = await rig.api.log(context(), { from: null, to: null, actuator: null, limit: 20_000 })
  return { sent: rig.sent, stops, shown, log: JSON.stringify(entries) }
}

const sequences = fc.array(acts, { minLength: 5, maxLength: 35 })

/** Of two commands in a row with different values, the first of which switched: where a reading showed its value already, it told a watchdog so. */
function expectLeastTimes({ sent, shown }: Played, id: string): void {
  const own = sent.filter((c) => c.device === id)
  const shownAt = (at: number): boolean | undefined => shown.findLast((s) => s.device === id && s.at <= at)?.on
  const runs = own.filter((c, i) => i === 0 || c.value !== own[i - 1]?.value)
  for (const [i, c] of runs.entries()) {
    const before = runs[i - 1]
    if (before === undefined || shownAt(before.at) === (before.value === true)) continue
    expect(c.at - before.at, id).toBeGreaterThanOrEqual(before.value === true ? MIN_ON : MIN_OFF)
  }
}

type Check = (played: Played, sequence: readonly Act[]) => void | Promise<void>

const CHECKS = {
  'never commands what is on the never list, nor what is not live': ({ sent }) =>
    expect(sent.filter((c) => c.device === 'never' || c.device === 'observed')).toEqual([]),
  'never gives an actuator two commands at once': ({ sent }) => {
    const keys = sent.map((c) => `${c.device} ${c.at}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(sent.map((c) => c.id)).size).toBe(sent.length)
  },
  'keeps the least time on and off between commands that switch': (played) => {
    for (const id of ACTUATORS) expectLeastTimes(played, id)
  },
  'sends no more than the cap in any minute, and nothing while everything is stopped': ({ sent, stops }) => {
    for (const { at } of sent) expect(sent.filter((c) => c.at > at - MINUTE && c.at <= at).length).toBeLessThanOrEqual(CAP)
    for (const { from, to } of stops) expect(sent.filter((c) => c.at > from && c.at < to)).toEqual([])
  },
} as const satisfies Readonly<Record<string, Check>>

type CheckName = keyof typeof CHECKS
const NAMES = Object.keys(CHECKS) as CheckName[]

/** `CONTROL_PLAYS=20000` plays so many; `CONTROL_SEED` plays the sequences of a failure again. */
const PLAYS = Number(process.env['CONTROL_PLAYS'] ?? 50)
const SEED = Number(process.env['CONTROL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** Played once for all invariants: a play of minutes is hundreds of rounds. The first failure of each. */
async function playAll(): Promise<{ readonly failures: ReadonlyMap<CheckName, Error>; readonly busy: number }> {
  const failures = new Map<CheckName, Error>()
  let busy = 0
  for (const [i, sequence] of fc.sample(sequences, { numRuns: PLAYS, seed: SEED }).entries()) {
    const played = await play(sequence)
    if (played.sent.length > 0) busy++
    for (const name of NAMES) {
      try {
        CHECKS[name](played)
      } catch (error) {
        const text = `play ${i} of CONTROL_SEED=${SEED}: ${JSON.stringify(sequence)}`
        if (!failures.has(name)) failures.set(name, new Error(text, { cause: error }))
      }
    }
  }
  return { failures, busy }
}

describe('control, under any sequence', () => {
  const all = playAll()

  it('has something to do in most of them', async () => {
    expect((await all).busy).toBeGreaterThan(PLAYS / 2)
  })

  it.each(NAMES)('%s', async (name) => {
    const failure = (await all).failures.get(name)
    if (failure !== undefined) throw failure
  })

  it('does the same again for the same sequence', async () => {
    for (const sequence of fc.sample(sequences, { numRuns: 6, seed: SEED })) {
      const [first, second] = [await play(sequence), await play(sequence)]
      expect(second.log).toBe(first.log)
      expect(second.sent).toEqual(first.sent)
    }
  })
})
