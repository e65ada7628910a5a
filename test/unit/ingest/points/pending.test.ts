import { describe, expect, it } from 'vitest'
import { createPending } from '../../../../src/ingest/points/pending.ts'
import { suggestFor } from '../../../../src/ingest/points/suggest.ts'

const sight = (device: string, at = 1) => ({ source: 's', device, field: 'f', value: at, at })

describe('discoveries', () => {
  it('never hold more than their limit; what was unseen longest is forgotten first', () => {
    const pending = createPending(3)
    for (const d of ['a', 'b', 'c', 'a', 'd']) pending.see(sight(d))
    expect(pending.list().map((f) => f.device)).toEqual(['c', 'a', 'd'])
    for (let i = 0; i < 100_000; i++) pending.see(sight(`random-${i}`))
    expect(pending.list()).toHaveLength(3)
  })

  it('count sightings and keep the first and the last', () => {
    const pending = createPending()
    pending.see(sight('a', 10))
    pending.see(sight('a', 20))
    expect(pending.list()).toMatchObject([{ count: 2, firstSeen: 10, lastSeen: 20, lastValue: '20' }])
    expect([pending.takeFresh(), pending.takeFresh()]).toEqual([1, 0])
  })

  it('shorten long values', () => {
    const pending = createPending()
    pending.see({ ...sight('a'), value: 'x'.repeat(10_000) })
    expect(pending.list()[0]?.lastValue).toHaveLength(80)
  })
})

describe('suggestions', () => {
  it.each([
    ['有功功率', 'power'],
    ['正向有功总电能', 'energy'],
    ['A相电压', 'voltage'],
    ['电流', 'current'],
    ['功率因数', 'power_factor'],
    ['累计流量', 'volume'],
    ['瞬时流量', 'flow'],
    ['温度', 'temperature'],
    ['湿度', 'humidity'],
    ['em:0.a_act_power', 'power'],
    ['ENERGY.Total_energy', 'energy'],
    ['co2', 'co2'],
  ])('for %s is %s, and a name alone is only a weak sign', (field, quantity) => {
    expect(suggestFor(field)).toMatchObject({ quantity, confidence: 'low' })
  })

  it('are surer where name and unit agree', () => {
    expect(suggestFor('meter.water_m3')).toMatchObject({ quantity: 'volume', unit: 'm3', confidence: 'medium' })
    expect(suggestFor('active_power_kW')).toMatchObject({ quantity: 'power', unit: 'kW', confidence: 'medium' })
  })

  it('are not made for what says nothing', () => {
    expect(suggestFor('x1')).toBeNull()
  })
})
