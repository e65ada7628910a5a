/** Scheduled backups of the configuration in force. */

import { type BackupKeeper, createBackupKeeper } from '../../../jobs/backup-keeper.ts'
import { createBackup } from '../../administration/backup.ts'
import type { ReportDrafterParts } from '../drafter.ts'

export function createScheduledBackups(deps: ReportDrafterParts): BackupKeeper {
  const { parts, state } = deps
  return createBackupKeeper({
    ...parts,
    plan: () => ({ ...state.config.backup, campus: state.campus.id, zone: state.campus.timezone }),
    folder: parts.backupFolder,
    create: () => createBackup(deps),
  })
}
