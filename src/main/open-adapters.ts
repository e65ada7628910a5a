/** The adapters that a configuration names, each opened and registered to be closed in reverse. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { demandNoRestore } from '../adapters/backup/restore-marker.ts'
import { createEmbeddedBroker } from '../adapters/broker/embedded.ts'
import { openArchive } from '../adapters/journal/archive.ts'
import { createJournal } from '../adapters/journal/journal.ts'
import type { Segment } from '../adapters/journal/segments.ts'
import { createMqttBroker } from '../adapters/mqtt/broker.ts'
import { openAuditSeal } from '../adapters/records/audit-seal.ts'
import { openImportLog } from '../adapters/records/import-log.ts'
import { openRecords } from '../adapters/records/records.ts'
import { createClock } from '../adapters/system/clock.ts'
import { createEvents } from '../adapters/system/events.ts'
import { lockDataDir } from '../adapters/system/lock.ts'
import { createMetrics } from '../adapters/system/metrics.ts'
import { withSecurityLog } from '../adapters/system/security-log.ts'
import type { Config } from '../config/types.ts'
import type { Campus } from '../domain/index.ts'
import {
  type Archive,
  type AuditSeal,
  type Broker,
  type Clock,
  type Events,
  type ImportLog,
  type Journal,
  type Metrics,
  PortError,
  type Records,
} from '../ports/index.ts'
import { openBrokerAccess, openBrokerTls } from './broker/access-files.ts'
import type { Shutdown } from './shutdown.ts'
import { storeFolder } from './store-thread/client.ts'

/** What every other adapter needs. */
export interface BaseAdapters {
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics & { text(): Promise<string> }
  readonly records: Records
  readonly auditSeal: AuditSeal
  readonly importLog: ImportLog
}

export interface LogOptions {
  readonly level: 'info' | 'warn'
  /** Short lines for people instead of JSON. */
  readonly pretty: boolean
}

/** Locks the data folder and opens the log of small state in it. */
export async function openBase(config: Config, log: LogOptions, shutdown: Shutdown): Promise<BaseAdapters> {
  const lock = await lockDataDir(config.data.dir)
  shutdown.add(() => lock.release())
  demandNoRestore(config.data.dir)
  const clock = createClock()
  const events = withSecurityLog({ file: join(config.data.dir, 'security.log'), clock, events: createEvents(log) })
  const metrics = createMetrics()
  shutdown.add(() => metrics.close())
  const file = join(config.data.dir, 'state.log')
  demandRecords(file, config.data.dir)
  const records = await openRecords({ file, now: clock.now() })
  shutdown.add(() => records.close())
  const [damaged, breaks] = [records.damaged(), records.breaks()]
  if (damaged > 0)
    events.emit({ code: 'records-corrupt', level: 'error', count: damaged, detail: `${damaged} damaged lines of state.log were skipped` })
  if (breaks > 0)
    events.emit({
      code: 'records-corrupt',
      level: 'error',
      count: breaks,
      detail: `records are damaged or missing at ${breaks} places of ${file}: older tokens are suspended, since one of them may have been revoked there; restore the file from a backup, or create new tokens on this machine (\`campus token create\`)`,
    })
  const importLog = openImportLog({ dir: join(config.data.dir, 'imports') })
  shutdown.add(() => importLog.close())
  const auditSeal = openAuditSeal({ log: file, head: join(config.data.dir, 'audit.head') })
  return { clock, events, metrics, records, auditSeal, importLog }
}

/** Refuses a folder with messages and readings but without its records: tokens, entries and closed periods would be gone without a word. */
function demandRecords(file: string, dir: string): void {
  if (existsSync(file)) return
  const rest = ['state.log.head', 'store.duckdb', 'journal', 'archive'].filter((name) => existsSync(join(dir, name)))
  if (rest.length === 0) return
  throw new PortError(
    'corrupt',
    `"${file}" is missing beside ${rest.join(', ')}: it holds tokens, entries and drafts. Restore it from a backup; to begin without them, create it empty: touch ${file}`,
  )
}

/** The journal of accepted messages, and the archive that takes over its stored segments. */
export async function openJournal(
  config: Config,
  { clock, events }: BaseAdapters,
  shutdown: Shutdown,
): Promise<{ journal: Journal; archive: Archive }> {
  const journalDir = join(config.data.dir, 'journal')
  const { minFreeDisk } = config.journal
  const archive = openArchive({ dir: join(config.data.dir, 'archive'), journalDir, ...config.archive, minFreeDisk, clock, events })
  shutdown.add(() => archive.close())
  const keep = (segment: Segment): void => archive.add(segment)
  const journal = await createJournal({ dir: journalDir, ...config.journal, archive: keep, evictOldest: () => archive.evictOldest() })
  // The numbers of a journal that was lost continue behind what was archived of it.
  if (journal.state().lastSeq === 0) journal.skipTo(archive.state().lastSeq)
  const marker = join(config.data.dir, 'journal.last')
  reportRemoved(marker, journal, events)
  shutdown.add(() => markJournal(marker, journal.state().lastSeq))
  const { torn } = journal.state()
  if (torn > 0) events.emit({ code: 'journal-torn', level: 'warn', count: torn, detail: 'a half-written message was cut off the journal' })
  shutdown.add(() => journal.close())
  return { journal, archive }
}

/** Up to where the journal is on the disk, beside its folder: whoever removes its files does not remove this. */
export function markJournal(marker: string, seq: number): void {
  try {
    writeFileSync(marker, String(seq), { mode: 0o600 })
  } catch {
    // An older number reports less, and nothing wrong.
  }
}

function reportRemoved(marker: string, journal: Pick<Journal, 'state' | 'skipTo'>, events: Events): void {
  const marked = existsSync(marker) ? Number(readFileSync(marker, 'utf8')) : 0
  const { lastSeq } = journal.state()
  if (!Number.isSafeInteger(marked) || marked <= lastSeq) return
  const detail = `messages ${lastSeq + 1} to ${marked} are no longer in the journal, its files were removed: those that were not stored are lost; restore the folder from a backup, or import what is missing`
  events.emit({ code: 'journal-corrupt', level: 'error', count: marked - lastSeq, detail })
  // New messages must not take numbers that the store has already seen.
  journal.skipTo(marked)
}

/** Locks the folder of the store where it is not the data folder. */
export async function lockStoreFolder(config: Config, shutdown: Shutdown): Promise<void> {
  const dir = storeFolder(config)
  if (dir === null || dir === resolve(config.data.dir)) return
  const lock = await lockDataDir(dir)
  shutdown.add(() => lock.release())
}

/**
 * The embedded broker, or a client of the one that the address names. Null without the ingest role. `campus` is the one in force: it names the users
 * of the embedded broker. Throws PortError `refused` where its password file cannot be used.
 */
export function createBroker(config: Config, { clock, events, metrics }: BaseAdapters, campus: () => Campus): Broker | null {
  const { roles, broker, limits, demo } = config
  if (!roles.includes('ingest')) return null
  if (broker.url !== 'embedded') return createMqttBroker({ ...broker, clock, events })
  const open = broker.username === null && broker.passwords === null && (broker.tls?.clientCa ?? null) === null
  const { host, port } = broker
  return createEmbeddedBroker({
    host,
    port,
    access: open ? null : openBrokerAccess(config, campus, events),
    tls: openBrokerTls(config),
    replacePort: demo && !broker.portWritten,
    limits,
    clock,
    events,
    metrics,
  })
}
