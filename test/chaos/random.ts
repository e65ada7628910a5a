/** Chance that comes again: the same seed gives the same numbers, and each name its own row of them. */

export interface Random {
  /** In [0, 1). */
  next(): number
  /** In [from, to). */
  within(from: number, to: number): number
  /** A whole number in [from, to]. */
  whole(from: number, to: number): number
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  /** Numbers of its own, which no use of the others shifts. */
  fork(name: string): Random
}

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** Mulberry32, seeded by a text. */
export function createRandom(seed: string): Random {
  let state = hash(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    within: (from, to) => from + next() * (to - from),
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    pick<T>(items: readonly T[]): T {
      return items[Math.floor(next() * items.length)] as T
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  }
}
