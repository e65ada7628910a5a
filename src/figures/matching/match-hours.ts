/**
 * Scope 2 hour by hour: what of the electricity of each hour instruments of the same grid and the same hour cover, and what is left for the residual
 * mix. Beside it the same by totals of the period, as it is reported today. GHG Protocol scope 2 guidance (2015), quality criteria of instruments;
 * hourly matching and deliverability as in the revision under consultation (October 2025). Pure; amounts in MWh, factors in tCO2e/MWh.
 */

/** What a site uses in the hours of the period. */
export interface HourlyLoad {
  readonly site: string
  /** Instruments match within one grid: they have to be deliverable. */
  readonly grid: string
  readonly hours: Float64Array
  /** Without hours of its own its total was spread by a profile. */
  readonly spread: boolean
}

export interface HourlyInstrument {
  readonly id: string
  readonly grid: string
  /** tCO2e/MWh that it conveys. */
  readonly factor: number
  readonly hours: Float64Array
  readonly spread: boolean
}

export interface MatchFrame {
  readonly loads: readonly HourlyLoad[]
  readonly instruments: readonly HourlyInstrument[]
  /** What is not matched is priced at the residual mix of its grid. */
  readonly residualOf: (grid: string) => number
}

export interface MatchTotals {
  /** MWh that instruments cover. */
  readonly matched: number
  /** MWh that none covers. */
  readonly residual: number
  /** matched / used, 0..1; null when nothing is used. */
  readonly share: number | null
  /** tCO2e. */
  readonly carbon: number
}

export interface InstrumentMatch {
  readonly id: string
  readonly matched: number
  /** Of hours in which less was used than it has, or of a grid in which nothing is used. */
  readonly unused: number
}

export interface HourlyMatch {
  readonly used: number
  readonly hourly: MatchTotals
  /** By totals of the period, each grid by itself. */
  readonly annual: MatchTotals
  readonly instruments: readonly InstrumentMatch[]
  /** MWh of the hours of loads and instruments that were spread by a profile. */
  readonly spread: { readonly used: number; readonly instruments: number }
}

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

interface GridMatch {
  readonly matched: number
  readonly used: number
  /** tCO2e of what is matched, at the factors of the instruments. */
  readonly carbon: number
  readonly perInstrument: ReadonlyMap<string, number>
}

/** Amounts of one grid, an hour an element; a single element is a whole period. In an hour instruments are used in proportion to what they have. */
function matchGrid(loads: readonly Float64Array[], instruments: readonly HourlyInstrument[], length: number): GridMatch {
  const perInstrument = new Map(instruments.map((i) => [i.id, 0]))
  let [matched, used, carbon] = [0, 0, 0]
  for (let hour = 0; hour < length; hour++) {
    const load = sum(loads.map((l) => l[hour] ?? 0))
    const supply = sum(instruments.map((i) => i.hours[hour] ?? 0))
    used += load
    const share = supply === 0 ? 0 : Math.min(1, load / supply)
    for (const { id, hours, factor } of instruments) {
      const part = share * (hours[hour] ?? 0)
      perInstrument.set(id, (perInstrument.get(id) ?? 0) + part)
      matched += part
      carbon += part * factor
    }
  }
  return { matched, used, carbon, perInstrument }
}

function totalsOf(grids: readonly (GridMatch & { readonly residualFactor: number })[]): MatchTotals {
  const [matched, used] = [sum(grids.map((g) => g.matched)), sum(grids.map((g) => g.used))]
  // Sums of binary fractions may pass what they are parts of by a last digit.
  const residual = Math.max(0, used - matched)
  const carbon = sum(grids.map((g) => g.carbon + Math.max(0, g.used - g.matched) * g.residualFactor))
  return { matched, residual, share: used === 0 ? null : Math.min(1, matched / used), carbon }
}

const whole = (hours: Float64Array): Float64Array => Float64Array.of(sum(hours))

export function matchHours({ loads, instruments, residualOf }: MatchFrame): HourlyMatch {
  const grids = [...new Set([...loads.map((l) => l.grid), ...instruments.map((i) => i.grid)])]
  const length = Math.max(0, ...loads.map((l) => l.hours.length), ...instruments.map((i) => i.hours.length))
  const matches = grids.map((grid) => {
    const own = loads.filter((l) => l.grid === grid).map((l) => l.hours)
    const claims = instruments.filter((i) => i.grid === grid)
    const residualFactor = residualOf(grid)
    const annualClaims = claims.map((claim) => ({ ...claim, hours: whole(claim.hours) }))
    return {
      hourly: { ...matchGrid(own, claims, length), residualFactor },
      annual: { ...matchGrid(own.map(whole), annualClaims, 1), residualFactor },
    }
  })
  const matchedBy = new Map(matches.flatMap((m) => [...m.hourly.perInstrument]))
  return {
    used: sum(loads.map((l) => sum(l.hours))),
    hourly: totalsOf(matches.map((m) => m.hourly)),
    annual: totalsOf(matches.map((m) => m.annual)),
    instruments: instruments.map(({ id, hours }) => {
      const matched = matchedBy.get(id) ?? 0
      return { id, matched, unused: Math.max(0, sum(hours) - matched) }
    }),
    spread: {
      used: sum(loads.filter((l) => l.spread).map((l) => sum(l.hours))),
      instruments: sum(instruments.filter((i) => i.spread).map((i) => sum(i.hours))),
    },
  }
}

/** An amount over hours in the proportions of a profile; over hours of equal weight where the profile has nothing. */
export function spreadAmount(amount: number, profile: Float64Array): Float64Array {
  const total = sum(profile)
  if (profile.length === 0) return new Float64Array(0)
  return profile.map((weight) => (total > 0 ? (amount * weight) / total : amount / profile.length))
}
