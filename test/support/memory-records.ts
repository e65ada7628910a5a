import { instant } from '../../src/domain/index.ts'
import type { Records, StateRecord } from '../../src/ports/index.ts'

/** The record log in memory. */
export function createMemoryRecords(): Records {
  const all: StateRecord[] = []
  return {
    async append(stream, id, at, body) {
      const seq = all.length + 1
      all.push({ seq, stream, id, at: instant(at), body: structuredClone(body) })
      return seq
    },
    read: async (stream, after = 0) => all.filter((r) => r.stream === stream && r.seq > after),
    close: async () => undefined,
  }
}
