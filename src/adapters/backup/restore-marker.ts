/** The file that stands in a data folder while a restore fills it: the service does not start on such a folder, and only the same restore may go on. */

import { existsSync, readFileSync } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PortError } from '../../ports/index.ts'

const MARKER = 'restore.json'
/** What an empty folder may hold: our own lock, and what file systems and repositories put there. */
const OF_NOBODY = /^(lock|lost\+found|\.gitkeep)$/

const again = 'run the same `campus restore` again, or remove the folder'

/** Throws PortError `corrupt` where a restore was interrupted. */
export function demandNoRestore(dir: string): void {
  if (!existsSync(join(dir, MARKER))) return
  throw new PortError('corrupt', `a restore into "${dir}" was interrupted, the folder holds a part of a backup: ${again}`)
}

/**
 * Marks the folder as being filled from the backup with this id. True when the same restore was interrupted before and begins again. Rejects with
 * PortError `refused` when the folder holds anything else, besides `except`.
 */
export async function markRestore(dir: string, id: string, except: readonly string[]): Promise<boolean> {
  const found = (await readdir(dir)).filter((name) => !OF_NOBODY.test(name) && !except.includes(name)).sort()
  if (found.includes(MARKER)) {
    if (readMarker(dir) === id) return true
    throw new PortError(
      'refused',
      `a restore of another backup into "${dir}" was interrupted: remove the folder, and restore into an empty one`,
    )
  }
  if (found.length > 0) {
    const names = found.slice(0, 5).join(', ')
    throw new PortError(
      'refused',
      `the data folder "${dir}" is not empty (${names}${found.length > 5 ? ', ...' : ''}): a restore overwrites nothing; name an empty folder (CAMPUS__DATA__DIR)`,
    )
  }
  await writeWhole(join(dir, MARKER), JSON.stringify({ backup: id }))
  return false
}

/** The restore is complete, or has written nothing. */
export async function unmarkRestore(dir: string): Promise<void> {
  await syncFolder(dir)
  await rm(join(dir, MARKER), { force: true })
  await syncFolder(dir)
}

function readMarker(dir: string): string | null {
  try {
    return (JSON.parse(readFileSync(join(dir, MARKER), 'utf8')) as { backup?: string }).backup ?? null
  } catch {
    return null
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

/** Systems that cannot sync a folder are ignored. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync()
    await folder.close()
  } catch {}
}
