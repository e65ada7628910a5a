/** The simulators' truth held against the service: per point and hour, what was consumed and what the buckets say. */

import { readFileSync } from 'node:fs'
import type { Service } from './service.ts'

export interface TruthRow {
  readonly point: string
  readonly from: string
  readonly to: string
  readonly unit: string
  readonly value: number
}

export interface Verdict {
  readonly hours: number
  /** Hours whose bucket is missing or not fully known. */
  readonly lost: readonly string[]
  /** Hours whose value is not the truth. */
  readonly wrong: readonly string[]
}

/** One hour of one register: what was used, and what its bucket says. */
export interface HeldHour {
  readonly point: string
  readonly from: string
  readonly truth: number
  /** Null: nothing is known of it. */
  readonly value: number | null
  readonly coverage: number
  readonly bridged: number
  readonly missing: number
  readonly findings: readonly string[]
}

interface Series {
  readonly values: readonly (Omit<HeldHour, 'point' | 'from' | 'truth'> & { readonly time: string })[]
}

const UNKNOWN = { value: null, coverage: 0, bridged: 0, missing: 1, findings: [] }

export function readTruth(file: string): TruthRow[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as TruthRow).filter((row) => typeof row.point === 'string')
}

export function byPoint(rows: readonly TruthRow[]): Map<string, TruthRow[]> {
  const of = new Map<string, TruthRow[]>()
  for (const row of rows) of.set(row.point, [...(of.get(row.point) ?? []), row])
  return of
}

/** Every hour of the truth with the hour bucket beside it. */
export async function holdAgainst(service: Service, rows: readonly TruthRow[]): Promise<HeldHour[]> {
  const held: HeldHour[] = []
  for (const [point, hours] of byPoint(rows)) {
    const from = (hours[0] as TruthRow).from
    const to = (hours.at(-1) as TruthRow).to
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?step=1h&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`
    const series = await service.get<Series>(path)
    const got = new Map(series.values.map((v) => [Date.parse(v.time), v]))
    for (const hour of hours) {
      const { value, coverage, bridged, missing, findings } = got.get(Date.parse(hour.from)) ?? UNKNOWN
      held.push({ point, from: hour.from, truth: hour.value, value, coverage, bridged, missing, findings })
    }
  }
  return held
}

/** Holds every hour of the truth against the hour buckets; `tolerance` in the point's unit covers the register's resolution. */
export async function judge(service: Service, rows: readonly TruthRow[], tolerance: number): Promise<Verdict> {
  const lost: string[] = []
  const wrong: string[] = []
  for (const { point, from, truth, value, missing } of await holdAgainst(service, rows)) {
    if (value === null || missing > 1e-9) lost.push(`${point} ${from}`)
    else if (Math.abs(value - truth) > tolerance) wrong.push(`${point} ${from}: ${value} instead of ${truth}`)
  }
  return { hours: rows.length, lost, wrong }
}
