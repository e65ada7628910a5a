/** Backups of the running service: its data folder, its store and its campus file. */

import { dirname, relative, resolve, sep } from 'node:path'
import { type CampusText, createBackups } from '../../adapters/backup/create-backup.ts'
import type { Config } from '../../config/types.ts'
import type { Backups, Clock, StoreExport } from '../../ports/index.ts'
import { loadChoice } from '../configuration.ts'
import { readText } from '../files.ts'
import { VERSION } from '../home.ts'

export interface BackupSources {
  readonly store: StoreExport
  readonly clock: Clock
  readonly holdJournal: () => () => void
}

export function openBackups(config: Config, sources: BackupSources): Backups {
  const { campus, data, store } = config
  return createBackups({
    ...sources,
    dir: data.dir,
    about: { program: VERSION, campus: campus.id, timezone: campus.timezone, store: store.url.split(':')[0] ?? '' },
    campusFiles: () => campusFilesOf(config),
    except: [...pathWithin(data.dir, config.backup.dir), ...pathWithin(data.dir, config.file)],
  })
}

/** The campus file first, paths relative to its folder. What lies in the data folder is backed up with it. */
function campusFilesOf({ file, demo, data, simulated }: Config): CampusText[] {
  // The reference campus comes with the program.
  if (file === null || simulated) return []
  const all = [...new Set(loadChoice({ file, demo }).files())]
  return all
    .filter((path) => path === file || pathWithin(data.dir, path).length === 0)
    .map((path) => ({ path: relative(dirname(file), path), text: readText(path) }))
}

/** The path of `inner` below `dir`; empty where it is elsewhere. */
function pathWithin(dir: string, inner: string | null): string[] {
  if (inner === null) return []
  const path = relative(resolve(dir), resolve(inner))
  return path === '' || path.startsWith('..') || resolve(path) === path ? [] : [path.split(sep).join('/')]
}
