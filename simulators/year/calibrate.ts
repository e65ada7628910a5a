/**
 * Sizes the devices of the reference campus so that their year is the inputs' year: registers, solar draws, and what control saves. Truth is
 * fitted to the inputs here; no estimate is ever fitted to anything.
 */

import { type Campus, loadCampus, openCampusModel, type Tuning } from '../campus.ts'
import type { CampusModel } from '../campus-model.ts'
import { baselineHours, measuresOf } from '../measures.ts'
import { hash } from '../models/random.ts'
import { RATED_STEP, ratedPower } from '../models/switched.ts'
import { type Climate, createWeather } from '../models/environment/weather.ts'
import { DAY, QUARTER } from '../models/zone.ts'
import type { YearInputs } from './inputs.ts'
import { solarYear } from './plan.ts'
import { SITES } from './sites.ts'

/** What a year of the campus came to. */
interface Played {
  readonly campus: Campus
  readonly model: CampusModel
  /** First local day, and the first of the next year. */
  readonly from: number
  readonly to: number
  /** Canonical units of a register over the year. */
  used(key: string): number
  /** A number of an entry of the model. */
  size(id: string, key: string): number
}

type Sizes = Map<string, Record<string, number>>

export function playYear(campus: Campus, seed: number, year: number): Played {
  const [from, to] = [Date.UTC(year, 0, 1) / DAY, Date.UTC(year + 1, 0, 1) / DAY]
  const model = openCampusModel(campus, seed, { since: from })
  const [before, after] = [model.registersOn(from), model.registersOn(to)]
  const index = new Map(model.registers.map((r, i) => [r.key, i]))
  return {
    campus,
    model,
    from,
    to,
    used(key) {
      const i = index.get(key)
      if (i === undefined) throw new Error(`the reference campus has no register "${key}"`)
      return ((after[i] ?? 0) - (before[i] ?? 0)) / (model.registers[i]?.perUnit ?? 1)
    },
    size: (id, key) => Number(campus.entries.find((e) => e['id'] === id)?.[key] ?? 0),
  }
}

/** Energy of a mean day on the collectors, MJ/m2. */
function irradiationOf(climate: Climate, { campus, from, to }: Played, seed: number): number {
  const weather = createWeather(hash(seed, 7), climate)
  let sum = 0
  for (let at = campus.zone.startOf(from); at < campus.zone.startOf(to); at += QUARTER) sum += weather.irradiance(at + QUARTER / 2)
  return (sum * (QUARTER / 1000)) / 1e6 / (to - from)
}

/** Brightness of the sky that gives the target irradiation; the sun has an upper limit, so a few steps are needed. */
function brightnessFor(target: number, played: Played, seed: number): number {
  let brightness = 1
  for (let step = 0; step < 12; step++) {
    const found = irradiationOf({ ...played.campus.climate, brightness }, played, seed)
    if (found === 0) return 0
    brightness *= target / found
  }
  return brightness
}

/** Share of the first system: by collector area. */
function solarSizes(inputs: YearInputs, nominal: Campus): Sizes {
  const systems = nominal.entries.filter((e) => e['kind'] === 'solar')
  const area = systems.reduce((sum, e) => sum + Number(e['area']), 0)
  return new Map(
    systems.map((e) => {
      const share = Number(e['area']) / area
      return [String(e['id']), { summer: inputs.solar.summer * share, winter: inputs.solar.winter * share }]
    }),
  )
}

/** Parts of the saving, as the source splits it. */
const SPLIT: Readonly<Record<string, number>> = {
  lighting: 604_800,
  sockets: 252_000,
  'air-conditioning': 378_000,
  garage: 110_960,
  basins: 35_136,
  outdoor: 25_978,
}

/** Number of a model entry that says what its load is rated at. */
function ratedKey(device: string): { entry: string; key: string } {
  const zone = /^(.+)-(lighting|sockets|ac)$/.exec(device)
  const isZone = zone !== null && !['garage', 'outdoor'].includes(zone[1] ?? '')
  return isZone ? { entry: zone[1] ?? '', key: zone[2] ?? '' } : { entry: device, key: 'rated' }
}

