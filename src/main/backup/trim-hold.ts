/** Holds back the trimming of the journal while a backup reads it. */

export interface TrimHold {
  /** Trims now, or when the last hold ends. */
  readonly trim: (seq: number) => void
  /** Returns how to let go; a second call does nothing. */
  readonly hold: () => () => void
}

export function createTrimHold(trim: (seq: number) => void): TrimHold {
  let holds = 0
  let waiting: number | null = null
  return {
    trim(seq) {
      if (holds > 0) waiting = seq
      else trim(seq)
    },
    hold() {
      holds += 1
      let held = true
      return () => {
        if (!held) return
        held = false
        holds -= 1
        if (holds > 0 || waiting === null) return
        trim(waiting)
        waiting = null
      }
    },
  }
}
