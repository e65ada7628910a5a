import { instant } from '../../../src/domain/index.ts'
import { PortError, type Records, type StateRecord } from '../../../src/ports/index.ts'

function asJson(body: unknown): unknown {
  try {
    return body === undefined ? undefined : JSON.parse(JSON.stringify(body))
  } catch (error) {
    throw new PortError('refused', String(error))
  }
}

/** The record log in memory. Bodies go through JSON, as in a file. */
export function createMemoryRecords(): Records {
  const all: StateRecord[] = []
  return {
    async append(stream, id, at, body) {
      const seq = all.length + 1
      all.push({ seq, stream, id, at: instant(at), body: asJson(body) })
      return seq
    },
    read: async (stream, after = 0) => all.filter((r) => r.stream === stream && r.seq > after),
    close: async () => undefined,
  }
}
