/** What goes wrong when, by the seed alone: episodes of one to three nemeses at a time, without end. */

import type { Random } from './random.ts'

export const PAIRS = ['embedded', 'servers'] as const
export type Pair = (typeof PAIRS)[number]

/** What a nemesis has in its hands: in one episode each of these is given to one nemesis at most. */
export type Target = 'service' | 'broker' | 'store' | 'device line' | 'broker line' | 'store line' | 'devices'

export type Deed =
  | 'killed'
  | 'killed while it starts'
  | 'stopped'
  | 'frozen'
  | 'cut'
  | 'silent'
  | 'silent, then cut'
  | 'slow'
  | 'narrow'
  | 'half-closed'
  | 'hold back'

export interface Nemesis {
  readonly target: Target
  readonly deed: Deed
  /** Begins so long after the episode, ms. */
  readonly after: number
  /** Away, frozen, silent, slow ... for so long, ms. */
  readonly lasts: number
  /** In [0, 1): how slow, how narrow, which side. */
  readonly degree: number
}

export interface Episode {
  /** Nothing new goes wrong for so long before it, ms. */
  readonly pause: number
  readonly nemeses: readonly Nemesis[]
}

interface Kind {
  readonly target: Target
  readonly deed: Deed
  /** Taken so often, beside the others. */
  readonly weight: number
  readonly lasts: readonly [from: number, to: number]
  /** Left alone while it goes on, beside its own target. */
  readonly spares?: readonly Target[]
}

const PROCESS: readonly Omit<Kind, 'target'>[] = [
  { deed: 'killed', weight: 3, lasts: [0, 3000] },
  { deed: 'stopped', weight: 2, lasts: [0, 3000] },
  { deed: 'frozen', weight: 2, lasts: [1000, 8000] },
]
const LINE: readonly Omit<Kind, 'target'>[] = [
  { deed: 'cut', weight: 1, lasts: [0, 0] },
  { deed: 'silent', weight: 1, lasts: [1000, 8000] },
  { deed: 'silent, then cut', weight: 1, lasts: [1000, 8000] },
  { deed: 'slow', weight: 1, lasts: [1000, 8000] },
  { deed: 'narrow', weight: 1, lasts: [1000, 8000] },
  { deed: 'half-closed', weight: 1, lasts: [0, 0] },
]

const on = (target: Target, kinds: readonly Omit<Kind, 'target'>[]): Kind[] => kinds.map((kind) => ({ ...kind, target }))

const EMBEDDED: readonly Kind[] = [
  ...on('service', PROCESS),
  { target: 'service', deed: 'killed while it starts', weight: 2, lasts: [0, 1500] },
  ...on('device line', LINE),
  { target: 'devices', deed: 'hold back', weight: 2, lasts: [1000, 8000] },
]

/** A broker that is killed may take with it what it has acknowledged and could not hand over yet: that is the price of its kind, so it can. */
const KILLED_BROKER: readonly Target[] = ['service', 'broker line', 'device line']

const KINDS: Readonly<Record<Pair, readonly Kind[]>> = {
  embedded: EMBEDDED,
  servers: [
    ...EMBEDDED,
    ...on('broker', PROCESS).map((kind) => (kind.deed === 'killed' ? { ...kind, spares: KILLED_BROKER } : kind)),
    ...on('store', PROCESS),
    ...on('broker line', LINE),
    ...on('store line', LINE),
  ],
}

function drawn(random: Random, kinds: readonly Kind[]): Kind | null {
  let left = random.next() * kinds.reduce((sum, kind) => sum + kind.weight, 0)
  return kinds.find((kind) => (left -= kind.weight) < 0) ?? null
}

const apart = (a: Kind, b: Kind): boolean =>
  a.target !== b.target && !(a.spares ?? []).includes(b.target) && !(b.spares ?? []).includes(a.target)

function nemesis(random: Random, { target, deed, lasts: [from, to] }: Kind, several: boolean): Nemesis {
  const after = several ? Math.round(random.within(0, 2000)) : 0
  return { target, deed, after, lasts: Math.round(random.within(from, to)), degree: random.next() }
}

/** The next episode of a pair: half of them one nemesis, the others two or three at once. */
export function nextEpisode(random: Random, pair: Pair): Episode {
  const pause = Math.round(random.within(200, 2500))
  const wanted = random.pick([1, 1, 2, 3])
  const chosen: Kind[] = []
  for (let i = 0; i < wanted; i++) {
    const kind = drawn(
      random,
      KINDS[pair].filter((k) => chosen.every((c) => apart(k, c))),
    )
    if (kind !== null) chosen.push(kind)
  }
  return { pause, nemeses: chosen.map((kind) => nemesis(random, kind, chosen.length > 1)) }
}

/** Kills of the service and nothing else: most while it works, some while it starts. */
export function nextKill(random: Random): Episode {
  const deed = random.chance(0.25) ? 'killed while it starts' : 'killed'
  return {
    pause: Math.round(random.within(0, 1500)),
    nemeses: [{ target: 'service', deed, after: 0, lasts: lengthOf(random, deed), degree: 0 }],
  }
}

function lengthOf(random: Random, deed: Deed): number {
  return Math.round(deed === 'killed' ? 0 : random.within(0, 1500))
}

export const nameOf = ({ target, deed }: Pick<Nemesis, 'target' | 'deed'>): string => `${target} ${deed}`
