/** Entries of the log of control. A round appends its entries as one record; the state after a restart is what they tell. */

import type { CommandValue, Instant } from '../domain/index.ts'
import type { SuppressedProposal } from './proposal.ts'
import type { Override } from './override.ts'
import { type ControlReason, inWords } from './reasons/reason.ts'

export const ENTRY_KINDS = [
  'proposed',
  'sent',
  'confirmed',
  'refused',
  'expired',
  'manual',
  'manual-ended',
  'fail-safe',
  'override',
  'override-ended',
  'stop-all',
  'resume',
] as const
export type ControlEntryKind = (typeof ENTRY_KINDS)[number]

/** `*` stands for all actuators. */
export const ALL_ACTUATORS = '*'
/** Author of what policies do by themselves. */
export const SERVICE = 'system'

export interface ControlEntry {
  readonly at: Instant
  readonly actuator: string
  readonly kind: ControlEntryKind
  readonly value: CommandValue | null
  /** Policy that decided, or `override`. */
  readonly policy: string | null
  readonly reason: ControlReason
  readonly principal: string
  readonly suppressed: readonly SuppressedProposal[]
  /** Id of the command. */
  readonly command?: string
  /** Of `override`. */
  readonly override?: Override
  /** Of `override-ended`: id of the override. */
  readonly ended?: string
}

export const STREAM = 'control'

/** Entries that are kept in memory for queries; older ones stay in the record log. */
export const ENTRIES_KEPT = 20_000

/** Body of a record of the stream. */
export interface ControlRecord {
  readonly entries: readonly ControlEntry[]
}

/** A record as it was written: logs of earlier versions have sentences in place of codes. */
export function recordFrom(body: unknown): ControlRecord {
  const { entries } = body as ControlRecord
  return {
    entries: entries.map((entry) => ({
      ...entry,
      reason: reasonFrom(entry.reason),
      suppressed: entry.suppressed.map((other) => ({ ...other, reason: reasonFrom(other.reason) })),
    })),
  }
}

const reasonFrom = (stored: unknown): ControlReason => (typeof stored === 'string' ? inWords(stored) : (stored as ControlReason))

/** A command as the log tells of it, for minimum times and renewals over a restart. */
export interface SentCommand {
  readonly value: CommandValue
  readonly at: Instant
}

/** What control knows from its log alone. */
export class LoggedState {
  readonly overrides = new Map<string, Override>()
  readonly sent = new Map<string, SentCommand>()
  /** Who stopped everything, when and why; null: control runs. */
  stopped: ControlEntry | null = null
  #entries: ControlEntry[] = []

  apply({ entries }: ControlRecord): void {
    for (const entry of entries) this.#applyOne(entry)
    this.#entries.push(...entries)
    if (this.#entries.length > 2 * ENTRIES_KEPT) this.#entries = this.#entries.slice(-ENTRIES_KEPT)
  }

  #applyOne(entry: ControlEntry): void {
    const { kind, actuator, override, ended, at, value } = entry
    if (kind === 'override' && override !== undefined) this.overrides.set(actuator, override)
    if (kind === 'override-ended' && this.overrides.get(actuator)?.id === ended) this.overrides.delete(actuator)
    if (kind === 'sent' && value !== null) this.sent.set(actuator, { value, at })
    if (kind === 'stop-all') this.stopped = entry
    if (kind === 'resume') this.stopped = null
  }

  /** Oldest first. */
  entries(): readonly ControlEntry[] {
    return this.#entries
  }
}
