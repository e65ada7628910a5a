import { describe, expect, it } from 'vitest'
import { createHosts } from '../../../../src/adapters/mqtt/hosts.ts'

describe('the nodes of a broker', () => {
  it('are tried one after the other without a pause, and again after a pause when all have failed', () => {
    const hosts = createHosts('mqtt://a:1883,b:1884,c:1885', { monotonic: () => 0 })
    const turns = Array.from({ length: 4 }, () => {
      hosts.next()
      return [hosts.current(), hosts.ended()]
    })
    expect(turns).toEqual([
      ['mqtt://a:1883', true],
      ['mqtt://b:1884', true],
      ['mqtt://c:1885', false],
      ['mqtt://a:1883', true],
    ])
  })

  it('are tried at once when a long connection ends, and with a pause when connections end at once', () => {
    let now = 0
    const hosts = createHosts('mqtt://a:1883,b:1883', { monotonic: () => now })
    const connect = (forMs: number): boolean => {
      hosts.next()
      hosts.connected()
      now += forMs
      return hosts.ended()
    }
    expect([connect(0), connect(0), connect(0), connect(0)]).toEqual([true, false, true, false])
    expect([connect(60_000), connect(60_000), connect(60_000)]).toEqual([true, true, true])
  })

  it('that are one are never tried again without a pause', () => {
    const hosts = createHosts('mqtt://a:1883', { monotonic: () => 0 })
    hosts.next()
    expect([hosts.current(), hosts.ended()]).toEqual(['mqtt://a:1883', false])
  })
})
