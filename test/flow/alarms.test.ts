/** Alarms under a clock that jumps: a fault of the service across restarts, flapping, and interrupted writes. */

import { describe, expect, it } from 'vitest'
import type { Notice } from '../../src/domain/index.ts'
import type { Messenger, Records } from '../../src/ports/index.ts'
import { campusOf } from '../support/fixtures/campus.ts'
import { createHandClock, type HandClock } from '../support/fakes/clock.ts'
import { type OperationsRig, operationsRig } from '../support/fakes/operations-rig.ts'
import { createMemoryRecords } from '../support/fakes/memory-records.ts'

const MINUTE = 60_000

function listener(channel: Messenger['channel'] = 'webhook', refuse?: Error) {
  const heard: string[] = []
  const deliver = async ({ kind }: Notice): Promise<void> => {
    if (refuse) throw refuse
    heard.push(kind)
  }
  return { heard, messenger: { channel, deliver } satisfies Messenger }
}

/** Looks, and looks again a good minute later. */
async function settle(rig: OperationsRig, clock: HandClock): Promise<void> {
  await rig.beats.beat()
  await clock.advance(MINUTE)
  await rig.beats.beat()
}

const states = async (rig: OperationsRig): Promise<string[]> => (await rig.api.alarms()).map((a) => `${a.id} ${a.code} ${a.state}`)

describe('an alarm for a fault of the service', () => {
  it('stays open across a restart while its cause holds, and sends no notice that it is over', async () => {
    const [clock, records, hook] = [createHandClock('2026-04-10T12:00:00+08:00'), createMemoryRecords(), listener()]
    const wish = { campus: campusOf([]), clock, records, messengers: [hook.messenger] }
    const before = await operationsRig(wish)
    before.state.storeFault = 'refused'
    await settle(before, clock)
    expect(await states(before)).toEqual(['alarm-1 store-away open'])
    await before.stop()

    const rig = await operationsRig(wish)
    await rig.beats.beat()
    rig.state.storeFault = 'refused'
    await settle(rig, clock)
    expect(await states(rig)).toEqual(['alarm-1 store-away open'])
    expect(hook.heard).toEqual(['alarm-raised'])
  })

  it('stays one alarm while its cause comes and goes within a minute, and ends a minute after the cause is gone', async () => {
    const [clock, hook] = [createHandClock('2026-04-10T12:00:00+08:00'), listener()]
    const rig = await operationsRig({ campus: campusOf([]), clock, messengers: [hook.messenger] })
    rig.state.storeFault = 'refused'
    await settle(rig, clock)
    for (const fault of [null, 'refused', null, 'refused', null]) {
      rig.state.storeFault = fault
      await clock.advance(MINUTE / 2)
      await rig.beats.beat()
    }
    expect(await states(rig)).toEqual(['alarm-1 store-away open'])
    await clock.advance(MINUTE)
    await rig.beats.beat()
    expect(await states(rig)).toEqual(['alarm-1 store-away cleared'])
    expect(hook.heard).toEqual(['alarm-raised', 'alarm-cleared'])
  })

  it('sends the notice of its end even when the process ended between the two records', async () => {
    const [clock, kept, hook] = [createHandClock('2026-04-10T12:00:00+08:00'), createMemoryRecords(), listener()]
    let torn = false
    const records: Records = {
      ...kept,
      append: (stream, ...rest) => (torn && stream === 'notices' ? Promise.reject(new Error('cut off')) : kept.append(stream, ...rest)),
    }
    const before = await operationsRig({ campus: campusOf([]), clock, records, messengers: [hook.messenger] })
    before.state.storeFault = 'refused'
    await settle(before, clock)
    before.state.storeFault = null
    torn = true
    await settle(before, clock)
    expect(await states(before)).toEqual(['alarm-1 store-away cleared'])
    await before.stop()

    torn = false
    const rig = await operationsRig({ campus: campusOf([]), clock, records, messengers: [hook.messenger] })
    await settle(rig, clock)
    expect(hook.heard).toEqual(['alarm-raised', 'alarm-cleared'])
  })

  it('sends no notice of its end when it sent none of its beginning', async () => {
    const [clock, records, hook] = [createHandClock('2026-04-10T12:00:00+08:00'), createMemoryRecords(), listener()]
    const before = await operationsRig({ campus: campusOf([]), clock, records })
    before.state.storeFault = 'refused'
    await settle(before, clock)
    before.state.storeFault = null
    await settle(before, clock)
    await before.stop()
    const rig = await operationsRig({ campus: campusOf([]), clock, records, messengers: [hook.messenger] })
    await settle(rig, clock)
    expect(await states(rig)).toEqual(['alarm-1 store-away cleared'])
    expect(hook.heard).toEqual([])
  })
})

describe('the alarm notice-lost', () => {
  it('ends when its channel is removed from the campus file', async () => {
    const [clock, records] = [createHandClock('2026-04-10T12:00:00+08:00'), createMemoryRecords()]
    const gone = listener('webhook', Object.assign(new Error('the webhook answered 410'), { retry: false }))
    const before = await operationsRig({ campus: campusOf([]), clock, records, messengers: [gone.messenger] })
    before.state.storeFault = 'refused'
    await settle(before, clock)
    await before.beats.beat()
    expect(await states(before)).toEqual(['alarm-2 notice-lost open', 'alarm-1 store-away open'])
    await before.stop()

    const rig = await operationsRig({ campus: campusOf([]), clock, records, messengers: [] })
    await rig.beats.beat()
    expect(await states(rig)).toEqual(['alarm-2 notice-lost cleared', 'alarm-1 store-away open'])
  })
})
