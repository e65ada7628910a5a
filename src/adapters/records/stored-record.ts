/** A record as a line of the log holds it. */

import { instant } from '../../domain/index.ts'
import type { StateRecord } from '../../ports/index.ts'

export function recordOf(value: unknown): StateRecord {
  const { seq, stream, id, at, body } = value as { seq: number; stream: string; id: string; at: number; body: unknown }
  return { seq, stream, id, at: instant(at), body }
}
