/** Makes the draft reports of months, quarters and years that are over: one after the other, oldest first, each once. */

import { type Draft, instant, periodsEndingWith, type Span } from '../domain/index.ts'
import { createProjection, createSerialQueue, type Projection } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import { compareDraft, type ComputedDraft } from './draft-revision.ts'
import { type DueMonths, dueFrom, dueMonths } from './drafts-due.ts'

export interface DrafterParts {
  readonly zone: () => string
  /** The local span of a period of the campus; null when there is no such period. */
  readonly spanOf: (period: string) => Span | null
  readonly records: Records
  readonly clock: Clock
  /** What the figures of the span still wait for, or null. */
  readonly pendingWork: (span: Span) => Promise<string | null>
  /** Whether anything was ever measured within the span. */
  readonly hasData: (span: Span) => Promise<boolean>
  readonly compute: (period: string) => Promise<ComputedDraft>
  /** The draft is on disk; `fresh` when it was not before. Called again after an interruption: it must be idempotent. */
  readonly onDraft: (draft: Draft, fresh: boolean) => Promise<void>
  /** Months too long ago were left out. */
  readonly onSkipped: (count: number) => void
}

export interface WaitingDraft {
  readonly period: string
  readonly why: string
}

export interface Drafter {
  /** Makes the drafts that are due and wait for nothing; a few months at a time. */
  run(): Promise<void>
  /** The draft of a period as it comes to now, whether it is due or not; null when there is no such period or it is not over. */
  make(period: string): Promise<Draft | null>
  /** The last revision of each period, newest period first. */
  list(): Promise<readonly Draft[]>
  /** What is due and waits, oldest first; what it waits for is as of the last beat. */
  waiting(): readonly WaitingDraft[]
}

const STREAM = 'drafts'
const WATERMARKS = 'job-watermark'
const WATERMARK = 'drafts'
/** Of a draft whose period has no name in this campus any more. */
const NEVER: Span = { from: instant(0), to: instant(0) }
/** Months of one beat. */
const AT_ONCE = 3

/** A record that only brings another hash keeps the time of its draft. */
type DraftRecord = Omit<Draft, 'createdAt'> & Partial<Pick<Draft, 'createdAt'>>

class RecordedDrafter implements Drafter {
  readonly #parts: DrafterParts
  readonly #drafts = new Map<string, Draft>()
  readonly #log: Projection
  readonly #marks: Projection
  #watermark: string | null = null
  #waiting: readonly WaitingDraft[] = []
  readonly #queue = createSerialQueue()

  constructor(parts: DrafterParts) {
    this.#parts = parts
    this.#log = createProjection(parts.records, STREAM, ({ id, at, body }) =>
      this.#drafts.set(id, { createdAt: at, ...(body as DraftRecord) }),
    )
    this.#marks = createProjection(parts.records, WATERMARKS, ({ id, body }) => {
      if (id === WATERMARK) this.#watermark = (body as { month: string }).month
    })
  }

  run(): Promise<void> {
    return this.#queue.run(() => this.#catchUp())
  }

  make(period: string): Promise<Draft | null> {
    return this.#queue.run(async () => {
      await this.#load()
      const span = this.#parts.spanOf(period)
      const over = span !== null && dueFrom(this.#parts.zone(), span) <= this.#parts.clock.now()
      return over ? this.#draft(period) : null
    })
  }

  async list(): Promise<readonly Draft[]> {
    await this.#load()
    const dated = [...this.#drafts.values()].map((draft) => ({ draft, span: this.#parts.spanOf(draft.period) ?? NEVER }))
    // Of those that ended together the longest comes first.
    return dated.sort((a, b) => b.span.to - a.span.to || a.span.from - b.span.from).map(({ draft }) => draft)
  }

  waiting(): readonly WaitingDraft[] {
    return this.#waiting
  }

  async #catchUp(): Promise<void> {
    await this.#load()
    const { clock, zone, onSkipped } = this.#parts
    const before = this.#watermark
    const due = dueMonths(zone(), clock.now(), before)
    const why = await this.#draftMonths(due)
    if (due.skipped > 0 && this.#watermark !== before) onSkipped(due.skipped)
    this.#waiting = why === null ? [] : due.months.filter((month) => month > (this.#watermark ?? '')).map((period) => ({ period, why }))
  }

  /** What it waits for before all are drafted, or null. */
  async #draftMonths({ months }: DueMonths): Promise<string | null> {
    for (const month of months.slice(0, AT_ONCE)) {
      const span = this.#spanOf(month)
      // Before the first month of data there is nothing to draft, and nobody to notify.
      const first = this.#watermark === null
      if (first && !(await this.#parts.hasData(span))) return null
      const why = await this.#parts.pendingWork(span)
      if (why !== null) return why
      for (const period of first ? [month] : periodsEndingWith(month)) await this.#draft(period)
      await this.#parts.records.append(WATERMARKS, WATERMARK, this.#parts.clock.now(), { month })
      this.#watermark = month
    }
    return months.length > AT_ONCE ? 'earlier periods come first' : null
  }

  /** The same figures are the same draft: no revision and no notice, whatever was hashed when it was recorded. */
  async #draft(period: string): Promise<Draft> {
    const computed = await this.#parts.compute(period)
    const recorded = this.#drafts.get(period)
    const change = compareDraft(recorded, computed)
    if (change === 'new') await this.#record(period, { ...computed.content, revision: (recorded?.revision ?? 0) + 1 })
    if (change === 'rehash' && recorded !== undefined) {
      const { algorithm, hash } = computed.content
      await this.#record(period, { ...recorded, algorithm, hash, formerHash: recorded.hash })
    }
    const draft = this.#drafts.get(period) ?? { ...computed.content, revision: 1, createdAt: this.#parts.clock.now() }
    // The id of a notice holds the hash: under another hash the same draft would be announced twice.
    if (draft.formerHash === undefined) await this.#parts.onDraft(draft, change === 'new')
    return draft
  }

  async #record(period: string, body: DraftRecord): Promise<void> {
    await this.#parts.records.append(STREAM, period, this.#parts.clock.now(), body)
    await this.#load()
  }

  #spanOf(period: string): Span {
    const span = this.#parts.spanOf(period)
    if (span === null) throw new Error(`"${period}" is no period`)
    return span
  }

  async #load(): Promise<void> {
    await this.#log.refresh()
    await this.#marks.refresh()
  }
}

export function createDrafter(parts: DrafterParts): Drafter {
  return new RecordedDrafter(parts)
}
