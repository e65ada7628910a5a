/** The chain of events: each names the hash of the one before, so that a changed, removed or inserted event is found, and where. */

import type { AuditHead } from '../domain/index.ts'
import type { AuditEntry, AuditEvent } from './event.ts'

export type Sha256 = (text: string) => string

/** Before the first event. */
export const NO_EVENT: AuditHead = { sequence: 0, hash: '' }

export interface AuditFault {
  /** Sequence of the first event that is changed or missing. */
  readonly sequence: number
  /** What is wrong and between which events, as a sentence. */
  readonly detail: string
}

export interface AuditVerdict {
  readonly ok: boolean
  /** Events that were read. */
  readonly events: number
  /** Of the newest event that was read; null without any. */
  readonly head: AuditHead | null
  /** The first place where the chain does not hold; null when it holds. */
  readonly fault: AuditFault | null
}

export function entryAfter(head: AuditHead, event: AuditEvent, sha256: Sha256): AuditEntry {
  const sequence = head.sequence + 1
  const previous = head.hash
  return { sequence, previous, hash: hashOf({ sequence, previous, event }, sha256), event }
}

function hashOf({ sequence, previous, event }: Omit<AuditEntry, 'hash'>, sha256: Sha256): string {
  return sha256(JSON.stringify([sequence, previous, event]))
}

/** `kept`: the head that was kept apart, or null when there is none. Events behind it were added while it could not be written. */
export function verifyChain(entries: readonly AuditEntry[], kept: AuditHead | null, sha256: Sha256): AuditVerdict {
  let head = NO_EVENT
  let fault: AuditFault | null = null
  for (const entry of entries) {
    fault ??= faultAfter(head, entry, sha256) ?? faultOfHead(entry, kept)
    head = { sequence: entry.sequence, hash: entry.hash }
  }
  fault ??= faultOfEnd(head, kept)
  return { ok: fault === null, events: entries.length, head: head === NO_EVENT ? null : head, fault }
}

function faultAfter(head: AuditHead, entry: AuditEntry, sha256: Sha256): AuditFault | null {
  const { sequence, previous, hash, event } = entry
  const next = head.sequence + 1
  if (sequence > next)
    return { sequence: next, detail: `${eventsTo(next, sequence - 1)} missing or damaged before the event of ${event.at}` }
  if (sequence < next) return { sequence, detail: `event ${sequence} stands behind event ${head.sequence}: it was inserted or moved` }
  if (hash !== hashOf(entry, sha256)) return { sequence, detail: `event ${sequence} of ${event.at} was changed` }
  if (previous === head.hash) return null
  const changed = Math.max(1, head.sequence)
  return { sequence: changed, detail: `event ${changed} was changed, or event ${sequence} of ${event.at} does not follow it` }
}

function faultOfHead({ sequence, hash }: AuditEntry, kept: AuditHead | null): AuditFault | null {
  if (kept === null || kept.sequence !== sequence || kept.hash === hash) return null
  return { sequence, detail: `event ${sequence} is not the one whose hash is kept apart: it was replaced` }
}

function faultOfEnd({ sequence }: AuditHead, kept: AuditHead | null): AuditFault | null {
  if (kept === null && sequence > 0)
    return { sequence: sequence + 1, detail: `no head is kept beside ${sequence} events: whether later ones are missing cannot be told` }
  if (kept === null || kept.sequence <= sequence) return null
  return { sequence: sequence + 1, detail: `${eventsTo(sequence + 1, kept.sequence)} missing at the end` }
}

const eventsTo = (from: number, to: number): string => (from === to ? `event ${from} is` : `events ${from} to ${to} are`)
