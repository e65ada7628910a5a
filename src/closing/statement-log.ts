/** Statements as they were recorded, never overwritten; folded in memory from the record log. */

import type { Statement } from '../domain/index.ts'
import { createProjection } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'

/** A statement with its report document in the packed form it is stored in. */
export interface StoredStatement extends Statement {
  readonly document: string
}

export interface StatementLog {
  /** The statement that is in force; null: the period is open. */
  current(period: string): Promise<StoredStatement | null>
  /** Null when there is no such revision. */
  revision(period: string, revision: number): Promise<StoredStatement | null>
  /** In the order they were recorded. */
  list(): Promise<readonly StoredStatement[]>
  append(statement: StoredStatement): Promise<void>
}

const STREAM = 'statements'

export function createStatementLog({ records, clock }: { records: Records; clock: Clock }): StatementLog {
  const statements: StoredStatement[] = []
  const log = createProjection(records, STREAM, ({ body }) => statements.push(body as StoredStatement))

  async function list(): Promise<readonly StoredStatement[]> {
    await log.refresh()
    return [...statements]
  }

  return {
    list,
    current: async (period) => (await list()).findLast((s) => s.period === period) ?? null,
    revision: async (period, revision) => (await list()).find((s) => s.period === period && s.revision === revision) ?? null,
    append: async (statement) => void (await records.append(STREAM, `${statement.period}/${statement.revision}`, clock.now(), statement)),
  }
}
