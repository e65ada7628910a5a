import { describe, expect, it } from 'vitest'
import { createRates, topicFault } from '../../../src/ingest/limits.ts'

describe('topics', () => {
  it.each([[''], ['a\u0000b'], ['a\nb'], ['a\u0085b'], ['a/+/b'], ['a/#'], ['$campus/import'], ['x'.repeat(1025)], ['温'.repeat(342)]])(
    'like %j are refused',
    (topic) => {
      expect(topicFault(topic)).not.toBeNull()
    },
  )

  it.each([
    ['campus/park/meter-1/telemetry'],
    ['/neuron/mqtt'],
    ['zigbee2mqtt/Küche kaffee'],
    ['$thing/up/property/pk/dk'],
    ['温'.repeat(341)],
    ['x'.repeat(1024)],
  ])('like %j are taken', (topic) => {
    expect(topicFault(topic)).toBeNull()
  })
})

describe('the rate of a device', () => {
  it('may burst for ten seconds of its steady rate and then waits for its tokens', () => {
    let now = 0
    const rates = createRates(100, { monotonic: () => now })
    const taken = (n: number) => Array.from({ length: n }, () => rates.take('campus/c/d/telemetry')).filter(Boolean).length
    expect(taken(2000)).toBe(1000)
    now += 500
    expect(taken(2000)).toBe(50)
  })

  it('of one device leaves the others alone', () => {
    const rates = createRates(1, { monotonic: () => 0 })
    for (let i = 0; i < 50; i++) rates.take('campus/c/flood/telemetry')
    expect(rates.take('campus/c/flood/status')).toBe(false)
    expect(rates.take('campus/c/other/telemetry')).toBe(true)
  })
})
