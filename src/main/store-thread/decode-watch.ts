/** Which message the store thread decodes, in memory that both threads see: a message that never ends is found by the main thread. */

/** Journal sequence of the message that is being decoded, 0 for none; messages so far; beats of the thread's event loop. */
const SEQ = 0
const COUNT = 1

export interface DecodeWatch {
  /** The message is about to be decoded. */
  begin(seq: number): void
  /** No message is being decoded. */
  end(): void
}

export const createDecodeMemory = (): SharedArrayBuffer => new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT)

export function decodeWatchOn(memory: SharedArrayBuffer): DecodeWatch {
  const state = new Float64Array(memory)
  return {
    begin(seq) {
      state[COUNT] = (state[COUNT] ?? 0) + 1
      state[SEQ] = seq
    },
    end() {
      state[SEQ] = 0
    },
  }
}

export interface HangDetector {
  /** To be called once a second. The message that has been decoded for `ticks` calls, or null. */
  check(): number | null
}

/** Counts calls, not time: while the whole process is suspended nothing is counted. */
export function createHangDetector(memory: SharedArrayBuffer, ticks: number): HangDetector {
  const state = new Float64Array(memory)
  let seen = { seq: 0, count: 0 }
  let same = 0
  return {
    check() {
      const [seq = 0, count = 0] = state
      same = seq !== 0 && seq === seen.seq && count === seen.count ? same + 1 : 0
      seen = { seq, count }
      return same >= ticks ? seq : null
    },
  }
}
