/** Values that others replaced at the same time, with the old value: kept for good, so that explanations can show them. */

import type { ReplacedReading, Span } from '../../domain/index.ts'
import { createProjection, groupBy } from '../../kernel/index.ts'
import type { Clock, Records } from '../../ports/index.ts'

const STREAM = 'replaced-values'

export interface ReplacedValues {
  /** Keeps them; a record for each point. */
  record(replaced: readonly ReplacedReading[]): Promise<void>
  /** Of a point within a span, in the order in which they were replaced. */
  read(point: string, within: Span): Promise<readonly ReplacedReading[]>
}

export function createReplacedValues({ records, clock }: { records: Records; clock: Clock }): ReplacedValues {
  const byPoint = new Map<string, ReplacedReading[]>()
  const log = createProjection(records, STREAM, ({ body }) => {
    for (const one of body as readonly ReplacedReading[]) byPoint.set(one.point, [...(byPoint.get(one.point) ?? []), one])
  })
  return {
    async record(replaced) {
      for (const [point, group] of groupBy(replaced, (one) => one.point)) await records.append(STREAM, point, clock.now(), group)
    },
    async read(point, { from, to }) {
      await log.refresh()
      return (byPoint.get(point) ?? []).filter(({ time }) => time >= from && time < to)
    },
  }
}
