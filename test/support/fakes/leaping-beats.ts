import type { Beats } from '../../../src/ports/index.ts'

export interface LeapingBeats extends Beats {
  /** One beat of everything, as after a leap of the clock; those named, or all in the order in which they were asked for. */
  beat(...names: string[]): Promise<void>
}

/** Beats that come when told. */
export function createLeapingBeats(): LeapingBeats {
  const beats = new Map<string, () => Promise<void>>()
  return {
    every(name, _pattern, _zone, beat) {
      beats.set(name, beat)
      return () => void beats.delete(name)
    },
    async beat(...names) {
      for (const [name, beat] of beats) if (names.length === 0 || names.includes(name)) await beat()
    },
  }
}
