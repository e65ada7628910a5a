import { describe, expect, it } from 'vitest'
import { DAY, HOUR, instant } from '../../../src/domain/index.ts'
import { planPasses, groupPasses, type DirtyRange, mergeChanges } from '../../../src/rollup/plan.ts'

const NOW = instant(Date.parse('2026-11-23T12:00:00Z'))
const stretch = (point: string, from: number, to: number): DirtyRange => ({
  point,
  from: instant(NOW + from * DAY),
  to: instant(NOW + to * DAY),
})

describe('stretches', () => {
  it('join changes of one point that lie within a day, and keep those further apart', () => {
    const at = (hours: number) => instant(NOW + hours * HOUR)
    const changes = [
      { point: 'a', from: at(0), to: at(1) },
      { point: 'a', from: at(20), to: at(21) },
      { point: 'a', from: at(60), to: at(61) },
      { point: 'b', from: at(2), to: at(3) },
      { point: 'gone', from: at(2), to: at(3) },
    ]
    expect(mergeChanges(changes, (p) => p !== 'gone')).toEqual([
      { point: 'a', from: at(0), to: at(21) },
      { point: 'b', from: at(2), to: at(3) },
      { point: 'a', from: at(60), to: at(61) },
    ])
  })
})

describe('passes', () => {
  it('take today first, its last day apart, and then the past in its own order', () => {
    const passes = planPasses([stretch('a', -400, 0), stretch('b', -300, -200), stretch('c', -1, 0)], NOW)
    expect(passes).toEqual([
      [stretch('a', -1, 0), stretch('c', -1, 0)],
      [stretch('a', -400, -1), stretch('b', -300, -200)],
    ])
  })

  it('leave a short stretch whole, and cut nothing of an import of last year', () => {
    expect(planPasses([stretch('a', -1.5, 0)], NOW)).toEqual([[stretch('a', -1.5, 0)]])
    expect(planPasses([stretch('a', -400, -10)], NOW)).toEqual([[stretch('a', -400, -10)]])
  })

  it('read the past once for points that progressed differently, and hold each point once', () => {
    const many = Array.from({ length: 30 }, (_, i) => stretch(`p${i}`, -100 + i, -60 + i))
    expect(groupPasses(many)).toHaveLength(1)
    expect(groupPasses([stretch('a', -100, -90), stretch('a', -80, -70), stretch('b', -95, -75)]).map((p) => p.length)).toEqual([2, 1])
  })

  it('are apart when more than a day lies between them', () => {
    expect(groupPasses([stretch('a', -100, -90), stretch('b', -80, -70)])).toHaveLength(2)
  })
})
