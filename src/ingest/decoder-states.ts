/**
 * The state of the decoder on disk: births, aliases, descriptions, counts. A device sends its birth once; a service that restarted without it
 * would read nothing until the next one. The state is kept only for messages that are stored: a message that is decoded again must not meet itself.
 */

import type { DecoderState } from '../wire/index.ts'

/** The state after the message `seq`. */
export interface SavedDecoderState {
  readonly seq: number
  readonly state: unknown
}

/** Where the state is kept. Losing it costs what devices describe once; it never costs a reading that is stored. */
export interface DecoderStateFile {
  /** Null: there is none, or it is damaged. */
  read(): SavedDecoderState | null
  write(saved: SavedDecoderState): void
}

export interface DecoderStates {
  /** Before a batch is handed to the store: takes the state where one is due. `last`: the service stops. */
  take(seq: number, last: boolean): void
  /** Everything up to `offset` is stored. */
  confirm(offset: number): void
}

export interface DecoderStatesParts {
  readonly file: DecoderStateFile | null
  readonly snapshot: () => DecoderState
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
}

const EVERY_MS = 30_000

export function createDecoderStates({ file, snapshot, monotonic }: DecoderStatesParts): DecoderStates {
  let due = 0
  let taken: SavedDecoderState | null = null
  return {
    take(seq, last) {
      if (file === null || (!last && monotonic() < due)) return
      due = monotonic() + EVERY_MS
      taken = { seq, state: snapshot() }
    },
    confirm(offset) {
      if (taken === null || taken.seq > offset) return
      file?.write(taken)
      taken = null
    },
  }
}
