/** Units that a rule judges: zones, buildings, sites or points that have all its roles. Pure. */

import { arithmeticOf, type Campus, type Instant, type Place, type Point, valueAt } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { FaultRule, RoleNeed } from './rules/fault-rule.ts'

export interface RuleUnit {
  /** park/block-a/2/east, or the id of a point. */
  readonly key: string
  readonly site: string
  /** Points of each role; a derived role has those that it is derived from. */
  readonly roles: Readonly<Record<string, readonly Point[]>>
}

export interface RuleUnits {
  readonly units: readonly RuleUnit[]
  /** Roles that no unit has: the rule is silent because of them. */
  readonly missing: readonly string[]
}

type Scope = FaultRule['scope'] | 'campus'

const KEYS: Readonly<Record<Scope, (place: Place, id: string) => string | null>> = {
  zone: ({ site, building, floor, zone }) =>
    zone === null ? null : [site, building, floor, zone].filter((part) => part !== null).join('/'),
  building: ({ site, building }) => (building === null ? site : `${site}/${building}`),
  site: ({ site }) => site,
  campus: () => '',
  point: (_place, id) => id,
}

const isRegister = (p: Point): boolean => arithmeticOf(p.kind) === 'register' && p.kind !== 'interval'

/** Loads and volumes are registers where there are any: power of the same load would count it twice. */
function chosen(points: readonly Point[]): readonly Point[] {
  const registers = points.filter(isRegister)
  return registers.length > 0 ? registers : points
}

function fits(need: RoleNeed, point: Point, at: Instant): boolean {
  const { quantity, use, medium, kind } = point
  if (need.derived !== undefined || point.status !== 'live') return false
  if (need.load !== undefined) return (quantity === 'energy' || quantity === 'power') && use !== null && need.load.includes(use)
  if (need.water !== undefined && !(medium?.endsWith(need.water) ?? false)) return false
  if (need.quantity !== undefined && !need.quantity.includes(quantity)) return false
  if (need.use !== undefined && (use === null || !need.use.includes(use))) return false
  // A set-point is named by its kind, whatever its role.
  if (need.role?.includes('setpoint') === true) return kind === 'setpoint'
  return need.role === undefined || need.role.includes(valueAt(point.role, at) ?? '')
}

/** Points by where they stand, for each breadth in which a role is looked for. */
function indexOf(points: readonly Point[], scope: Scope): ReadonlyMap<string, readonly Point[]> {
  return groupBy(
    points.filter((p) => KEYS[scope](p.place, p.id) !== null),
    (p) => KEYS[scope](p.place, p.id) ?? '',
  )
}

export function unitsOf({ scope, needs }: FaultRule, campus: Campus, at: Instant): RuleUnits {
  const direct = Object.entries(needs).filter(([, need]) => need.derived === undefined)
  const found = new Map(direct.map(([name, need]) => [name, campus.points.filter((p) => fits(need, p, at))]))
  const missing = direct.map(([name]) => name).filter((name) => (found.get(name) ?? []).length === 0)
  const [first] = direct
  if (first === undefined || missing.length > 0) return { units: [], missing }
  const [primary] = first
  const indexes = new Map(direct.map(([name, need]) => [name, indexOf(found.get(name) ?? [], need.within ?? scope)]))
  const own = indexOf(found.get(primary) ?? [], scope)
  const units = [...own].flatMap(([key, points]): RuleUnit[] => {
    const place = points[0]?.place
    if (place === undefined) return []
    const roles: Record<string, readonly Point[]> = { [primary]: chosen(points) }
    for (const [name, need] of direct.slice(1)) {
      const placeKey = KEYS[need.within ?? scope](place, points[0]?.id ?? '')
      const there = placeKey === null ? undefined : indexes.get(name)?.get(placeKey)
      if (there === undefined) return []
      roles[name] = chosen(there)
    }
    return [{ key, site: place.site, roles: withDerived(roles, needs) }]
  })
  return { units, missing: [] }
}

function withDerived(
  roles: Readonly<Record<string, readonly Point[]>>,
  needs: Readonly<Record<string, RoleNeed>>,
): Readonly<Record<string, readonly Point[]>> {
  const derived = Object.entries(needs).filter(([, need]) => need.derived !== undefined)
  return { ...roles, ...Object.fromEntries(derived.map(([name, { of = '' }]) => [name, roles[of] ?? []])) }
}
