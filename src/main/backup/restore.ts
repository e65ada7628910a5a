/** `campus restore`: checks the whole backup, then fills an empty data folder and an empty store. */

import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { readBackupFile } from '../../adapters/backup/container/backup-file.ts'
import { markRestore, unmarkRestore } from '../../adapters/backup/restore-marker.ts'
import { type BackupSummary, restoreParts, summarise } from '../../adapters/backup/restore-parts.ts'
import { createEvents } from '../../adapters/system/events.ts'
import { lockDataDir } from '../../adapters/system/lock.ts'
import type { RestoreRequest, RestoredBackup, RestoreStep } from '../../cli/admin/restore.ts'
import { CommandError } from '../../cli/support/command.ts'
import type { Config } from '../../config/types.ts'
import { configOf } from '../configuration.ts'
import { createShutdown, type Shutdown } from '../shutdown.ts'
import { storeFolder } from '../store-thread/client.ts'
import { type OpenStore, openStoreAt } from '../store-thread/store.ts'
import { writeCampusFiles } from './campus-files.ts'
import { passphraseOf } from './passphrase.ts'

export async function restoreBackup(request: RestoreRequest): Promise<RestoredBackup> {
  const { file } = request
  if (!existsSync(file)) throw new CommandError(`there is no file "${file}"`)
  const passphrase = passphraseOf(request.env)
  const read = (): ReturnType<typeof readBackupFile> => readBackupFile(file, passphrase)
  const summary = await summarise(read(), countOf(request, 'checking'))
  const written = request.config === null ? writeCampusFiles(summary.campusFiles) : []
  const config = configOf({ file: request.config })
  demandCampus(config, summary)
  const shutdown = createShutdown()
  try {
    const store = await openTarget(config, summary, shutdown)
    await restoreParts(read(), {
      dir: config.data.dir,
      loader: store.transfer,
      position: summary.position,
      onPart: countOf(request, 'restoring'),
    })
  } finally {
    await shutdown.close()
  }
  await unmarkRestore(config.data.dir)
  const { campus, created_at: createdAt } = summary.about
  return { campus, createdAt, dir: config.data.dir, store: config.store.url, written }
}

/** Counts bytes of parts; what stands between them is small. */
function countOf({ file, onProgress }: RestoreRequest, step: RestoreStep): (bytes: number) => void {
  const total = statSync(file).size
  let done = 0
  return (bytes) => onProgress(step, Math.min(total, (done += bytes)), total)
}

function demandCampus({ campus, file }: Config, { about }: BackupSummary): void {
  const differs = (what: string, theirs: string, ours: string): CommandError =>
    new CommandError(
      `the backup is of ${what} "${theirs}", the campus file "${file ?? ''}" of "${ours}": pass the campus file of the backup with --config`,
    )
  if (about.campus !== campus.id) throw differs('campus', about.campus, campus.id)
  if (about.timezone !== campus.timezone) throw differs('time zone', about.timezone, campus.timezone)
}

/** Folder and store, empty or of the same restore that was interrupted. The folder is marked before anything is written into it. */
async function openTarget(config: Config, summary: BackupSummary, shutdown: Shutdown): Promise<OpenStore> {
  const { dir } = config.data
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const folder = storeFolder(config)
  for (const place of new Set([dir, ...(folder === null ? [] : [folder])].map((path) => resolve(path)))) {
    mkdirSync(place, { recursive: true })
    const lock = await lockDataDir(place)
    shutdown.add(() => lock.release())
  }
  const again = await markRestore(dir, summary.id, config.file === null ? [] : [basename(config.file)])
  const storeFile = join(folder ?? dir, 'store.duckdb')
  try {
    if (folder !== null) clearStoreFile(storeFile, again)
    const store = await openStoreAt(
      { store: config.store, campus: config.campus, dataDir: dir, storeFile },
      createEvents({ level: 'error', pretty: true }),
      () => undefined,
    )
    shutdown.add(() => store.close())
    if (!again && !(await store.transfer.isEmpty()))
      throw new CommandError(
        `the store "${config.store.url}" is not empty: a restore overwrites nothing; name an empty one (CAMPUS__STORE__URL)`,
      )
    return store
  } catch (error) {
    if (!again) await undo(dir, shutdown)
    throw error
  }
}

function clearStoreFile(storeFile: string, again: boolean): void {
  if (!existsSync(storeFile)) return
  if (!again) throw new CommandError(`"${storeFile}" exists: a restore overwrites nothing; name an empty folder (CAMPUS__STORE__URL)`)
  for (const end of ['', '.wal']) rmSync(storeFile + end, { force: true })
}

/** What opening an empty store writes into the folder. */
const OPENED = /^(influx-.*\.log|store\.(duckdb|tmp).*)$/

/** Nothing of the backup was written: the folder is as it was. */
async function undo(dir: string, shutdown: Shutdown): Promise<void> {
  await shutdown.close()
  for (const name of readdirSync(dir)) if (OPENED.test(name)) rmSync(join(dir, name), { recursive: true, force: true })
  await unmarkRestore(dir)
}
