/** The inputs of a reference year: what a campus used, how many people and square metres it had, which factors hold. */

import { type Grid, GRIDS, SITES } from './sites.ts'

export interface YearInputs {
  readonly year: number
  readonly people: { readonly offices: number; readonly park: number }
  /** m2 */
  readonly area: { readonly offices: number; readonly park: number; readonly shops: number }
  /** MWh */
  readonly gas: number
  readonly electricity: {
    readonly park: number
    /** Offices with the park, by grid. */
    readonly offices: ReadonlyMap<Grid, number>
    readonly shops: ReadonlyMap<Grid, number>
  }
  /** tCO2/MWh by grid; tCO2e/MWh of gas. */
  readonly factors: { readonly grid: ReadonlyMap<Grid, number>; readonly gas: number }
  /** t */
  readonly water: Readonly<Record<'park' | 'others', { readonly tap: number; readonly reclaimed: number }>>
  readonly waste: { readonly hazardous: number; readonly nonHazardous: number; readonly food: number; readonly fertiliser: number }
  readonly solar: SolarInputs
  /** kWh */
  readonly saving: number
}

export interface SolarInputs {
  readonly summerDays: number
  readonly winterDays: number
  readonly idleDays: number
  /** t a day, all systems together. */
  readonly summer: number
  readonly winter: number
  /** t of all hot water. */
  readonly hotWater: number
  /** MJ/m2 a day */
  readonly irradiation: number
}

export type ReadInputs = { readonly ok: true; readonly inputs: YearInputs } | { readonly ok: false; readonly faults: readonly string[] }

type Tree = Readonly<Record<string, unknown>>
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Takes numbers out of the tree by path, and remembers what is wrong. */
function createReader(root: unknown, faults: string[]) {
  const at = (path: string): unknown => path.split('.').reduce<unknown>((tree, key) => (isTree(tree) ? tree[key] : undefined), root)
  const number = (path: string): number => {
    const raw = at(path)
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
    faults.push(`${path}: ${raw === undefined ? 'is missing' : `${JSON.stringify(raw)} is no number from 0 up`}`)
    return 0
  }
  const byGrid = (path: string): ReadonlyMap<Grid, number> => {
    const tree = at(path)
    const entries = isTree(tree) ? Object.keys(tree) : []
    if (!isTree(tree)) faults.push(`${path}: is missing; give an amount for each grid (${GRIDS.join(', ')})`)
    for (const key of entries)
      if (!GRIDS.some((g) => g === key)) faults.push(`${path}.${key}: there is no grid "${key}"; there are ${GRIDS.join(', ')}`)
    return new Map(GRIDS.filter((g) => entries.includes(g)).map((g) => [g, number(`${path}.${g}`)]))
  }
  return { number, byGrid }
}

/** From the parsed file; every fault at once. */
export function readInputs(root: unknown): ReadInputs {
  const faults: string[] = []
  const { number, byGrid } = createReader(root, faults)
  const water = (where: string) => ({ tap: number(`water_t.${where}.tap`), reclaimed: number(`water_t.${where}.reclaimed`) })
  const inputs: YearInputs = {
    year: number('year'),
    people: { offices: number('headcount_office'), park: number('campus.headcount') },
    area: { offices: number('area_office_m2'), park: number('campus.area_m2'), shops: number('area_store_m2') },
    gas: number('gas_MWh'),
    electricity: {
      park: number('campus.electricity_MWh'),
      offices: byGrid('electricity_MWh.office'),
      shops: byGrid('electricity_MWh.store'),
    },
    factors: { grid: byGrid('CM_tCO2_per_MWh'), gas: number('gas_EF_t_per_MWh') },
    water: { park: water('campus'), others: water('other_offices') },
    waste: {
      hazardous: number('waste.hazardous_t'),
      nonHazardous: number('waste.nonhazardous_t'),
      food: number('waste.food_campus_t'),
      fertiliser: number('waste.compost_t'),
    },
    solar: {
      summerDays: number('solar.summer_days'),
      winterDays: number('solar.winter_days'),
      idleDays: number('solar.outage_days'),
      summer: number('solar.summer_t_per_day'),
      winter: number('solar.winter_t_per_day'),
      hotWater: number('solar.total_hot_water_t'),
      irradiation: number('solar.irradiation_MJ_per_m2_day'),
    },
    saving: number('campus.saving_kWh'),
  }
  const all = faults.length > 0 ? faults : contradictions(inputs)
  return all.length > 0 ? { ok: false, faults: all } : { ok: true, inputs }
}

export function daysOfYear(year: number): number {
  return (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000
}

/** What cannot be true together. */
function contradictions({ year, people, area, electricity, factors, waste, solar }: YearInputs): string[] {
  const faults: string[] = []
  const report = (wrong: boolean, fault: string): void => void (wrong && faults.push(fault))
  report(!Number.isInteger(year) || year < 2001 || year > 2100, `year: ${year} is no year from 2001 to 2100`)
  report(
    people.park > people.offices,
    `campus.headcount: ${people.park} people in the park are more than the ${people.offices} of all offices`,
  )
  report(area.park > area.offices, `campus.area_m2: ${area.park} m2 of the park are more than the ${area.offices} of all offices`)
  const north = electricity.offices.get('N') ?? 0
  for (const [grid, mwh] of electricity.offices)
    report(
      mwh > 0 && SITES.every((s) => s.grid !== grid || (s.office === null && grid !== 'N')),
      `electricity_MWh.office.${grid}: the reference campus has no office on this grid; give 0, or leave it out`,
    )
  report(
    electricity.park > north,
    `campus.electricity_MWh: the park's ${electricity.park} MWh are more than the ${north} of all offices on the grid N`,
  )
  const unpriced = [...electricity.offices, ...electricity.shops]
    .filter(([grid, mwh]) => mwh > 0 && !factors.grid.has(grid))
    .map(([grid]) => grid)
  report(unpriced.length > 0, `CM_tCO2_per_MWh: there is no factor for ${[...new Set(unpriced)].join(', ')}`)
  report(
    waste.food > waste.nonHazardous,
    `waste.food_campus_t: ${waste.food} t of food waste are more than the ${waste.nonHazardous} t of all non-hazardous waste`,
  )
  const days = solar.summerDays + solar.winterDays + solar.idleDays
  const areWhole = [solar.summerDays, solar.winterDays, solar.idleDays].every(Number.isInteger)
  report(
    !areWhole || days !== daysOfYear(year),
    `solar: summer_days, winter_days and outage_days are ${days} days together, the year has ${daysOfYear(year)}`,
  )
  const drawn = solar.summerDays * solar.summer + solar.winterDays * solar.winter
  report(
    drawn > solar.hotWater,
    `solar.total_hot_water_t: ${solar.hotWater} t of all hot water are less than the ${drawn} t of solar hot water`,
  )
  return faults
}
