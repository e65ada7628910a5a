/** Entries of `measures:` -> Measure: what is controlled since when, and what it is held against. */

import { type Baseline, DAY, instant, type Load, localDate, type Measure } from '../../../domain/index.ts'
import type { MeasureEntry } from '../../schema/saving.ts'
import { blamePart, byId, type Examination, momentAt, type ExaminedPart, isPresent, windowAt } from '../examine.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { namesOf } from '../names.ts'
import { type KnownPoints, loadsOf } from './saving-loads.ts'
import { shareScheduleOf } from './share-schedule.ts'

/** Four weeks. */
const LEAST_LEARNED = 28 * DAY

export function measuresOf(parts: readonly ExaminedPart<MeasureEntry>[], points: KnownPoints, ex: Examination): readonly Measure[] {
  const unique = byId(parts, 'measure', ex)
  /** Register of a load -> the measure that claims it. */
  const claimed = new Map<string, string>()
  const found: PlacedLoad[] = []
  const measures = [...unique].map(([id, part]) => {
    const start = momentAt(part, ['from'], ex)
    const baseline = baselineOf(part, start, ex)
    const control = start ?? (baseline.kind === 'learned' ? baseline.within.to : null)
    const loads = loadsOf(part, points, ex)
    once(part, loads, { id, claimed }, ex)
    for (const { load, at } of loads) found.push({ part, load, at })
    return {
      id,
      name: part.value.name === undefined ? { en: id } : namesOf(part.value.name),
      system: part.value.system ?? null,
      baseline,
      loads: loads.map(({ load }) => load),
      from: control === null ? null : localDate(ex.zone, control),
      ...coolingOf(part, points, ex),
    }
  })
  for (const load of found) apart(load, claimed, points, ex)
  return measures
}

function coolingOf(part: ExaminedPart<MeasureEntry>, { seasons }: KnownPoints, ex: Examination): Pick<Measure, 'cooling'> {
  const { season, cop, share } = part.value.cooling ?? {}
  if (season === undefined || cop === undefined || share === undefined) return {}
  if (!seasons.includes(season)) {
    const hint = didYouMean(season, seasons) ?? (seasons.length === 0 ? 'add it under `seasons`' : `there are ${seasons.join(', ')}`)
    blamePart(part, ['cooling', 'season'], ex, { message: `there is no season "${season}"`, hint })
  }
  return { cooling: { season, cop, share } }
}

interface PlacedLoad {
  readonly part: ExaminedPart<MeasureEntry>
  readonly load: Load
  /** Position in the list of the file. */
  readonly at: number
}

/** What is metered below a load is saved there already. */
function apart({ part, load, at }: PlacedLoad, claimed: ReadonlyMap<string, string>, { points }: KnownPoints, ex: Examination): void {
  const seen = new Set([load.energy])
  for (let above = aboveOf(load.energy, points); above !== null && !seen.has(above); above = aboveOf(above, points)) {
    const measure = claimed.get(above)
    if (measure !== undefined) {
      blamePart(part, ['loads', at], ex, {
        message: `"${load.energy}" is metered below "${above}", a load of the measure "${measure}"`,
        hint: 'what is saved below is saved above already: name one of the two',
      })
      return
    }
    seen.add(above)
  }
}

/** The meter upstream, the last one that the file names. */
function aboveOf(id: string, points: KnownPoints['points']): string | null {
  return points.get(id)?.parent.at(-1)?.value ?? null
}

function baselineOf(part: ExaminedPart<MeasureEntry>, start: number | null, ex: Examination): Baseline {
  const schedule = shareScheduleOf(part, ex)
  if (typeof part.value.baseline !== 'object') {
    if (schedule === null && part.sound)
      blamePart(part, ['baseline'], ex, {
        message: 'the schedule of the baseline is missing',
        hint: 'add schedule: { workday: ..., weekend: ... }',
      })
    return { kind: 'schedule', schedule: schedule ?? { workday: [], weekend: [], holiday: [] } }
  }
  if (isPresent(part, 'schedule'))
    blamePart(part, ['schedule'], ex, { message: 'a baseline that is learned has no schedule', hint: 'leave one of the two out' })
  const { from, to } = windowAt(part, ['baseline', 'learn'], ex)
  if (from !== null && to !== null && to > from && to - from < LEAST_LEARNED)
    blamePart(part, ['baseline', 'learn', 'to'], ex, {
      message: `the time before control has ${Math.floor((to - from) / DAY)} days`,
      hint: 'a baseline is learned from four weeks or more',
    })
  if (to !== null && start !== null && to > start)
    blamePart(part, ['baseline', 'learn', 'to'], ex, {
      message: 'the time that is learned from goes on into the time of control',
      hint: 'end it at `from`, or before',
    })
  return { kind: 'learned', within: { from: from ?? instant(0), to: to ?? instant(0) } }
}

type Found = readonly { readonly load: Load; readonly at: number }[]

/** What two measures save on one load would be counted twice. */
function once(
  part: ExaminedPart<MeasureEntry>,
  loads: Found,
  { id, claimed }: { id: string; claimed: Map<string, string> },
  ex: Examination,
): void {
  for (const { load, at } of loads) {
    const other = claimed.get(load.energy)
    if (other !== undefined)
      blamePart(part, ['loads', at], ex, {
        message: `"${load.energy}" is a load of the measure "${other}" already`,
        hint: other === id ? 'name it once' : 'a load belongs to one measure, else its saving counts twice',
      })
    claimed.set(load.energy, other ?? id)
  }
}
