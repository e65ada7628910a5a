/** The trail: events appended one after another, each chained to the one before, its head kept apart. Nothing changes or removes an event. */

import { createProjection, createSerialQueue } from '../kernel/index.ts'
import { type AuditHead, type Instant, iso } from '../domain/index.ts'
import type { AuditSeal, Clock, Records } from '../ports/index.ts'
import { type AuditVerdict, entryAfter, NO_EVENT, type Sha256, verifyChain } from './chain.ts'
import type { AuditEntry, AuditEvent } from './event.ts'

export interface AuditTrail {
  /** Resolves when the event is on the disk. Rejects as the record log does. */
  record(event: Omit<AuditEvent, 'at'>): Promise<void>
  /** The newest first. */
  list(query: AuditQuery): Promise<readonly AuditEntry[]>
  /** Sequence and hash of the newest event; null without any. */
  head(): Promise<AuditHead | null>
  /** Reads every event from the disk again and checks the chain. */
  verify(): Promise<AuditVerdict>
}

export interface AuditQuery {
  readonly limit: number
  /** Only events with a lower sequence. */
  readonly before?: number
  readonly principal?: string
  readonly action?: string
  /** Only events of this span, closed-open. */
  readonly from?: Instant
  readonly to?: Instant
}

export interface AuditTrailParts {
  readonly records: Records
  readonly seal: AuditSeal
  readonly sha256: Sha256
  readonly clock: Pick<Clock, 'now'>
}

const isWithin = (at: number, from: number, to: number): boolean => at >= from && at < to

export const AUDIT_STREAM = 'audit'

export function createAuditTrail({ records, seal, sha256, clock }: AuditTrailParts): AuditTrail {
  const entries: AuditEntry[] = []
  const log = createProjection(records, AUDIT_STREAM, ({ body }) => void entries.push(body as AuditEntry))
  const { run: inTurn } = createSerialQueue()
  let last: AuditHead | null = null

  async function newest(): Promise<AuditHead> {
    await log.refresh()
    const { sequence, hash } = entries.at(-1) ?? NO_EVENT
    return { sequence, hash }
  }

  /** Behind a lost end new events take higher numbers: the gap stays visible for ever. */
  async function continued(): Promise<AuditHead> {
    const [stored, kept] = [await newest(), await seal.head()]
    return kept !== null && kept.sequence > stored.sequence ? kept : stored
  }

  async function append(event: AuditEvent): Promise<void> {
    last ??= await continued()
    const entry = entryAfter(last, event, sha256)
    await records.append(AUDIT_STREAM, `${entry.sequence}`, clock.now(), entry)
    last = { sequence: entry.sequence, hash: entry.hash }
    // A head that cannot be written stays at an earlier event, which is no fault; the next event writes it again.
    await seal.keep(last).catch(() => undefined)
  }

  return {
    record: (event) => inTurn(() => append({ at: iso(clock.now()), ...event })),
    async list({ limit, before = Infinity, principal, action, from = -Infinity, to = Infinity }) {
      await log.refresh()
      const wanted = ({ sequence, event }: AuditEntry): boolean =>
        sequence < before &&
        isWithin(Date.parse(event.at), from, to) &&
        (principal === undefined || event.principal.includes(principal)) &&
        (action === undefined || event.action.startsWith(action))
      return entries.filter(wanted).slice(-limit).toReversed()
    },
    async head() {
      const head = await newest()
      return head.sequence === 0 ? null : head
    },
    // In turn: an event between its append and its head would look like one too many.
    verify: () =>
      inTurn(async () => {
        const kept = await seal.head()
        const stored = await seal.stored(AUDIT_STREAM)
        return verifyChain(
          stored.map(({ body }) => body as AuditEntry),
          kept,
          sha256,
        )
      }),
  }
}
