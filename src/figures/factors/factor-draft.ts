/** A draft of a factor row, examined before it is recorded. Pure. */

import {
  type Carrier,
  type Factor,
  FACTOR_SETS,
  type FactorKind,
  factorKinds,
  factorUnit,
  gasState,
  isLocalDay,
} from '../../domain/index.ts'
import type { EntryFault } from '../entries/entry-draft.ts'

export interface FactorDraft {
  readonly kind: string
  readonly value: number
  readonly region?: string | null
  /** A set, or `*` for all of them. */
  readonly set?: string
  readonly from?: string | null
  readonly to?: string | null
  readonly publisher: string
  readonly document: string
  readonly note?: string
  /** Of a calorific value of gas: 20 Cel, 101.325 kPa. */
  readonly conditions?: string | null
}

export type ExaminedFactor =
  | { readonly ok: true; readonly factor: Omit<Factor, 'id' | 'recordedAt'> }
  | { readonly ok: false; readonly faults: readonly EntryFault[] }

const isDay = (text: string | null): boolean => text === null || isLocalDay(text)

/** A calorific value of what is measured by volume says at which conditions, or it means nothing. */
const needsConditions = (unit: string): boolean => unit === 'MJ/m3'

export function examineFactor(draft: FactorDraft, carriers: readonly Carrier[]): ExaminedFactor {
  const faults: EntryFault[] = []
  const report = (path: string, message: string): void => void faults.push({ path, message })
  const [from, to, set] = [draft.from ?? null, draft.to ?? null, draft.set ?? '*']
  const unit = factorUnit(draft.kind, carriers)
  const conditions = draft.conditions?.trim() || null
  if (unit === null) report('kind', `"${draft.kind}" is not one of ${factorKinds(carriers).join(', ')}`)
  else if (conditions === null ? needsConditions(unit) : gasState(conditions) === null)
    report('conditions', `${draft.kind} is per m3 at which temperature and pressure? e.g. "20 Cel, 101.325 kPa" or "0 Cel, 101.325 kPa"`)
  if (!(Number.isFinite(draft.value) && draft.value >= 0)) report('value', `"${String(draft.value)}" is no number from 0 up`)
  if (set !== '*' && !FACTOR_SETS.some((s) => s === set)) report('set', `"${set}" is not one of *, ${FACTOR_SETS.join(', ')}`)
  if (!isDay(from)) report('from', `"${from ?? ''}" is no date; write 2026-01-01`)
  if (!isDay(to)) report('to', `"${to ?? ''}" is no date; write 2027-01-01`)
  if (from !== null && to !== null && to <= from) report('to', `"${to}" is not after "${from}"`)
  if (draft.publisher.trim() === '' || draft.document.trim() === '')
    report('document', 'who published the factor, and where? name publisher and document')
  if (faults.length > 0 || unit === null) return { ok: false, faults }
  const kind = draft.kind as FactorKind
  const { value, publisher, document, note = '', region = null } = draft
  const row = { kind, set, region, value, unit, from, to, publisher, document, note, verified: false }
  return { ok: true, factor: conditions === null ? row : { ...row, conditions } }
}

/** A row this many times the greatest of its kind, or less than such a part of the least, is a slip of the unit more often than news. */
const LEAP = 3

/** What is unlikely about a row beside those there are (of every set, recorded ones included) and the grids of the sites; empty when nothing is. */
export function unlikelyFactor(
  { kind, value, region }: Pick<Factor, 'kind' | 'value' | 'region'>,
  rows: readonly Factor[],
  grids: readonly string[],
): string[] {
  const same = rows.filter((r) => r.kind === kind)
  const near = same.filter((r) => r.region === region)
  const beside = (near.length > 0 ? near : same).map((r) => r.value)
  const [least, most] = [Math.min(...beside), Math.max(...beside)]
  const leaps = beside.length > 0 && most > 0 && (value > LEAP * most || value * LEAP < least)
  const knownGrids = [
    ...new Set([...grids, ...rows.flatMap((r) => (r.kind.startsWith('grid.') && r.region !== null ? [r.region] : []))]),
  ].sort()
  const nowhere = kind.startsWith('grid.') && region !== null && !knownGrids.includes(region)
  return [
    ...(leaps
      ? [`${value} is far from the ${least === most ? least : `${least} to ${most}`} of the rows of ${kind} there are: is the unit right?`]
      : []),
    ...(nowhere ? [`no site lies in the grid "${region}", and no row is of it; there are ${knownGrids.join(', ')}`] : []),
  ]
}
