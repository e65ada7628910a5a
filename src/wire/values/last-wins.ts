import type { DecodeOutput } from '../codec.ts'

/** One channel at most once per time: of two, the later in the message stays, and an event says so. */
export function keepLast(out: DecodeOutput): void {
  const seen = new Map<string, number>()
  let kept = 0
  for (const reading of out.readings) {
    const key = `${reading.time} ${reading.device}\u0000${reading.channel}`
    const at = seen.get(key)
    if (at === undefined) {
      seen.set(key, kept)
      out.readings[kept++] = reading
    } else {
      out.readings[at] = reading
      out.events.push({ type: 'duplicate', device: reading.device, channel: reading.channel, frame: null })
    }
  }
  out.readings.length = kept
}