interface Rated {
  readonly device: string
  readonly watts: number
  /** Hours at full output that control avoids. */
  readonly avoided: number
  readonly step: number
}

/** Rated powers with which the year's counterfactual less the year's meters is the saving. */
function savingSizes(saving: number, played: Played): Rated[] {
  const { campus, model, from, to } = played
  const all = Object.values(SPLIT).reduce((a, b) => a + b, 0)
  const rated = measuresOf(campus, model).flatMap(({ file, loads }) => {
    const hours = baselineHours(campus, file, from, to)
    const found = loads.map(({ device, rated: watts, register }) => {
      const on = (played.used(model.registers[register]?.key ?? '') * 1000) / watts
      return { device, watts, avoided: hours - on }
    })
    const nominal = found.reduce((sum, l) => sum + (l.watts * l.avoided) / 1000, 0)
    if (nominal <= 0)
      throw new Error(`with this seed the measure "${file.id}" saves nothing: no rated power gives the saving of the inputs`)
    const times = (saving * (SPLIT[file.id] ?? 0)) / all / nominal
    const step = file.id === 'garage' || file.id === 'outdoor' ? RATED_STEP.dimmed : RATED_STEP.switched
    return found.map((l) => ({ ...l, watts: ratedPower(l.watts * times, step), step }))
  })
  return corrected(saving, rated)
}

/** Rated powers are whole steps: the largest load that is switched takes what rounding left. */
function corrected(saving: number, rated: readonly Rated[]): Rated[] {
  const reached = rated.reduce((sum, l) => sum + (l.watts * l.avoided) / 1000, 0)
  const last = rated
    .filter((l) => l.step === RATED_STEP.switched)
    .reduce<Rated | null>((a, b) => (a === null || b.watts > a.watts ? b : a), null)
  return rated.map((l) => (l === last ? { ...l, watts: ratedPower(l.watts + ((saving - reached) * 1000) / l.avoided, l.step) } : l))
}

function put(sizes: Sizes, entry: string, values: Record<string, number>): void {
  sizes.set(entry, { ...sizes.get(entry), ...values })
}

/** A factor for a part of a sum; what is left for it must not be negative. */
function share(what: string, target: number, nominal: number): number {
  if (target < 0) throw new Error(`${what}: the inputs leave ${target.toFixed(1)} for it, less than nothing`)
  return nominal === 0 ? 0 : target / nominal
}

const LOSSES = { block: 0.01, park: 0.008, tap: 0.02, reclaimed: 0.01 }
const BLOCKS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** What nobody meters apart in the blocks and the park, so that the park's supply is the inputs' electricity. */
function parkSizes(inputs: YearInputs, played: Played, rated: readonly Rated[], sizes: Sizes): void {
  const { model } = played
  const wattsBefore = new Map(model.devices.map((d) => [d.id, d.rated ?? 0]))
  const energyNow = (device: string): number => {
    const now = rated.find((r) => r.device === device)
    return played.used(`${device} energy`) * (now === undefined ? 1 : now.watts / (wattsBefore.get(device) ?? 1))
  }
  const children = (block: string): string[] =>
    model.devices
      .filter((d) => d.id.startsWith(`${block}-`) && d.id !== `${block}-main` && d.fields.some((f) => f.name === 'energy'))
      .map((d) => d.id)
  const usedBelow = (block: string, of: (device: string) => number): number => (1 + LOSSES.block) * sum(children(block).map(of))
  const before = (device: string): number => played.used(`${device} energy`)
  const own = ['garage-lighting', 'outdoor-lighting', 'cooling-plant', 'solar-1-aux', 'solar-2-aux']
  const blockOther = sum(BLOCKS.map((b) => before(`${b}-main`) - usedBelow(b, before)))
  const parkOther = before('park-main') - (1 + LOSSES.park) * sum([...BLOCKS.map((b) => `${b}-main`), ...own].map(before))
  const fixed = (1 + LOSSES.park) * (sum(BLOCKS.map((b) => usedBelow(b, energyNow))) + sum(own.map(energyNow)))
  const times = share('electricity of the park', inputs.electricity.park * 1000 - fixed, (1 + LOSSES.park) * blockOther + parkOther)
  for (const entry of [...BLOCKS.map((b) => `${b}-main`), 'park-main']) put(sizes, entry, { other: played.size(entry, 'other') * times })
}

