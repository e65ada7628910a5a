/** A projection of a record log: state in memory that follows one stream of appended records. */

export interface LogRecord {
  readonly seq: number
  readonly id: string
  readonly at: number
  readonly body: unknown
}

/** The reading side of a record log. */
export interface ReadableLog<R extends LogRecord> {
  /** Records of the stream with a sequence above `after`, oldest first. */
  read(stream: string, after?: number): Promise<readonly R[]>
}

export interface Projection {
  /** Applies what was appended since the last call, each record once. Calls run one after another. */
  refresh(): Promise<void>
  /** The record with this sequence was appended and applied by the caller: a later refresh begins after it. */
  advance(seq: number): void
}

/** `apply` changes the state of its owner; it sees every record of the stream once, in order. */
export function createProjection<R extends LogRecord>(log: ReadableLog<R>, stream: string, apply: (record: R) => void): Projection {
  let applied = 0
  let last: Promise<void> = Promise.resolve()

  async function read(): Promise<void> {
    for (const record of await log.read(stream, applied)) {
      if (record.seq <= applied) continue
      applied = record.seq
      apply(record)
    }
  }

  return {
    // Serial on purpose: two reads that overlap would apply the same records twice.
    refresh() {
      last = last.catch(() => undefined).then(read)
      return last
    },
    advance(seq) {
      applied = Math.max(applied, seq)
    },
  }
}
