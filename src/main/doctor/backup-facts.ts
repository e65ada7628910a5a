/** Scheduled backups as they lie in their folder. */

import { statSync } from 'node:fs'
import { openBackupFolder } from '../../adapters/backup/backup-folder.ts'
import type { BackupFacts } from '../../cli/operations/doctor/judge-rest.ts'
import type { Config } from '../../config/types.ts'
import { errorText } from '../../kernel/index.ts'

/** Never rejects. */
export async function backupFacts({ backup, campus, data }: Config): Promise<BackupFacts> {
  const { dir, alarmAfterMs, passphrase } = backup
  const facts = { dir, alarmAfterMs, encrypted: passphrase !== null, failure: null, newest: null, sameDisk: false }
  if (dir === null) return facts
  try {
    const all = await openBackupFolder(null).list(dir, campus.id)
    return { ...facts, newest: all.at(-1) ?? null, sameDisk: deviceOf(dir) === deviceOf(data.dir) }
  } catch (error) {
    return { ...facts, failure: errorText(error) }
  }
}

/** Null where there is nothing yet. */
const deviceOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.dev ?? null
