/** The data folder: there, writable, of one owner, closed to others. Pure. */

import { type DoctorFinding, fail, pass, warn } from './doctor-finding.ts'

export interface FileFacts {
  readonly path: string
  /** Permission bits. */
  readonly mode: number
  readonly uid: number
}

export interface FolderFacts {
  readonly path: string
  /** Null: there is none. */
  readonly folder: (FileFacts & { readonly isFolder: boolean }) | null
  /** Why a file cannot be written into it, or into the nearest folder above it where it is missing; null: it can. */
  readonly unwritable: string | null
  /** User of this process; null where the system has none. */
  readonly ownUid: number | null
  /** Files and folders in it. */
  readonly files: readonly FileFacts[]
}

/** Bits of group and of others. */
const OTHERS = 0o077
const OTHERS_WRITE = 0o022
/** Names in a sentence. */
const NAMED = 3

const octal = (mode: number): string => mode.toString(8).padStart(3, '0')

function listOf(files: readonly FileFacts[]): string {
  const names = files.slice(0, NAMED).map(({ path }) => `"${path}"`)
  return files.length > NAMED ? `${names.join(', ')} and ${files.length - NAMED} more` : names.join(', ')
}

export function judgeFolder({ path, folder, unwritable, ownUid, files }: FolderFacts): DoctorFinding[] {
  if (folder === null)
    return unwritable === null
      ? [pass('folder', path, 'there is no data folder yet: the first start makes it')]
      : [
          fail(
            'folder',
            path,
            `there is no data folder, and it cannot be made: ${unwritable}`,
            'make the folder and give it to the user of the service',
          ),
        ]
  if (!folder.isFolder)
    return [fail('folder', path, 'this is a file, not a folder', 'name a folder under data.dir or in CAMPUS__DATA__DIR')]
  const findings = [...writable(path, unwritable), ...ownersOf(path, folder, files), ...modesOf(folder, files)]
  if (ownUid !== null && ownUid !== folder.uid)
    findings.push(
      warn(
        'folder',
        path,
        `the folder belongs to user ${folder.uid}, this check runs as user ${ownUid}`,
        'run `campus doctor` as the user of the service',
      ),
    )
  return findings.length > 0 ? findings : [pass('folder', path, `writable, mode ${octal(folder.mode)}, all files of one owner`)]
}

function writable(path: string, why: string | null): DoctorFinding[] {
  return why === null
    ? []
    : [fail('folder', path, `nothing can be written: ${why}`, 'give folder and disk back to the user of the service')]
}

function ownersOf(path: string, folder: FileFacts, files: readonly FileFacts[]): DoctorFinding[] {
  const foreign = files.filter((file) => file.uid !== folder.uid)
  if (foreign.length === 0) return []
  return [
    fail(
      'folder',
      path,
      `${listOf(foreign)} ${foreign.length === 1 ? 'belongs' : 'belong'} to another user than the folder: the service may fail to write there`,
      `chown -R ${folder.uid} "${path}" while the service is stopped`,
    ),
  ]
}

/** A closed folder protects what is in it. */
function modesOf(folder: FileFacts, files: readonly FileFacts[]): DoctorFinding[] {
  if ((folder.mode & OTHERS) === 0) return []
  const close = `chmod 700 "${folder.path}"`
  const open = files.filter(({ mode }) => (mode & OTHERS) !== 0)
  const files600 = open.length === 0 ? '' : `; ${listOf(open)} ${open.length === 1 ? 'is' : 'are'} open as well`
  const what = `mode ${octal(folder.mode)} lets other users in${files600}; tokens and the signing key are kept here`
  const level = (folder.mode & OTHERS_WRITE) !== 0 ? fail : warn
  return [level('folder', folder.path, what, close)]
}
