/** The files of the campus on the disk: read as a start reads them, written as a whole. */

import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { CampusFiles } from '../../app/devices/campus-files.ts'
import type { Config } from '../../config/types.ts'
import { errorText } from '../../kernel/index.ts'
import { PortError } from '../../ports/index.ts'
import { loadInputOf } from '../configuration.ts'
import { readText } from '../files.ts'

/** Null: the configuration does not come from a file. */
export function openCampusFiles({ file, roles, demo }: Config): CampusFiles | null {
  if (file === null) return null
  return {
    input: () => loadInputOf({ file, roles, demo }),
    read: (path) => (existsSync(path) ? readText(path) : null),
    write(path, text) {
      try {
        writeWhole(path, text, file)
      } catch (error) {
        throw new PortError(
          'refused',
          `cannot write "${path}": ${errorText(error)}; let the service write to this folder, or write the lines by hand`,
          {
            cause: error,
          },
        )
      }
    },
  }
}

/** Whoever may read the campus file may read what it includes, whatever the umask of the service. */
function writeWhole(path: string, text: string, campusFile: string): void {
  const folder = dirname(path)
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, statSync(dirname(campusFile)).mode & 0o777)
  }
  const { mode } = statSync(existsSync(path) ? path : campusFile)
  const draft = `${path}.new`
  writeFileSync(draft, text)
  chmodSync(draft, mode & 0o777)
  try {
    renameSync(draft, path)
  } catch {
    // A file that is mounted by itself into a container cannot be replaced, only written.
    writeFileSync(path, text)
    rmSync(draft, { force: true })
  }
}
