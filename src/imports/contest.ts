/** Several ways to read the same cells, held against each other: which reads most, and where two of them read different things. */

export interface Contest<Way, Sample> {
  /** Reads a sample in every way that is left. */
  readonly see: (sample: Sample) => void
  /** Drops the ways that read fewer samples than the best. */
  readonly narrow: () => void
  /** The ways that read most, in order of preference; empty when none read anything. */
  readonly leaders: () => readonly Way[]
  /** The first sample that two ways read differently, or null. */
  readonly difference: (a: Way, b: Way) => Sample | null
  /** Samples that the way read while it was left. */
  readonly count: (way: Way) => number
  /** The first sample that the way read. */
  readonly first: (way: Way) => Sample | null
}

interface Entry<Way, Sample> {
  readonly way: Way
  count: number
  first: Sample | null
  value: number | null
  /** First sample read otherwise than by the way of that index. */
  readonly differs: Map<Way, Sample>
}

/** `read` gives a number that stands for what the way makes of the sample, or null where it cannot read it. */
export function createContest<Way, Sample>(ways: readonly Way[], read: (way: Way, sample: Sample) => number | null): Contest<Way, Sample> {
  const all: readonly Entry<Way, Sample>[] = ways.map((way) => ({ way, count: 0, first: null, value: null, differs: new Map() }))
  let left = all
  const entry = (way: Way): Entry<Way, Sample> | undefined => all.find((e) => e.way === way)
  const best = (): Entry<Way, Sample>[] => {
    const most = left.reduce((n, e) => Math.max(n, e.count), 0)
    return most === 0 ? [] : left.filter((e) => e.count === most)
  }
  return {
    see: (sample) => {
      let lead: number | null = null
      let agreed = true
      for (const e of left) {
        e.value = read(e.way, sample)
        if (e.value === null) continue
        e.count++
        e.first ??= sample
        lead ??= e.value
        agreed &&= e.value === lead
      }
      if (!agreed) noteDifferences(left, sample)
    },
    narrow: () => {
      const found = best()
      if (found.length > 0) left = found
    },
    leaders: () => best().map((e) => e.way),
    difference: (a, b) => entry(a)?.differs.get(b) ?? entry(b)?.differs.get(a) ?? null,
    count: (way) => entry(way)?.count ?? 0,
    first: (way) => entry(way)?.first ?? null,
  }
}

function noteDifferences<Way, Sample>(entries: readonly Entry<Way, Sample>[], sample: Sample): void {
  for (const [i, a] of entries.entries())
    for (const b of entries.slice(i + 1))
      if (a.value !== null && b.value !== null && a.value !== b.value && !a.differs.has(b.way)) a.differs.set(b.way, sample)
}
