import { describe, expect, it } from 'vitest'
import { type DeviceEventNote, instant } from '../../../src/domain/index.ts'
import { createDeviceEventQueue, EVENTS_PER_SECOND } from '../../../src/ingest/device-event-queue.ts'

const AT = instant(Date.UTC(2026, 2, 2, 8))
const duplicate = (n: number): DeviceEventNote => ({
  source: 's',
  at: AT,
  event: { type: 'duplicate', frame: null, device: `d${n}`, channel: 'power' },
})
const availability = (device: string, online: boolean): DeviceEventNote => ({
  source: 's',
  at: AT,
  event: { type: 'availability', device, online },
})
const many = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i))

describe('the queue of device events', () => {
  it('gives what came since the last time, in order', () => {
    const queue = createDeviceEventQueue(() => 0)
    const notes = [availability('a', false), duplicate(1), availability('a', true)]
    for (const note of notes) queue.add(note)
    expect(queue.take()).toEqual({ events: notes, dropped: new Map() })
    expect(queue.take()).toEqual({ events: [], dropped: new Map() })
  })

  it('keeps so many of a type in a second, counts the others, and begins anew with the next second', () => {
    let now = 0
    const queue = createDeviceEventQueue(() => now)
    for (const note of many(EVENTS_PER_SECOND + 7, duplicate)) queue.add(note)
    queue.add({ source: 's', at: AT, event: { type: 'device-removed', device: 'd' } })
    const full = queue.take()
    expect(full.events).toHaveLength(EVENTS_PER_SECOND + 1)
    expect([...full.dropped]).toEqual([['duplicate', 7]])
    queue.add(duplicate(0))
    expect([...queue.take().dropped]).toEqual([['duplicate', 1]])
    now = 1000
    queue.add(duplicate(0))
    expect(queue.take()).toEqual({ events: [duplicate(0)], dropped: new Map() })
  })

  it('never loses the last word of a device about its connection, however many come at once', () => {
    const queue = createDeviceEventQueue(() => 0)
    const devices = 5 * EVENTS_PER_SECOND
    for (const online of [true, false]) for (const note of many(devices, (i) => availability(`d${i}`, online))) queue.add(note)
    const { events, dropped } = queue.take()
    const last = new Map(events.map(({ event }) => [event.device, event.type === 'availability' && event.online]))
    expect(last.size).toBe(devices)
    expect([...last.values()].some(Boolean)).toBe(false)
    expect(events.length + (dropped.get('availability') ?? 0)).toBe(2 * devices)
  })
})
