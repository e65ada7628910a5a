/** Seeded chance without state: every draw is a hash of what it is for, so any day can be made without its past. */

/** Murmur3's finaliser: every input bit moves every output bit. */
function mix(h: number): number {
  let x = h
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** A 32-bit hash of numbers; beyond 32 bits both halves count. */
export function hash(...parts: readonly number[]): number {
  let h = 0x9e3779b9
  for (const part of parts) {
    const whole = Math.floor(part)
    h = mix(h ^ (whole | 0)) + 0x9e3779b9
    h = mix(h ^ Math.floor(whole / 0x1_0000_0000)) + 0x9e3779b9
  }
  return mix(h)
}

/** A 32-bit hash of a text (FNV-1a over its code units, then mixed). */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h)
}

/** Uniform in [0, 1). */
export function uniform(...parts: readonly number[]): number {
  return hash(...parts) / 0x1_0000_0000
}

/** About normal, mean 0, deviation 1, within +-3.5: the sum of four uniforms, scaled. */
export function normal(...parts: readonly number[]): number {
  const h = hash(...parts)
  let sum = 0
  for (let i = 1; i <= 4; i++) sum += mix(h + Math.imul(i, 0x9e3779b9)) / 0x1_0000_0000
  return (sum - 2) * Math.sqrt(3)
}

/** Smooth noise over x in about [-1, 1]: values at whole x, joined by a cosine. */
export function smooth(seed: number, x: number): number {
  const left = Math.floor(x)
  const share = (1 - Math.cos((x - left) * Math.PI)) / 2
  const a = uniform(seed, left) * 2 - 1
  const b = uniform(seed, left + 1) * 2 - 1
  return a + (b - a) * share
}

/** A stream of uniforms for one purpose (splitmix32). */
export function stream(...parts: readonly number[]): () => number {
  let state = hash(...parts)
  return () => {
    state = (state + 0x9e3779b9) | 0
    return mix(state) / 0x1_0000_0000
  }
}
