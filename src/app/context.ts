/** What every use case is composed from: the ports that it may call, and the state of the running service. */

import type { Config } from '../config/types.ts'
import type { CampusFiles } from './devices/campus-files.ts'
import type { FileReader } from './administration/imports/import-types.ts'
import type { Access } from '../access/access.ts'
import type { Campus, Instant, Principal, RequestContext } from '../domain/index.ts'
import type {
  Archive,
  AuditSeal,
  BackupFolder,
  Backups,
  Beats,
  Broker,
  Buckets,
  Clock,
  DeadLetters,
  Events,
  Evidence,
  ImportLog,
  Journal,
  Messenger,
  Metrics,
  Readings,
  Records,
  StoreWriter,
} from '../ports/index.ts'

export interface AppParts {
  readonly config: Config
  readonly version: string
  readonly access: Access
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics & { text(): Promise<string> }
  readonly beats: Beats
  /** Null without the ingest role. */
  readonly broker: Broker | null
  readonly journal: Journal
  readonly archive: Archive
  readonly readings: Readings
  readonly buckets: Buckets
  readonly deadLetters: DeadLetters
  readonly records: Records
  /** Head of the audit, kept apart from `records`. */
  readonly auditSeal: AuditSeal
  readonly importLog: ImportLog
  readonly fileReader: FileReader
  /** Null: the configuration does not come from a file. */
  readonly campusFiles: CampusFiles | null
  readonly writer: StoreWriter
  /** Channels of notices; empty when the campus file names none. */
  readonly messengers: readonly Messenger[]
  /** SHA-256 of a text in UTF-8, hex. */
  readonly sha256: (text: string) => string
  readonly evidence: Evidence
  readonly packer: Packer
  readonly backups: Backups
  readonly backupFolder: BackupFolder
}

/** Compresses a text into characters that JSON holds as they are, and back. */
export interface Packer {
  pack(text: string): string
  unpack(packed: string): string
}

/** What use cases read of the running service. `ServiceState` alone writes it. */
export interface AppState {
  readonly campus: Campus
  /** The configuration in force. What may change without a restart is read here at each use. */
  readonly config: Config
  /** Journal sequence up to which everything is stored. */
  readonly stored: number
  /** What the last call of the store failed with, or null. */
  readonly storeFault: string | null
  /** What the last rollup failed with, or null. */
  readonly rollupFault: string | null
}

/** The service itself, for calls of its jobs: nothing is out of its scope. */
export const SYSTEM: Principal = { key: 'system', role: 'admin', site: null, via: 'local' }

/** The context of a call that a job of the service makes. */
export function systemContext(job: string, at: Instant): RequestContext {
  return { principal: SYSTEM, at, requestId: `${job}/${at}` }
}
