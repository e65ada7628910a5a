import { describe, expect, it } from 'vitest'
import { type Episode, nextEpisode, nextKill, type Pair, PAIRS, type Target } from '../../chaos/plan.ts'
import { createRandom } from '../../chaos/random.ts'

const episodesOf = (seed: string, pair: Pair, count = 500): Episode[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => nextEpisode(random, pair))
}

describe('a seed', () => {
  it('gives the same nemeses in the same order, and another seed others', () => {
    for (const pair of PAIRS) {
      expect(episodesOf('7', pair)).toEqual(episodesOf('7', pair))
      expect(episodesOf('7', pair)).not.toEqual(episodesOf('8', pair))
    }
    const kills = (seed: string): Episode[] => {
      const random = createRandom(seed)
      return Array.from({ length: 200 }, () => nextKill(random))
    }
    expect(kills('7')).toEqual(kills('7'))
    expect(kills('7')).not.toEqual(kills('8'))
  })
})

describe('an episode', () => {
  it('is one nemesis or several at once, each with something else in its hands', () => {
    for (const pair of PAIRS) {
      const sizes = episodesOf('1', pair).map(({ nemeses }) => {
        expect(new Set(nemeses.map((n) => n.target)).size).toBe(nemeses.length)
        return nemeses.length
      })
      expect(new Set(sizes)).toEqual(new Set([1, 2, 3]))
    }
  })

  it('of the embedded pair needs no servers, that of the servers reaches everything', () => {
    const targets = (pair: Pair): Set<Target> => new Set(episodesOf('2', pair).flatMap((e) => e.nemeses.map((n) => n.target)))
    expect(targets('embedded')).toEqual(new Set(['service', 'device line', 'devices']))
    expect(targets('servers')).toEqual(new Set(['service', 'device line', 'devices', 'broker', 'store', 'broker line', 'store line']))
  })

  it('that kills the broker leaves alone who takes its messages: what it could not hand over would die with it', () => {
    const kills = episodesOf('3', 'servers', 3000).filter((e) => e.nemeses.some((n) => n.target === 'broker' && n.deed === 'killed'))
    expect(kills.length).toBeGreaterThan(100)
    const beside = new Set(kills.flatMap((e) => e.nemeses.map((n) => n.target)))
    expect(beside).toEqual(new Set(['broker', 'store', 'store line', 'devices']))
  })
})
