import { describe, expect, it } from 'vitest'
import { DAY, HOUR, instant } from '../../../src/domain/index.ts'
import { planPasses, groupPasses, type DirtyRange, mergeChanges } from '../../../src/rollup/plan.ts'

const NOW = instant(Date.parse('2026-11-23T12:00:00Z'))
const range = (point: string, from: number, to: number): DirtyRange => ({
  point,
  from: instant(NOW + from * DAY),
  to: instant(NOW + to * DAY),
})

describe('dirty ranges', () => {
  it('join changes of a point within a day of each other, and stay apart over a longer gap', () => {
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

describe('passes over raw readings', () => {
  it('compute the last day first, and then the past in time order', () => {
    const passes = planPasses([range('a', -400, 0), range('b', -300, -200), range('c', -1, 0)], NOW)
    expect(passes).toEqual([
      [range('a', -1, 0), range('c', -1, 0)],
      [range('a', -400, -1), range('b', -300, -200)],
    ])
  })

  it('leave a short range whole, and do not cut an import of last year', () => {
    expect(planPasses([range('a', -1.5, 0)], NOW)).toEqual([[range('a', -1.5, 0)]])
    expect(planPasses([range('a', -400, -10)], NOW)).toEqual([[range('a', -400, -10)]])
  })

  it('read the past once for points whose ranges overlap, and hold each point once', () => {
    const many = Array.from({ length: 30 }, (_, i) => range(`p${i}`, -100 + i, -60 + i))
    expect(groupPasses(many)).toHaveLength(1)
    expect(groupPasses([range('a', -100, -90), range('a', -80, -70), range('b', -95, -75)]).map((p) => p.length)).toEqual([2, 1])
  })

  it('are separate when more than a day lies between their ranges', () => {
    expect(groupPasses([range('a', -100, -90), range('b', -80, -70)])).toHaveLength(2)
  })
})
