import { describe, expect, it } from 'vitest'
import { conventionDecoder, received } from '../messages.ts'

const sensor = (time: string, body: unknown): readonly [string, unknown] => ['tele/p/SENSOR', { Time: time, ...(body as object) }]

describe('registers of Tasmota', () => {
  it('report a fall with both values, and none where the day begins', () => {
    const decoder = conventionDecoder('tasmota')
    decoder.decode(received(...sensor('2026-03-02T07:00:00Z', { ENERGY: { Total: 10, Today: 3 } })))
    const { events } = decoder.decode(received(...sensor('2026-03-02T07:10:00Z', { ENERGY: { Total: 9.5, Today: 0 } }))).decoded
    expect(events).toEqual([{ type: 'counter-decrease', device: 'p', channel: 'ENERGY.Total', before: 10, after: 9.5 }])
  })

  it('report that somebody set them, with the value of before', () => {
    const decoder = conventionDecoder('tasmota')
    decoder.decode(received(...sensor('2026-03-02T07:00:00Z', { ENERGY: { Total: 10 } })))
    const { events } = decoder.decode(received('stat/p/RESULT', { EnergyReset: { Total: 200, Today: 0 } })).decoded
    expect(events).toEqual([{ type: 'counter-preset', device: 'p', channel: 'ENERGY.Total', before: 10, after: 200 }])
  })
})

describe('a DS18B20 at 85 degrees', () => {
  const at = (time: string, celsius: number) => sensor(time, { DS18B20: { Temperature: celsius } })

  it('is suspect at the start of the sensor, and good in a tank that was near', () => {
    const decoder = conventionDecoder('tasmota')
    expect(decoder.decode(received(...at('2026-03-02T07:00:00Z', 85))).decoded.readings).toMatchObject([{ quality: 'suspect' }])
    decoder.decode(received(...at('2026-03-02T07:10:00Z', 82)))
    expect(decoder.decode(received(...at('2026-03-02T07:20:00Z', 85))).decoded.readings).toMatchObject([{ quality: 'good' }])
  })
})
