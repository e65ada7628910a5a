/** Gaps in the `seq` of native devices: the one sign that a broker lost something. */

import type { Outcome } from './codec.ts'

export interface Sequence {
  /** Compares with the device's last `seq`; a gap becomes an event. Anything that is no count is left alone. */
  note(device: string, seq: unknown, out: Outcome): void
}

const DEVICES_KEPT = 50_000
/** A message that comes up to this many late is out of order, not a restart. */
const LATE = 32

export function createSequence(): Sequence {
  const last = new Map<string, number>()
  return {
    note(device, seq, out) {
      if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return
      const before = last.get(device)
      if (before !== undefined && seq > before + 1) {
        out.events.push({ type: 'seq-gap', device, detail: `expected ${before + 1}, got ${seq}: ${seq - before - 1} missing` })
      }
      if (before !== undefined && seq <= before && seq > 1 && before - seq < LATE) return
      if (before === undefined && last.size >= DEVICES_KEPT) last.delete(last.keys().next().value ?? '')
      last.set(device, seq)
    },
  }
}
