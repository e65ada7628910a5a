/** Registers of meters where a period begins and ends, for those who want to see what their totals are the difference of. */

import { arithmeticOf, basePerUnit, type Campus, DAY, type EdgeState, type Instant, instant, span, type Span } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { EdgeRegisters } from '../../figures/document/meter-lineage.ts'
import type { Buckets, Readings } from '../../ports/index.ts'

interface Stores {
  readonly buckets: Pick<Buckets, 'edgeStates'>
  readonly readings: Pick<Readings, 'firstFrom' | 'scan'>
}

interface EdgeQuery {
  readonly points: readonly string[]
  readonly period: Span
  /** Points whose register changed in the period: what lies between its ends and the readings around them is needed too. */
  readonly changed: readonly string[]
}

/** How far behind the period the next reading is looked for. */
const BEHIND = 400 * DAY

/** The last readings at or before each end; where there was none before the period, the first within it. */
export async function registersAt({ buckets, readings }: Stores, campus: Campus, query: EdgeQuery): Promise<EdgeRegisters> {
  const { points, period, changed } = query
  const [before, last] = await Promise.all([buckets.edgeStates(points, period.from), buckets.edgeStates(points, period.to)])
  const begun = points.filter((id) => !before.has(id) && last.has(id))
  const within = await firstWithin(readings, campus, begun, period)
  const [afterFirst, afterLast] = await Promise.all([
    firstWithin(readings, campus, changed, period),
    firstWithin(readings, campus, changed, span(period.to, period.to + BEHIND)),
  ])
  return { first: new Map([...before, ...within]), last, afterFirst, afterLast }
}

async function firstWithin(
  readings: Stores['readings'],
  campus: Campus,
  ids: readonly string[],
  period: Span,
): Promise<Map<string, EdgeState>> {
  const registers = new Map(campus.points.filter((p) => arithmeticOf(p.kind) === 'register' && ids.includes(p.id)).map((p) => [p.id, p]))
  const times = registers.size === 0 ? new Map<string, Instant>() : await readings.firstFrom([...registers.keys()], period.from)
  const byTime = groupBy(
    [...times].filter(([, time]) => time < period.to),
    ([, time]) => time,
  )
  const found = new Map<string, EdgeState>()
  for (const [time, group] of byTime) {
    const points = group.map(([id]) => id)
    const rows = await readings.scan({ points, span: span(time, time + 1) })
    for (let i = 0; i < rows.length; i++) {
      const id = rows.names[rows.point[i] as number] as string
      const point = registers.get(id)
      if (point) found.set(id, { time: instant(time), value: Math.round((rows.value[i] as number) * basePerUnit(point.quantity)) })
    }
  }
  return found
}
