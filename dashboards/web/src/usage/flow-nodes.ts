/** A flow from the usage of media by place and use: what no use explains stays in it, and what exceeds its meter is listed. */

import type { FlowLink, FlowNode } from '../graphs/svg/flow-layout.ts'
import type { Usage } from './usage-api.ts'

/** Places below this share of everything are one node. */
const SMALL = 0.006
export const OTHER_PLACES = 'other'
export const REST = 'rest'

export interface FlowPart {
  readonly source: string
  readonly place: string
  readonly use: string
  readonly value: number
}

export interface Excess {
  /** A place, or null for the whole campus. */
  readonly place: string | null
  /** How much its parts have more than its meter. */
  readonly value: number
}

export interface FlowGraph {
  readonly nodes: readonly FlowNode[]
  readonly links: readonly (FlowLink & { readonly source: string })[]
  readonly excess: readonly Excess[]
  readonly total: number
}

/** Amounts of a medium by place and use, its rests among them. */
function partsOf(source: string, { groups, rest }: Usage): { parts: FlowPart[]; excess: Excess[] } {
  const rows = [
    ...groups.map((g) => ({ key: g.key, total: g.total ?? 0 })),
    ...(rest === null ? [] : [{ key: `${REST}|${REST}`, total: rest.total ?? 0 }]),
  ]
  const split = rows.map(({ key, total }) => {
    const at = key.lastIndexOf('|')
    return { source, place: key.slice(0, at), use: key.slice(at + 1), value: total }
  })
  const tolerance = 1e-6 * split.reduce((n, p) => n + Math.abs(p.value), 0)
  return {
    parts: split.filter((p) => p.value > tolerance),
    excess: split.filter((p) => p.value < -tolerance).map((p) => ({ place: p.place === REST ? null : p.place, value: -p.value })),
  }
}

function sumBy<T>(rows: readonly T[], key: (row: T) => string, value: (row: T) => number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + value(row))
  return sums
}

const last = (id: string): string => id.slice(id.indexOf(':') + 1)

export function flowOf(usages: readonly { readonly source: string; readonly usage: Usage }[]): FlowGraph {
  const all = usages.map(({ source, usage }) => partsOf(source, usage))
  const parts = all.flatMap((a) => a.parts)
  const total = parts.reduce((n, p) => n + p.value, 0)
  const places = sumBy(
    parts,
    (p) => p.place,
    (p) => p.value,
  )
  const placeOf = (p: FlowPart): string => (p.place !== REST && (places.get(p.place) ?? 0) < SMALL * total ? OTHER_PLACES : p.place)
  const links = [
    ...joined(parts, (p) => [`source:${p.source}`, `place:${placeOf(p)}`]),
    ...joined(parts, (p) => [`place:${placeOf(p)}`, `use:${p.use}`]),
  ]
  const ids = [...new Set(links.flatMap((l) => [l.from, l.to]))]
  const value = (id: string): number =>
    Math.max(
      links.filter((l) => l.from === id).reduce((n, l) => n + l.value, 0),
      links.filter((l) => l.to === id).reduce((n, l) => n + l.value, 0),
    )
  const column = (id: string): number => (id.startsWith('source:') ? 0 : id.startsWith('place:') ? 1 : 2)
  return {
    nodes: ids.map((id) => ({ id, column: column(id), value: value(id), rest: last(id) === REST })),
    links,
    excess: all.flatMap((a) => a.excess),
    total,
  }
}

/** One link for each pair of ends; of the source that most of it comes from. */
function joined(parts: readonly FlowPart[], ends: (part: FlowPart) => readonly [string, string]): (FlowLink & { source: string })[] {
  const links = new Map<string, { from: string; to: string; value: number; rest: boolean; source: string }>()
  for (const part of parts) {
    const [from, to] = ends(part)
    const key = `${from} ${to}`
    const link = links.get(key) ?? { from, to, value: 0, rest: last(to) === REST || last(from) === REST, source: part.source }
    links.set(key, { ...link, value: link.value + part.value })
  }
  return [...links.values()]
}
