/**
 * State of the store that InfluxDB itself cannot hold: the journal offset up to which it is written, the spans that changed since the roller's
 * watermark, and that watermark. One local file. A batch writes its changed spans first, then its rows, then the offset: a kill in between replays
 * the batch from the journal and leaves one span too many, which costs only work, and never one too few, which would lose buckets.
 */

import { type ChangedSpan, type ChangedSpans, createChangedSpans, type Span } from '../../../domain/index.ts'
import type { Change } from '../../../ports/index.ts'
import { type ChangeFile, openChangeFile } from './change-file.ts'

export interface ChangeLog {
  /** True when the file was empty: earlier writes to the store are not recorded here. */
  readonly isNew: boolean
  /** Damaged lines that were skipped; with one, all readings count as changed. */
  readonly damaged: number
  offset(): number
  rolledUpTo(): number
  /** Changed spans are complete for rows after this sequence; earlier changes must be read from the data. */
  completeAfter(): number
  add(spans: readonly ChangedSpan[]): void
  setOffset(offset: number): void
  setRolledUpTo(upTo: number): void
  /** Changes up to `seq` must be read from the data. */
  setCompleteAfter(seq: number): void
  changes(after: number): { changes: Change[]; upTo: number }
  /** Removes spans of points, all or those wholly inside `within`: a span too many costs only work. */
  remove(points: readonly string[], within?: Span): void
  /** Resolves to the offset up to which the log survives a power cut. */
  sync(): Promise<number>
  close(): void
}

/** m: changed spans, o: offset, r: rolled up to, f: complete after, x: points removed, w: within [from, to). */
type Entry =
  | { readonly m: readonly ChangedSpan[] }
  | { readonly o: number }
  | { readonly r: number }
  | { readonly f: number }
  | { readonly x: readonly string[]; readonly w?: readonly [from: number, to: number] }

interface State {
  readonly spans: ChangedSpans
  offset: number
  rolled: number
  floor: number
}

const REWRITE_BYTES = 4 * 1024 * 1024

function apply(state: State, entry: Entry): void {
  if ('m' in entry) for (const span of entry.m) state.spans.add(span)
  else if ('o' in entry) state.offset = entry.o
  else if ('f' in entry) state.floor = entry.f
  else if ('x' in entry) state.spans.remove(new Set(entry.x), entry.w)
  else {
    state.rolled = entry.r
    state.spans.startNewSpans()
  }
}

export function openChangeLog(path: string, rewriteBytes = REWRITE_BYTES): ChangeLog {
  const { file, entries, damaged } = openChangeFile(path)
  const state: State = { spans: createChangedSpans(), offset: 0, rolled: 0, floor: 0 }
  for (const entry of entries) apply(state, entry as Entry)
  if (damaged > 0) {
    // The damaged lines may have held any of its spans.
    state.floor = Math.max(1, state.offset)
    state.rolled = 0
  }
  return createChangeLog(file, state, { fresh: entries.length === 0, damaged, rewriteBytes })
}

function createChangeLog(file: ChangeFile, state: State, how: { fresh: boolean; damaged: number; rewriteBytes: number }): ChangeLog {
  let bytesAfterRewrite = 0

  function rewrite(): void {
    const upTo = Math.min(state.rolled, state.offset)
    state.spans.forget(upTo)
    state.floor = Math.max(state.floor, upTo)
    const kept: Entry[] = [{ f: state.floor }, { o: state.offset }, { r: state.rolled }, { m: state.spans.all() }]
    file.replace(kept)
    bytesAfterRewrite = file.bytes()
  }

  function put(entry: Entry): void {
    file.append([entry])
    apply(state, entry)
    if (file.bytes() > Math.max(how.rewriteBytes, 2 * bytesAfterRewrite)) rewrite()
  }

  return {
    isNew: how.fresh,
    damaged: how.damaged,
    offset: () => state.offset,
    rolledUpTo: () => state.rolled,
    completeAfter: () => state.floor,
    add: (spans) => spans.length > 0 && put({ m: spans }),
    setOffset: (offset) => put({ o: offset }),
    setRolledUpTo: (upTo) => put({ r: upTo }),
    setCompleteAfter: (seq) => put({ f: seq }),
    changes(after) {
      state.spans.startNewSpans()
      return { changes: state.spans.changes(after, state.offset), upTo: state.offset }
    },
    remove: (points, within) => put({ x: points, ...(within === undefined ? {} : { w: [within.from, within.to] }) }),
    async sync() {
      const { offset } = state
      await file.sync()
      return offset
    },
    close: () => file.close(),
  }
}
