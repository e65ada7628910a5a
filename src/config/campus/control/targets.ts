/** What a policy acts on: actuators by id or pattern, each with the point that the policy depends on there. */

import { type Actuator, type PolicyTarget, type Quantity } from '../../../domain/index.ts'
import type { PolicyEntry } from '../../schema/control.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, type Examination, type ExaminedPart } from '../examine.ts'
import { fillPattern, matchPattern } from '../patterns.ts'
import type { ControlSurroundings } from './actuators.ts'

/** The key that names the point of a policy, and what it has to measure; null: any quantity that is a number now. */
export interface PointKey {
  readonly key: 'occupancy' | 'point' | 'illuminance'
  readonly quantities: readonly Quantity[] | null
}

interface FoundActuator {
  readonly actuator: string
  /** Texts of the `*` of its pattern. */
  readonly texts: readonly string[]
}

interface TargetSurroundings extends ControlSurroundings {
  readonly ex: Examination
  readonly actuators: readonly Actuator[]
  /** Every actuator that the file names, faulty ones too. */
  readonly actuatorIds: ReadonlySet<string>
}

function matching(part: ExaminedPart<PolicyEntry>, around: TargetSurroundings): readonly FoundActuator[] {
  const found = new Map<string, FoundActuator>()
  for (const [i, glob] of (part.value.actuators ?? []).entries()) {
    if (glob === undefined) continue
    const matches = [...around.actuatorIds].flatMap((id) => {
      const texts = matchPattern(glob, id)
      return texts === null ? [] : [{ id, texts }]
    })
    if (matches.length === 0) {
      const hint = didYouMean(glob, around.actuatorIds) ?? 'ids stand under `actuators`; * stays within one part between slashes'
      blamePart(part, ['actuators', i], around.ex, { message: `"${glob}" matches no actuator`, hint })
    }
    for (const { id, texts } of matches) if (!found.has(id)) found.set(id, { actuator: id, texts })
  }
  const sound = new Set(around.actuators.map((a) => a.id))
  return [...found.values()].filter(({ actuator }) => sound.has(actuator))
}

/** The point for an actuator, or null after a fault. */
function pointFor(
  part: ExaminedPart<PolicyEntry>,
  { key, quantities }: PointKey,
  id: string,
  { points, ids, ex }: TargetSurroundings,
): string | null {
  const point = points.get(id)
  if (point === undefined) {
    if (!ids.has(id))
      blamePart(part, [key], ex, { message: `there is no point "${id}"`, hint: didYouMean(id, ids) ?? 'a point of this file' })
    return null
  }
  if (quantities === null || quantities.includes(point.quantity)) return id
  blamePart(part, [key], ex, { message: `"${id}" is ${point.quantity}`, hint: `name a point that measures ${quantities.join(' or ')}` })
  return null
}

/** `wanted` null: the policy depends on no point. Targets whose point has a fault are left out. */
export function targetsOf(part: ExaminedPart<PolicyEntry>, wanted: PointKey | null, around: TargetSurroundings): readonly PolicyTarget[] {
  const found = matching(part, around)
  if (wanted === null) return found.map(({ actuator }) => ({ actuator, point: null }))
  const glob = part.value[wanted.key]
  if (glob === undefined) return []
  return found.flatMap(({ actuator, texts }): PolicyTarget[] => {
    const point = pointFor(part, wanted, fillPattern(glob, texts), around)
    return point === null ? [] : [{ actuator, point }]
  })
}
