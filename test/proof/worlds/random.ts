/** Seeded chance. A stream of its own for each purpose, so that control changes nothing of weather and people. */

export interface Random {
  /** [0, 1). */
  uniform(): number
  /** Mean 0, deviation 1. */
  normal(): number
  between(low: number, high: number): number
  chance(p: number): boolean
}

function hashOf(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** mulberry32. */
export function randomOf(seed: number, purpose: string): Random {
  let state = (hashOf(`${seed} ${purpose}`) ^ 0x9e3779b9) >>> 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal, between: (low, high) => low + (high - low) * uniform(), chance: (p) => uniform() < p }
}
