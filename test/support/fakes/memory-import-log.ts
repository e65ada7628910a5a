import type { ImportLog, LoggedRows } from '../../../src/ports/index.ts'

/** The log of imports in memory. */
export function createMemoryImportLog(): ImportLog {
  const logs = new Map<string, LoggedRows[]>()
  return {
    async append(id, rows) {
      logs.set(id, [...(logs.get(id) ?? []), structuredClone(rows)])
    },
    async *read(id) {
      yield* logs.get(id) ?? []
    },
  }
}
