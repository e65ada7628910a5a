/** What a host knows of edge nodes: births, aliases, the number of the last message. Births come once; a host that forgets them reads nothing. */

import type { FieldRule } from '../../mapping/rules.ts'
import type { RestoreResult } from '../../codec.ts'
import { isObject } from '../../values/path.ts'

const EDGES_KEPT = 5000
const METRICS_KEPT = 50_000
/** Raised when the form changes. */
const VERSION = 1

/** A metric of a birth. */
export interface BirthMetric {
  /** `<group>/<edge>` or `<group>/<edge>/<device>`. */
  readonly device: string
  readonly name: string
  readonly alias: number | null
  readonly datatype: number
  readonly unit: string | null
}

export interface KnownMetric extends BirthMetric {
  /** Compiled when the first value comes. */
  rule: FieldRule | null
}

export interface SequenceHole {
  /** Numbers that did not come yet. */
  readonly missing: readonly number[]
  /** Receipt of the message behind the hole, epoch ms. */
  readonly since: number
  /** Receipt of the message before it. */
  readonly from: number
}

export interface Edge {
  born: boolean
  bdSeq: number | null
  seq: number | null
  /** Receipt of the last numbered message. */
  seenAt: number
  hole: SequenceHole | null
  /** When the births were last requested, epoch ms. */
  requestedAt: number | null
  readonly aliases: Map<number, KnownMetric>
  readonly names: Map<string, KnownMetric>
}

export interface Edges {
  /** Created at first sight. */
  of(name: string): Edge
  all(): Iterable<readonly [name: string, edge: Edge]>
  snapshot(): unknown
  restore(state: unknown): RestoreResult
}

function createEdge(): Edge {
  return { born: false, bdSeq: null, seq: null, seenAt: 0, hole: null, requestedAt: null, aliases: new Map(), names: new Map() }
}

const nameKey = (device: string, name: string): string => `${device}\u0000${name}`

export function findByName({ names }: Edge, device: string, name: string): KnownMetric | undefined {
  return names.get(nameKey(device, name))
}

export function learnMetric(edge: Edge, metric: BirthMetric): KnownMetric {
  const entry: KnownMetric = { ...metric, rule: null }
  if (edge.names.size >= METRICS_KEPT) return entry
  edge.names.set(nameKey(metric.device, metric.name), entry)
  if (metric.alias !== null) edge.aliases.set(metric.alias, entry)
  return entry
}

/** A birth replaces the earlier one of this device; that of an edge node replaces those of all its devices. */
export function forgetMetrics(edge: Edge, device: string | null): void {
  for (const [key, metric] of edge.names) {
    if (device !== null && metric.device !== device) continue
    edge.names.delete(key)
    if (metric.alias !== null && edge.aliases.get(metric.alias)?.device === metric.device) edge.aliases.delete(metric.alias)
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value)
const orNull = (value: unknown): value is number | null => value === null || isCount(value)

function saveEdge({ aliases: _aliases, names, ...rest }: Edge): unknown {
  return { ...rest, metrics: [...names.values()].map(({ device, name, alias, datatype, unit }) => [device, name, alias, datatype, unit]) }
}

function readHole(value: unknown): SequenceHole | null | undefined {
  if (value === null) return null
  if (!isObject(value) || !Array.isArray(value['missing']) || !value['missing'].every(isCount)) return undefined
  const { missing, since, from } = value
  return isCount(since) && isCount(from) ? { missing, since, from } : undefined
}

function readBirthMetric(value: unknown): BirthMetric | null {
  if (!Array.isArray(value)) return null
  const [device, name, alias, datatype, unit] = value as unknown[]
  if (typeof device !== 'string' || typeof name !== 'string' || !orNull(alias) || !isCount(datatype)) return null
  return unit === null || typeof unit === 'string' ? { device, name, alias, datatype, unit } : null
}

function readEdge(value: unknown): Edge | null {
  if (!isObject(value) || !Array.isArray(value['metrics'])) return null
  const { born, bdSeq, seq, seenAt, requestedAt } = value
  const hole = readHole(value['hole'])
  if (typeof born !== 'boolean' || !orNull(bdSeq) || !orNull(seq) || !isCount(seenAt) || !orNull(requestedAt) || hole === undefined)
    return null
  const edge: Edge = { ...createEdge(), born, bdSeq, seq, seenAt, requestedAt, hole }
  for (const entry of value['metrics'] as unknown[]) {
    const metric = readBirthMetric(entry)
    if (metric === null) return null
    learnMetric(edge, metric)
  }
  return edge
}

export function createEdges(): Edges {
  let edges = new Map<string, Edge>()
  return {
    of(name) {
      const found = edges.get(name)
      if (found !== undefined) return found
      if (edges.size >= EDGES_KEPT) edges.delete(edges.keys().next().value ?? '')
      const edge = createEdge()
      edges.set(name, edge)
      return edge
    },
    all: () => edges,
    snapshot: () => ({ version: VERSION, edges: [...edges].map(([name, edge]) => [name, saveEdge(edge)]) }),
    restore(state) {
      if (!isObject(state) || state['version'] !== VERSION || !Array.isArray(state['edges'])) return 'rejected'
      const restored = new Map<string, Edge>()
      for (const entry of state['edges'] as unknown[]) {
        const [name, saved] = Array.isArray(entry) ? (entry as unknown[]) : []
        const edge = readEdge(saved)
        if (typeof name !== 'string' || edge === null) return 'rejected'
        restored.set(name, edge)
      }
      edges = restored
      return 'restored'
    },
  }
}
