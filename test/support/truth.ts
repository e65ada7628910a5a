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

interface Series {
  readonly values: readonly { time: string; value: number | null; missing: number }[]
}

export function readTruth(file: string): TruthRow[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as TruthRow).filter((row) => typeof row.point === 'string')
}

export function byPoint(rows: readonly TruthRow[]): Map<string, TruthRow[]> {
  const of = new Map<string, TruthRow[]>()
  for (const row of rows) of.set(row.point, [...(of.get(row.point) ?? []), row])
  return of
}

/** Holds every hour of the truth against the hour buckets; `tolerance` in the point's unit covers the register's resolution. */
export async function judge(service: Service, rows: readonly TruthRow[], tolerance: number): Promise<Verdict> {
  const lost: string[] = []
  const wrong: string[] = []
  for (const [point, hours] of byPoint(rows)) {
    const from = (hours[0] as TruthRow).from
    const to = (hours.at(-1) as TruthRow).to
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?step=1h&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`
    const series = await service.get<Series>(path)
    const got = new Map(series.values.map((v) => [Date.parse(v.time), v]))
    for (const hour of hours) {
      const value = got.get(Date.parse(hour.from))
      if (value === undefined || value.value === null || value.missing > 1e-9) lost.push(`${point} ${hour.from}`)
      else if (Math.abs(value.value - hour.value) > tolerance) wrong.push(`${point} ${hour.from}: ${value.value} instead of ${hour.value}`)
    }
  }
  return { hours: rows.length, lost, wrong }
}
