import { describe, expect, it } from 'vitest'
import { createDeviceAvailability } from '../../../../src/app/monitoring/availability.ts'
import { type DeviceEvent, type DeviceEventNote, instant } from '../../../../src/domain/index.ts'

const note = (at: number, event: DeviceEvent, source = 's'): DeviceEventNote => ({ source, at: instant(at), event })
const word = (device: string, online: boolean): DeviceEvent => ({ type: 'availability', device, online })

describe('the availability of devices', () => {
  it('is the last word of each device of each source, with its time', () => {
    const devices = createDeviceAvailability()
    devices.apply([
      note(1, word('a', true)),
      note(2, word('a', false)),
      note(3, word('a', true), 'other'),
      note(4, { type: 'node-online', device: 'edge' }),
    ])
    expect(devices.of('s', 'a')).toEqual({ source: 's', device: 'a', online: false, at: 2 })
    expect(devices.of('other', 'a')?.online).toBe(true)
    expect(devices.of('s', 'b')).toBeNull()
    expect(devices.list().map((d) => [d.device, d.online])).toEqual([
      ['a', false],
      ['a', true],
      ['edge', true],
    ])
  })

  it('is unknown again once the device has cleared its status, and untouched by other events', () => {
    const devices = createDeviceAvailability()
    devices.apply([note(1, word('a', true)), note(2, { type: 'duplicate', frame: null, device: 'a', channel: 'power' })])
    expect(devices.of('s', 'a')?.at).toBe(1)
    devices.apply([note(3, { type: 'device-removed', device: 'a' })])
    expect(devices.of('s', 'a')).toBeNull()
  })

  it('forgets the device that has been silent longest when there are too many', () => {
    const devices = createDeviceAvailability(2)
    devices.apply([note(1, word('a', true)), note(2, word('b', true)), note(3, word('a', false)), note(4, word('c', true))])
    expect(devices.list().map((d) => d.device)).toEqual(['a', 'c'])
  })
})
