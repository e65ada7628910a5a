/**
 * Meter trees that count twice: what flows through two meters is in a total once only when one stands below the other. Findings, not faults: the file
 * may be right, and the service starts.
 */

import { arithmeticOf, type Dated, type Instant, instant, type Point, valueAt } from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import type { Faults } from '../../yaml/faults.ts'
import type { ExaminedPart } from '../examine.ts'

type Parts = ReadonlyMap<string, ExaminedPart<PointEntry>>

interface Tree {
  readonly points: readonly Point[]
  readonly byId: ReadonlyMap<string, Point>
  readonly parts: Parts
  readonly findings: Faults
}

/** Before every dated row. */
const BEGINNING = instant(-8.64e15)

/** Moments from which another role, parent or device row holds. */
function changesOf(points: readonly Point[]): readonly Instant[] {
  const starts = (rows: readonly Pick<Dated<unknown>, 'from'>[]): Instant[] => rows.flatMap(({ from }) => (from === null ? [] : [from]))
  return [...new Set([BEGINNING, ...points.flatMap((p) => [...starts(p.role), ...starts(p.parent), ...starts(p.from)])])]
}

function isBelow(point: Point, above: string, byId: Tree['byId'], at: Instant): boolean {
  const seen = new Set<string>()
  for (let id = valueAt(point.parent, at); id !== null && !seen.has(id); ) {
    if (id === above) return true
    seen.add(id)
    const next = byId.get(id)
    id = next === undefined ? null : valueAt(next.parent, at)
  }
  return false
}

const isRelated = (a: Point, b: Point, { byId }: Tree, at: Instant): boolean => isBelow(a, b.id, byId, at) || isBelow(b, a.id, byId, at)

function report({ parts, findings }: Tree, point: Point, key: 'parent' | 'role' | 'from', what: { message: string; hint: string }): void {
  const part = parts.get(point.id)
  if (part === undefined) return
  findings.blame(part.place, part.value[key] === undefined ? ['id'] : [key], what.message, what.hint)
}

/** A meter of a building beside one of the whole site, both of one role. */
function findUnlinked(tree: Tree, registers: readonly Point[], moments: readonly Instant[]): void {
  for (const point of registers) {
    if (point.place.building === null) continue
    const twin = registers.find((other) => {
      const together = (at: Instant): boolean => {
        const role = valueAt(point.role, at)
        return role !== null && role === valueAt(other.role, at) && !isRelated(point, other, tree, at)
      }
      const isWhole = other.place.site === point.place.site && other.place.building === null && other.quantity === point.quantity
      return isWhole && moments.some(together)
    })
    if (twin === undefined) continue
    report(tree, point, 'parent', {
      message: `"${point.id}" and "${twin.id}" both count as ${point.role.at(-1)?.value ?? ''} of "${point.place.site}", and neither is below the other: what flows through both counts twice`,
      hint: `add parent: ${twin.id}, from the day on which both count; or give "${twin.id}" a building of its own if it does not feed this one`,
    })
  }
}

/** A parent that measures something else is not found above its child. */
function findStrangeParents(tree: Tree, registers: readonly Point[]): void {
  for (const point of registers)
    for (const { value } of point.parent) {
      const above = tree.byId.get(value)
      if (above === undefined || above.quantity === point.quantity) continue
      report(tree, point, 'parent', {
        message: `"${point.id}" counts ${point.quantity}, its parent "${value}" measures ${above.quantity}: totals do not see that one is below the other, and count both`,
        hint: `name the meter of ${point.quantity} above it`,
      })
    }
}

/** One register of a device that serves two points. */
function findSharedRegisters(tree: Tree, registers: readonly Point[], moments: readonly Instant[]): void {
  const rowAt = (point: Point, at: Instant): string | null => {
    const row = point.from.find((r) => (r.from === null || r.from <= at) && (r.to === null || at < r.to))
    return row === undefined ? null : `${row.source} ${row.device} ${row.field}`
  }
  const first = new Map<string, Point>()
  const reported = new Set<string>()
  for (const at of moments) {
    first.clear()
    for (const point of registers) {
      const row = rowAt(point, at)
      const other = row === null ? undefined : first.get(row)
      if (row !== null && other === undefined) first.set(row, point)
      if (other === undefined || reported.has(point.id) || isRelated(point, other, tree, at)) continue
      reported.add(point.id)
      report(tree, point, 'from', {
        message: `"${point.id}" and "${other.id}" are served by the same field of the same device: what it counts counts twice`,
        hint: 'keep one of the points, or put one below the other with parent',
      })
    }
  }
}

/** What leaves an uninterruptible supply feeds the machines: their meter is below it. */
function findBesideSupply(tree: Tree, registers: readonly Point[], moments: readonly Instant[]): void {
  const playing = (role: string, at: Instant): readonly Point[] => registers.filter((p) => valueAt(p.role, at) === role)
  const reported = new Set<string>()
  for (const at of moments) {
    for (const machines of playing('dc-it', at)) {
      const supplies = [...playing('ups-out', at), ...playing('ups-in', at)].filter((s) => s.place.site === machines.place.site)
      const [supply] = supplies
      if (supply === undefined || reported.has(machines.id) || supplies.some((s) => isRelated(machines, s, tree, at))) continue
      reported.add(machines.id)
      report(tree, machines, 'parent', {
        message: `"${machines.id}" (dc-it) stands beside "${supply.id}" (${valueAt(supply.role, at) ?? ''}): what the supply feeds to the machines counts twice by use`,
        hint: `put it below with parent: ${supply.id}; leave out use of the supply, which passes energy on`,
      })
    }
  }
}

/** `parts` as they stand in the file; `points` without faults. */
export function findDoubleCounting(parts: Parts, points: readonly Point[], findings: Faults): void {
  const tree: Tree = { points, byId: new Map(points.map((p) => [p.id, p])), parts, findings }
  const counting = points.filter((p) => p.status === 'live' && arithmeticOf(p.kind) === 'register' && (p.role.length > 0 || p.use !== null))
  const moments = changesOf(counting)
  const withRole = counting.filter((p) => p.role.length > 0)
  findUnlinked(tree, withRole, moments)
  findStrangeParents(tree, counting)
  findSharedRegisters(tree, counting, moments)
  findBesideSupply(tree, withRole, moments)
}
