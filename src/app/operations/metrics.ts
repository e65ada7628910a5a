/** Gauges that are read when somebody scrapes them. */

import type { BackupState } from '../../jobs/backup-keeper.ts'
import type { AppParts, AppState } from '../context.ts'

export function updateGauges({ metrics, journal, archive, broker }: AppParts, { stored }: Pick<AppState, 'stored'>): void {
  const { bytes, full, torn, corrupt, lastSeq } = journal.state()
  metrics.gauge('journal_bytes', bytes)
  const archived = archive.state()
  metrics.gauge('archive_bytes', archived.bytes)
  metrics.gauge('archive_free_disk_bytes', archived.freeDisk)
  metrics.gauge('journal_full', full ? 1 : 0)
  metrics.gauge('journal_torn_frames', torn)
  metrics.gauge('journal_corrupt_frames', corrupt)
  metrics.gauge('journal_waiting_messages', lastSeq - stored)
  const clients = broker?.state().clients
  if (typeof clients === 'number') metrics.gauge('broker_clients', clients)
}

/** Nothing where no backups are planned. */
export function updateBackupGauges({ metrics, clock }: Pick<AppParts, 'metrics' | 'clock'>, state: BackupState | null): void {
  if (state === null) return
  const { newest, failure, since } = state
  metrics.gauge('backup_age_seconds', Math.round((clock.now() - (newest?.at ?? since)) / 1000))
  metrics.gauge('backup_bytes', newest?.bytes ?? 0)
  metrics.gauge('backup_failed', failure === null ? 0 : 1)
}