function waterSizes({ water, solar }: YearInputs, played: Played, sizes: Sizes): void {
  const used = (device: string): number => played.used(`${device} volume`)
  const drawn = used('solar-1-tank') + used('solar-2-tank')
  const boilers = share('hot water of the boilers', solar.hotWater - drawn, used('hot-water') - drawn)
  put(sizes, 'hot-water', { litres: played.size('hot-water', 'litres') * boilers })
  const taps = [...BLOCKS.map((b) => `${b}-tap`), 'canteen-tap']
  const cold = share('tap water of the park', water.park.tap / (1 + LOSSES.tap) - solar.hotWater, sum(taps.map(used)))
  for (const entry of taps) put(sizes, entry, { litres: played.size(entry, 'litres') * cold })
  const reused = [...BLOCKS.map((b) => `${b}-flush`), 'irrigation']
  const times = share('reclaimed water of the park', water.park.reclaimed / (1 + LOSSES.reclaimed), sum(reused.map(used)))
  for (const entry of reused) put(sizes, entry, { litres: played.size(entry, 'litres') * times })
}

/** Offices elsewhere by grid, their water by their share in a usual year; the shop with a main meter. */
function siteSizes({ electricity, water }: YearInputs, played: Played, sizes: Sizes): void {
  const offices = SITES.filter((s) => s.office !== null).map((s) => ({ grid: s.grid, id: s.office ?? '' }))
  const all = (name: string): number => sum(offices.map((o) => played.used(`${o.id}-${name} volume`)))
  for (const { grid, id } of offices) {
    const mwh = (electricity.offices.get(grid) ?? 0) - (grid === 'N' ? electricity.park : 0)
    put(sizes, id, {
      watts: played.size(id, 'watts') * share(`electricity of ${id}`, mwh * 1000, played.used(`${id}-main energy`)),
      tap: played.size(id, 'tap') * share(`tap water of ${id}`, water.others.tap, all('tap')),
      reclaimed: played.size(id, 'reclaimed') * share(`reclaimed water of ${id}`, water.others.reclaimed, all('reclaimed')),
    })
  }
  for (const { grid, shop } of SITES) {
    const metered = grid === 'N'
    const kwh = (electricity.shops.get(grid) ?? 0) * 1000
    // Lights are about a half of what a shop uses.
    const times = share(
      `electricity of ${shop}`,
      kwh * (metered ? 1 : 0.47),
      played.used(`${shop}-${metered ? 'main' : 'lighting'} energy`),
    )
    put(sizes, shop, { area: played.size(shop, 'area') * times })
  }
}

/** Sizes that make the year of the inputs. Throws with what of the inputs cannot be. */
export function tuningFor(inputs: YearInputs, seed: number): Tuning {
  const plan = solarYear(inputs.year, inputs.solar)
  const sizes = solarSizes(inputs, loadCampus('reference', { plan }))
  const brightness = brightnessFor(inputs.solar.irradiation, playYear(loadCampus('reference', { plan, sizes }), seed, inputs.year), seed)
  const played = playYear(loadCampus('reference', { plan, sizes, brightness }), seed, inputs.year)
  const rated = savingSizes(inputs.saving, played)
  for (const { device, watts } of rated) {
    const { entry, key } = ratedKey(device)
    put(sizes, entry, { [key]: watts })
  }
  parkSizes(inputs, played, rated, sizes)
  waterSizes(inputs, played, sizes)
  siteSizes(inputs, played, sizes)
  const cubicMetres = (inputs.gas * 3600) / GAS_NCV
  put(sizes, 'canteen-gas', {
    meals: played.size('canteen-gas', 'meals') * share('gas', cubicMetres, played.used('canteen-gas volume')),
  })
  put(sizes, 'food-scale', {
    kilograms: played.size('food-scale', 'kilograms') * share('food waste', inputs.waste.food * 1000, played.used('food-scale mass')),
  })
  return { plan, sizes, brightness }
}

/** MJ/m3, net calorific value of oil-field gas (GB/T 2589-2008): the inputs give gas as energy, its meter counts cubic metres. */
export const GAS_NCV = 38.931
