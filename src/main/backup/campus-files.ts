/** The campus file of a backup, for a machine that has none. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import type { CampusText } from '../../adapters/backup/create-backup.ts'
import { CommandError } from '../../cli/support/command.ts'

const HERE = 'campus.yaml'

/** Written as ./campus.yaml with what it includes beside it; nothing where there is one. Returns what was written. Throws CommandError. */
export function writeCampusFiles([main, ...included]: readonly CampusText[]): readonly string[] {
  if (main === undefined || existsSync(HERE)) return []
  const files = [{ ...main, path: HERE }, ...included]
  const root = resolve('.') + sep
  const outside = files.find(({ path }) => !resolve(path).startsWith(root))
  if (outside !== undefined)
    throw new CommandError(
      `the campus file of the backup includes "${outside.path}" outside its folder: put the files in place and pass --config`,
    )
  const taken = files.find(({ path }) => existsSync(path))
  if (taken !== undefined)
    throw new CommandError(`"${taken.path}" exists: a restore overwrites nothing; pass the campus file with --config`)
  for (const { path, text } of files) {
    mkdirSync(dirname(resolve(path)), { recursive: true })
    writeFileSync(path, text, { flag: 'wx' })
  }
  return files.map(({ path }) => path)
}
