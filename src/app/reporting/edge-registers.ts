/** Registers of meters where a period begins and ends, for those who want to see what their totals are the difference of. */

import { arithmeticOf, basePerUnit, type Campus, type EdgeState, type Instant, instant, span, type Span } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { EdgeRegisters } from '../../figures/document/explanation.ts'
import type { Buckets, Readings } from '../../ports/index.ts'

interface Stores {
  readonly buckets: Pick<Buckets, 'edgeStates'>
  readonly readings: Pick<Readings, 'firstFrom' | 'scan'>
}

/** The last readings at or before each end; where there was none before the period, the first within it. */
export async function registersAt(
  { buckets, readings }: Stores,
  campus: Campus,
  meters: readonly string[],
  period: Span,
): Promise<EdgeRegisters> {
  const [before, last] = await Promise.all([buckets.edgeStates(meters, period.from), buckets.edgeStates(meters, period.to)])
  const begun = meters.filter((id) => !before.has(id) && last.has(id))
  const within = await firstWithin(readings, campus, begun, period)
  return { first: new Map([...before, ...within]), last }
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
