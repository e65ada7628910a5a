/** Scheduled backups as files of a folder, `<campus>-<begun>.backup`, the time in UTC. */

import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { instant } from '../../domain/index.ts'
import type { BackupFolder, KeptBackup } from '../../ports/index.ts'
import { writeBackupFile } from './container/backup-file.ts'

const NAME = /^(.+)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/

export function openBackupFolder(passphrase: string | null): BackupFolder {
  async function list(dir: string, campus: string): Promise<readonly KeptBackup[]> {
    const found: KeptBackup[] = []
    for (const name of await readdir(dir)) {
      const [, of, year, month, day, hour, minute, second] = NAME.exec(name) ?? []
      if (of !== campus) continue
      const at = instant(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`))
      found.push({ name, at, bytes: (await stat(join(dir, name))).size })
    }
    return found.sort((a, b) => a.at - b.at)
  }
  return {
    list,
    async write(dir, { at, campus }, chunks) {
      const seconds = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')
      const name = `${campus}-${seconds}Z.backup`
      await mkdir(dir, { recursive: true, mode: 0o700 })
      await writeBackupFile(join(dir, name), chunks, passphrase)
      return { name, at, bytes: (await stat(join(dir, name))).size }
    },
    remove: (dir, name) => rm(join(dir, name), { force: true }),
  }
}
