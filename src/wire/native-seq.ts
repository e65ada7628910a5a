/** Gaps in the `seq` of native devices: what a device sent and nobody got. */

import type { Outcome } from './codec.ts'

export interface Sequence {
  /** Compares with the device's last `seq`: a gap becomes an event, and another one when a straggler fills it. Anything that is no count is left alone. */
  note(device: string, seq: unknown, out: Outcome): void
}

interface Count {
  last: number
  /** Missing lately: may still come. */
  readonly missing: Set<number>
}

const DEVICES_KEPT = 50_000
/** A message that comes up to this many late is out of order, not a restart. */
const LATE = 32

export function createSequence(): Sequence {
  const counts = new Map<string, Count>()

  function gap(device: string, count: Count, seq: number, out: Outcome): void {
    const missing = seq - count.last - 1
    out.events.push({ type: 'seq-gap', device, detail: `expected ${count.last + 1}, got ${seq}: ${missing} missing`, missing })
    for (let s = Math.max(count.last + 1, seq - LATE); s < seq; s++) count.missing.add(s)
    for (const s of count.missing) if (s <= seq - LATE) count.missing.delete(s)
  }

  function straggler(device: string, count: Count, seq: number, out: Outcome): void {
    if (count.missing.delete(seq)) out.events.push({ type: 'seq-late', device, detail: `${seq} came after all`, missing: -1 })
  }

  return {
    note(device, seq, out) {
      if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return
      const count = counts.get(device)
      if (count === undefined) {
        if (counts.size >= DEVICES_KEPT) counts.delete(counts.keys().next().value ?? '')
        counts.set(device, { last: seq, missing: new Set() })
        return
      }
      if (seq > count.last + 1) gap(device, count, seq, out)
      else if (seq <= count.last && seq > 1 && count.last - seq < LATE) return straggler(device, count, seq, out)
      else if (seq <= count.last) count.missing.clear()
      count.last = seq
    },
  }
}
