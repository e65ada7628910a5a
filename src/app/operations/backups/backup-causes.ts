/** Alarms and gauges of scheduled backups. */

import { type Cause, HOUR, type Instant, iso } from '../../../domain/index.ts'
import type { BackupState } from '../../../jobs/backup-keeper.ts'

/** None where none are planned. `alarmAfterMs`: age from which the newest is too old. */
export function findBackupCauses(state: BackupState | null, alarmAfterMs: number, now: Instant): Cause[] {
  if (state === null) return []
  const { newest, failure, since } = state
  const age = now - (newest?.at ?? since)
  const hours = Math.floor(age / HOUR)
  const of = newest === null ? 'there is no backup' : `the newest backup is of ${iso(newest.at)}`
  const evidence = { hours, newest: newest?.name ?? '', reason: failure?.why ?? '' }
  const cause = (sentence: string): Cause => ({ code: 'backup-missing', subject: '', severity: 'alarm', sentence, evidence })
  if (failure !== null) return [cause(`the last backup failed (${failure.why}); ${of}`)]
  return age > alarmAfterMs ? [cause(`${of}, ${hours} h ago; the limit is ${Math.floor(alarmAfterMs / HOUR)} h`)] : []
}
