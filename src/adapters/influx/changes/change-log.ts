/**
 * What this service knows about the store and the store does not: up to which journal message it is written, what changed since the
 * roller's watermark, and that watermark. One local file. A batch goes marks first, then rows, then offset: a kill in between replays the
 * batch from the journal and leaves a mark too many, never one too few.
 */

import type { Span } from '../../../domain/index.ts'
import type { Change } from '../../../ports/index.ts'
import { type ChangeFile, openLedgerFile } from './change-file.ts'
import { createChangedSpans, type ChangedSpan, type ChangedSpans } from './changed-spans.ts'

export interface ChangeLog {
  /** True when there was nothing: what was written before is not known. */
  readonly fresh: boolean
  /** Damaged lines, skipped: everything counts as changed then. */
  readonly damaged: number
  offset(): number
  rolledUpTo(): number
  /** Rows up to this sequence may have been written without a mark that is still here. */
  floor(): number
  mark(marks: readonly ChangedSpan[]): void
  written(offset: number): void
  rolled(upTo: number): void
  /** Changes are to be had from the data for everything up to `seq`. */
  forgetUpTo(seq: number): void
  changes(after: number): { changes: Change[]; upTo: number }
  /** Marks of points, all or those wholly inside the span: a mark too many costs only work. */
  remove(points: readonly string[], within?: Span): void
  /** Resolves to the offset that is now safe from a power cut. */
  sync(): Promise<number>
  close(): void
}

type Entry =
  | { readonly m: readonly ChangedSpan[] }
  | { readonly o: number }
  | { readonly r: number }
  | { readonly f: number }
  | { readonly x: readonly string[]; readonly w?: readonly [from: number, to: number] }

interface State {
  readonly marks: ChangedSpans
  offset: number
  rolled: number
  floor: number
}

const REWRITE_BYTES = 4 * 1024 * 1024

function apply(state: State, entry: Entry): void {
  if ('m' in entry) for (const mark of entry.m) state.marks.add(mark)
  else if ('o' in entry) state.offset = entry.o
  else if ('f' in entry) state.floor = entry.f
  else if ('x' in entry) state.marks.remove(new Set(entry.x), entry.w)
  else {
    state.rolled = entry.r
    state.marks.cut()
  }
}

export function openLedger(path: string, rewriteBytes = REWRITE_BYTES): ChangeLog {
  const { file, entries, damaged } = openLedgerFile(path)
  const state: State = { marks: createChangedSpans(), offset: 0, rolled: 0, floor: 0 }
  for (const entry of entries) apply(state, entry as Entry)
  if (damaged > 0) {
    // Any of its marks may be gone.
    state.floor = Math.max(1, state.offset)
    state.rolled = 0
  }
  return ledgerOn(file, state, { fresh: entries.length === 0, damaged, rewriteBytes })
}

function ledgerOn(file: ChangeFile, state: State, how: { fresh: boolean; damaged: number; rewriteBytes: number }): ChangeLog {
  let bytesAfterRewrite = 0

  function rewrite(): void {
    const upTo = Math.min(state.rolled, state.offset)
    state.marks.forget(upTo)
    state.floor = Math.max(state.floor, upTo)
    const kept: Entry[] = [{ f: state.floor }, { o: state.offset }, { r: state.rolled }, { m: state.marks.all() }]
    file.replace(kept)
    bytesAfterRewrite = file.bytes()
  }

  function put(entry: Entry): void {
    file.append([entry])
    apply(state, entry)
    if (file.bytes() > Math.max(how.rewriteBytes, 2 * bytesAfterRewrite)) rewrite()
  }

  return {
    fresh: how.fresh,
    damaged: how.damaged,
    offset: () => state.offset,
    rolledUpTo: () => state.rolled,
    floor: () => state.floor,
    mark: (marks) => marks.length > 0 && put({ m: marks }),
    written: (offset) => put({ o: offset }),
    rolled: (upTo) => put({ r: upTo }),
    forgetUpTo: (seq) => put({ f: seq }),
    changes(after) {
      state.marks.cut()
      return { changes: state.marks.changes(after, state.offset), upTo: state.offset }
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
