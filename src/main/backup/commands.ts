/** `campus backup` and `campus restore` with the adapters they need. */

import { writeBackupFile } from '../../adapters/backup/container/backup-file.ts'
import { createBackupCommand } from '../../cli/admin/backup.ts'
import { createRestoreCommand } from '../../cli/admin/restore.ts'
import { passphraseOf } from './passphrase.ts'
import { restoreBackup } from './restore.ts'

export const backupCommand = createBackupCommand({ write: writeBackupFile, passphrase: passphraseOf })
export const restoreCommand = createRestoreCommand(restoreBackup)
