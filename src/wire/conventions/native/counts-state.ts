/** The counts of native devices as plain data: what a snapshot holds, and how one is checked before it is restored. */

import { type Instant, instant } from '../../../domain/index.ts'
import { isObject } from '../../values/path.ts'

/** Numbers that are missing, first and last, between two messages that came. `span` stays when stragglers split the gap. */
export interface Gap {
  readonly first: number
  readonly last: number
  readonly span: { readonly from: Instant; readonly to: Instant }
}

/** Of one device. */
export interface Count {
  last: number
  /** Of the newest message. */
  time: Instant
  /** Whether any had a time of its own: then `time` is one. */
  timed: boolean
  gaps: readonly Gap[]
  /** The count before a restart that only the order of arrival tells, and where the new one began. */
  former: { readonly last: number; readonly began: number } | null
}

/** Raised when the form changes; a state of another version is rejected and the counts start again. */
export const COUNTS_VERSION = 1

export interface CountsState {
  readonly version: typeof COUNTS_VERSION
  readonly devices: readonly (readonly [device: string, count: Readonly<Count>])[]
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)

function readGap(value: unknown): Gap | null {
  if (!isObject(value) || !isObject(value['span'])) return null
  const { first, last, span } = value
  const { from, to } = span
  if (!isWhole(first) || !isWhole(last) || !isWhole(from) || !isWhole(to)) return null
  return { first, last, span: { from: instant(from), to: instant(to) } }
}

function readFormer(value: unknown): Count['former'] | undefined {
  if (value === null) return null
  if (!isObject(value) || !isWhole(value['last']) || !isWhole(value['began'])) return undefined
  return { last: value['last'], began: value['began'] }
}

function readCount(value: unknown): Count | null {
  if (!isObject(value) || !Array.isArray(value['gaps'])) return null
  const { last, time, timed } = value
  const gaps = value['gaps'].map(readGap)
  const former = readFormer(value['former'])
  if (!isWhole(last) || !isWhole(time) || typeof timed !== 'boolean' || former === undefined || gaps.includes(null)) return null
  return { last, time: instant(time), timed, gaps: gaps.filter((g) => g !== null), former }
}

/** The counts of a snapshot, or null when it is of another version or damaged. */
export function readCounts(state: unknown): Map<string, Count> | null {
  if (!isObject(state) || state['version'] !== COUNTS_VERSION || !Array.isArray(state['devices'])) return null
  const counts = new Map<string, Count>()
  for (const entry of state['devices'] as unknown[]) {
    const [device, value] = Array.isArray(entry) ? (entry as unknown[]) : []
    const count = readCount(value)
    if (typeof device !== 'string' || count === null) return null
    counts.set(device, count)
  }
  return counts
}
