import { describe, expect, it } from 'vitest'
import { HOUR } from '../../../../src/domain/index.ts'
import { conventionDecoder, received } from '../conventions/messages.ts'

const TOPIC = 'application/a/device/b1/event/up'
const up = (fCnt: number | undefined, devAddr = '01', temperature = 21): unknown => ({
  time: '2026-03-02T07:59:59Z',
  deviceInfo: { devEui: 'b1' },
  devAddr,
  fPort: 2,
  ...(fCnt === undefined ? {} : { fCnt }),
  object: { temperature },
})

describe('an uplink of LoRaWAN', () => {
  it('that the network repeats gives its readings once, a count of 0 that is left out included', () => {
    const decoder = conventionDecoder('chirpstack')
    expect(decoder.decode(received(TOPIC, up(undefined))).decoded.readings).toHaveLength(1)
    const again = decoder.decode(received(TOPIC, up(undefined), { after: HOUR })).decoded
    expect(again.readings).toEqual([])
    expect(again.events).toMatchObject([{ type: 'duplicate', device: 'b1', frame: '0' }])
  })

  it('of a device that joined again is no repetition, nor is one a day later or one that is replayed', () => {
    const decoder = conventionDecoder('chirpstack')
    decoder.decode(received(TOPIC, up(4)))
    expect(decoder.decode(received(TOPIC, up(4, '02'))).decoded.readings).toHaveLength(1)
    expect(decoder.decode(received(TOPIC, up(4), { replayed: true })).decoded.readings).toHaveLength(1)
    expect(decoder.decode(received(TOPIC, up(4), { after: 25 * HOUR })).decoded.readings).toHaveLength(1)
  })
})
