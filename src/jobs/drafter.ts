/** Closes off months, quarters and years as draft reports: one after the other, oldest first, each once. */

import { type Draft, lastMonthOf, periodSpan, periodsEndingWith, type Span } from '../domain/index.ts'
import { createProjection, createSerialQueue, type Projection } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import { type Owed, owedMonths, slotOf } from './drafts-due.ts'

/** What the figures of a period come to now. */
export type Content = Omit<Draft, 'revision' | 'createdAt'>

export interface DrafterParts {
  readonly zone: () => string
  readonly records: Records
  readonly clock: Clock
  /** Why the figures of the span are not final yet, or null. */
  readonly unsettled: (span: Span) => Promise<string | null>
  /** Whether anything was ever measured within the span. */
  readonly hasData: (span: Span) => Promise<boolean>
  readonly compute: (period: string) => Promise<Content>
  /** The draft is on disk; `fresh` when it was not before. It comes again after an interruption, so it must bear repetition. */
  readonly onDraft: (draft: Draft, fresh: boolean) => Promise<void>
  /** Months too long ago were left out. */
  readonly onSkipped: (count: number) => void
}

export interface WaitingDraft {
  readonly period: string
  readonly why: string
}

export interface Drafter {
  /** Makes up for what is owed, as far as it is settled; a few months at a time. */
  run(): Promise<void>
  /** The draft of a period as it comes to now, whether one is owed or not; null when the period is none or not over. */
  make(period: string): Promise<Draft | null>
  /** The last revision of each period, newest period first. */
  list(): Promise<readonly Draft[]>
  /** What is owed and waits, oldest first; what it waits for is as of the last beat. */
  waiting(): readonly WaitingDraft[]
}

const STREAM = 'drafts'
const WATERMARKS = 'job-watermark'
const WATERMARK = 'drafts'
/** Months of one beat. */
const AT_ONCE = 3

type DraftRecord = Omit<Draft, 'createdAt'>

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
      this.#drafts.set(id, { ...(body as DraftRecord), createdAt: at }),
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
      const month = lastMonthOf(period)
      const over = month !== null && slotOf(this.#parts.zone(), month) <= this.#parts.clock.now()
      return over ? this.#draft(period) : null
    })
  }

  async list(): Promise<readonly Draft[]> {
    await this.#load()
    // Of those that ended together the longest comes first.
    const ended = ({ period }: Draft): string => `${lastMonthOf(period) ?? ''} ${9 - period.length}`
    return [...this.#drafts.values()].sort((a, b) => (ended(a) < ended(b) ? 1 : -1))
  }

  waiting(): readonly WaitingDraft[] {
    return this.#waiting
  }

  async #catchUp(): Promise<void> {
    await this.#load()
    const { clock, zone, onSkipped } = this.#parts
    const before = this.#watermark
    const owed = owedMonths(zone(), clock.now(), before)
    const why = await this.#closeSome(owed)
    if (owed.skipped > 0 && this.#watermark !== before) onSkipped(owed.skipped)
    this.#waiting = why === null ? [] : owed.months.filter((month) => month > (this.#watermark ?? '')).map((period) => ({ period, why }))
  }

  /** Why it stopped before all were closed, or null. */
  async #closeSome({ months }: Owed): Promise<string | null> {
    for (const month of months.slice(0, AT_ONCE)) {
      const span = this.#spanOf(month)
      // Before the first month of data there is nothing to be closed off, and nothing to be told.
      const first = this.#watermark === null
      if (first && !(await this.#parts.hasData(span))) return null
      const why = await this.#parts.unsettled(span)
      if (why !== null) return why
      for (const period of first ? [month] : periodsEndingWith(month)) await this.#draft(period)
      await this.#parts.records.append(WATERMARKS, WATERMARK, this.#parts.clock.now(), { month })
      this.#watermark = month
    }
    return months.length > AT_ONCE ? 'earlier periods come first' : null
  }

  /** The same figures are the same draft: nothing is written again. */
  async #draft(period: string): Promise<Draft> {
    const content = await this.#parts.compute(period)
    const known = this.#drafts.get(period)
    const fresh = known?.hash !== content.hash
    if (fresh) {
      const body: DraftRecord = { ...content, revision: (known?.revision ?? 0) + 1 }
      await this.#parts.records.append(STREAM, period, this.#parts.clock.now(), body)
      await this.#load()
    }
    const draft = this.#drafts.get(period) ?? { ...content, revision: 1, createdAt: this.#parts.clock.now() }
    await this.#parts.onDraft(draft, fresh)
    return draft
  }

  #spanOf(period: string): Span {
    const span = periodSpan(this.#parts.zone(), period)
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
