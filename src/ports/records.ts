/** What is kept for good: the log of small state, and the evidence files of closed periods. */

import type { AuditHead, Instant } from '../domain/index.ts'

/** The log writes a record of this stream when it is opened and finds records damaged or missing: those before it may be incomplete. */
export const DAMAGE_STREAM = 'damage'

export interface StateRecord {
  readonly seq: number
  readonly stream: string
  readonly id: string
  readonly at: Instant
  readonly body: unknown
}

/** Small state as an append-only log: entries, tokens, watermarks, audit. Projections in memory hold the current state. */
export interface Records {
  /** Resolves to the sequence of the record when it is on disk. The body is stored as JSON; a body that JSON cannot express is refused. */
  append(stream: string, id: string, at: Instant, body: unknown): Promise<number>
  /** Records of the stream after `seq`, oldest first. */
  read(stream: string, after?: number): Promise<readonly StateRecord[]>
  close(): Promise<void>
}

/** What the audit needs beside the record log: its head, kept apart from it, and the events as they lie on the disk. */
export interface AuditSeal {
  /** Null when none is kept, or it cannot be read. */
  head(): Promise<AuditHead | null>
  /** Replaces the head. Throws the error of the file system. */
  keep(head: AuditHead): Promise<void>
  /** Records of the stream as they lie on the disk now, whatever the service holds in memory. Damaged lines are left out. */
  stored(stream: string): Promise<readonly StateRecord[]>
}

export interface EvidenceEntry {
  readonly name: string
  readonly text: string
}

export interface KeptEvidence {
  /** Name within the folder of evidence. */
  readonly file: string
  /** Where it lies on this machine. */
  readonly path: string
  /** SHA-256 of the file, hex. */
  readonly hash: string
  /** Fingerprint of the key that signed it: SHA-256 of the public key, hex. */
  readonly key: string
}

export interface Evidence {
  /** Packs and signs the entries and keeps the file under a new name. */
  keep(name: string, entries: readonly EvidenceEntry[]): Promise<KeptEvidence>
  /** The bytes of a kept file; null when it is gone. */
  read(file: string): Promise<Uint8Array | null>
  pathOf(file: string): string
}

/** What a file holds, and what is wrong with it. */
export interface UnpackedEvidence {
  readonly entries: readonly EvidenceEntry[]
  readonly faults: readonly string[]
  /** Fingerprint of the key that signed it; null when the signature does not hold. */
  readonly key: string | null
}
