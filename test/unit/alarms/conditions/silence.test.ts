import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExpectedPoint, judgeSilence } from '../../../../src/alarms/conditions/silence.ts'
import { instant, MINUTE } from '../../../../src/domain/index.ts'

const NOW = Date.parse('2026-12-01T12:00:00Z')
const INTERVAL = 15 * MINUTE
const LIMITS = { now: instant(NOW), listeningSince: instant(NOW - 1000 * INTERVAL), missed: 5 }
const point = (device: string, age: number | null, more: Partial<ExpectedPoint> = {}): ExpectedPoint => ({
  id: `${device}/energy`,
  source: 'native',
  device,
  interval: INTERVAL,
  lastAt: age === null ? null : instant(NOW - age * INTERVAL),
  offline: false,
  ...more,
})
const holding = (points: readonly ExpectedPoint[], limits = LIMITS): string[] =>
  judgeSilence(points, limits)
    .filter((j) => j.verdict === 'holds')
    .map((j) => j.subject)

describe('a device that sends nothing', () => {
  it('is silent after five missed readings and not before', () => {
    const others = [point('b', 0), point('c', 0)]
    expect(holding([point('a', 5), ...others])).toEqual([])
    expect(holding([point('a', 5.2), ...others])).toEqual(['native/a'])
  })

  it('is not judged before the service has listened for as long: a start raises no alarms', () => {
    const fresh = { ...LIMITS, listeningSince: instant(NOW - 2 * INTERVAL) }
    const judgements = judgeSilence([point('a', 400), point('b', null), point('c', 0)], fresh)
    expect(judgements.map((j) => j.verdict)).not.toContain('holds')
    expect(judgements.filter((j) => j.verdict === 'unknown').map((j) => j.subject)).toEqual(
      expect.arrayContaining(['native/a', 'native/b']),
    )
  })

  it('has one alarm for all its points, and says for how many', () => {
    const points = [1, 2, 3].map((i) => point('a', 9, { id: `a/${i}` }))
    expect(judgeSilence([...points, point('b', 0), point('c', 0)], LIMITS)).toMatchObject([
      { subject: 'native/a', points: ['a/1', 'a/2', 'a/3'], evidence: { points: 3 } },
    ])
  })

  it('is left to the alarm of its connection when it reports itself offline', () => {
    expect(holding([point('a', 50, { offline: true }), point('b', 0), point('c', 0)])).toEqual([])
  })
})

describe('devices behind one gateway', () => {
  it('have one alarm, of the gateway, that takes over those of the devices', () => {
    const behind = ['gw/m1', 'gw/m2', 'gw/m3'].map((device) => point(device, 8))
    const judgements = judgeSilence([...behind, point('x', 0), point('y', 0), point('z', 0)], LIMITS)
    expect(judgements).toMatchObject([{ subject: 'native/gw', covers: ['native/gw/m1', 'native/gw/m2', 'native/gw/m3'] }])
  })

  it('of a whole campus have one alarm', () => {
    expect(holding(['a', 'b', 'c'].flatMap((d) => [point(d, 9), point(`other-${d}`, 9, { source: 'knx' })]))).toEqual([''])
  })

  it('have each their own alarm while most devices of the group answer', () => {
    expect(holding([point('gw/m1', 9), ...[2, 3, 4, 5].map((i) => point(`gw/m${i}`, 0))])).toEqual(['native/gw/m1'])
  })
})

describe('the judgement of silence', () => {
  it('names every silent point exactly once, whatever is silent', () => {
    const state = fc.record({ gateway: fc.constantFrom('g1', 'g2', 'g3'), device: fc.nat(4), silent: fc.boolean() })
    fc.assert(
      fc.property(fc.uniqueArray(state, { selector: (s) => `${s.gateway}/${s.device}`, minLength: 1 }), (states) => {
        const points = states.map((s) => point(`${s.gateway}/m${s.device}`, s.silent ? 20 : 0))
        const named = judgeSilence(points, LIMITS).flatMap((j) => (j.verdict === 'holds' ? j.points : []))
        expect(named.toSorted()).toEqual(
          points
            .filter((_, i) => states[i]?.silent === true)
            .map((p) => p.id)
            .sort(),
        )
      }),
    )
  })
})
