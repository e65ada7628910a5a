/** Claims of the schedule counterfactual in many worlds, held against the truth of each. */

import { DAY, halfWidth90, instant, MWH_PER_KWH, type SavingFinding, type UncertainPart } from '../../src/domain/index.ts'
import { createSaver } from '../../src/savings/saver.ts'
import type { Played, World } from './worlds/world.ts'

export interface ClaimCase {
  readonly seed: number
  /** A stem, or the park. */
  readonly subject: string
  readonly month: string
  /** kWh. */
  readonly claimed: number
  readonly truth: number
  /** Half-width of the 90 % interval; null where none is claimed. */
  readonly interval: number | null
  readonly counterfactual: number
  readonly findings: readonly SavingFinding['code'][]
}

export interface WorldClaims {
  readonly loads: readonly ClaimCase[]
  readonly park: readonly ClaimCase[]
  /** Months that are "insufficient data". */
  readonly refused: number
}

/** Every load and month of a world, and its park month by month. */
export async function claimWorld(world: World, played: Played): Promise<WorldClaims> {
  const saver = createSaver({
    campus: () => world.campus,
    buckets: world.store(played),
    clock: { now: () => instant(world.reporting.to + DAY) },
  })
  const [saving] = (await saver.savings(world.reporting)) ?? []
  if (saving === undefined) throw new Error('the world has no measure')
  const months = [...new Set(saving.loads.flatMap((l) => l.months.map((m) => m.month)))]
  const loads: ClaimCase[] = []
  const park: ClaimCase[] = []
  let refused = 0
  for (const month of months) {
    const parts: UncertainPart[] = []
    let sound = true
    const own = saving.loads.flatMap((load): ClaimCase[] => {
      const stem = load.energy.slice(0, load.energy.lastIndexOf('/'))
      const rows = load.months.filter((m) => m.month === month)
      const claims = rows.flatMap((m) => m.claim ?? [])
      if (claims.length < rows.length) {
        refused += 1
        return []
      }
      const uncertain = claims.flatMap((c) => c.uncertain)
      const known = claims.every((c) => !c.meterOnly && c.unsure === null)
      parts.push(...uncertain)
      sound = sound && known
      const counterfactual = claims.reduce((sum, c) => sum + c.counterfactual, 0) / MWH_PER_KWH
      const metered = claims.reduce((sum, c) => sum + c.metered, 0) / MWH_PER_KWH
      return [
        {
          seed: world.seed,
          subject: stem,
          month,
          claimed: counterfactual - metered,
          truth: world.truth(stem, month, played),
          interval: known ? halfWidth90(uncertain) / MWH_PER_KWH : null,
          counterfactual,
          findings: [...load.findings, ...saving.findings].map((f) => f.code),
        },
      ]
    })
    loads.push(...own)
    const sum = (pick: (c: ClaimCase) => number): number => own.reduce((total, c) => total + pick(c), 0)
    park.push({
      seed: world.seed,
      subject: 'park',
      month,
      claimed: sum((c) => c.claimed),
      truth: sum((c) => c.truth),
      interval: sound ? halfWidth90(parts) / MWH_PER_KWH : null,
      counterfactual: sum((c) => c.counterfactual),
      findings: [...new Set(own.flatMap((c) => c.findings))],
    })
  }
  return { loads, park, refused }
}

export interface Score {
  readonly cases: number
  /** Sum of claims over sum of truths, less 1. */
  readonly bias: number
  /** The error that nine of ten cases stay within, relative to the truth. */
  readonly error90: number
  /** Share of the cases whose interval holds the truth; of those that have one. */
  readonly covered: number
  readonly intervals: number
}

export function scoreOf(cases: readonly ClaimCase[]): Score {
  const total = (pick: (c: ClaimCase) => number): number => cases.reduce((sum, c) => sum + pick(c), 0)
  const errors = cases.map((c) => Math.abs(c.claimed - c.truth) / Math.abs(c.truth)).sort((a, b) => a - b)
  const withInterval = cases.filter((c) => c.interval !== null)
  const covered = withInterval.filter((c) => Math.abs(c.claimed - c.truth) <= (c.interval ?? 0)).length
  return {
    cases: cases.length,
    bias: total((c) => c.claimed) / total((c) => c.truth) - 1,
    error90: errors[Math.min(errors.length - 1, Math.floor(0.9 * errors.length))] ?? Number.NaN,
    covered: covered / Math.max(1, withInterval.length),
    intervals: withInterval.length,
  }
}
