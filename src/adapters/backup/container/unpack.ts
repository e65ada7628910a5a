/** The bytes of a backup to its parts, checked: every byte is covered by the form of tar, a hash, or the hash of the manifest. */

import { errorLine } from '../../../kernel/index.ts'
import { PortError } from '../../../ports/index.ts'
import { type ByteReader, createByteReader } from './byte-reader.ts'
import { type BackupAbout, FORMAT, type ListedPart, type Manifest, OLDEST_FORMAT, PARTS, sealOf, sha256Of } from './manifest.ts'
import type { BackupPart } from './pack.ts'
import { BLOCK, decodeTarHeader, paddingOf, TAR_END } from './tar.ts'

/** A part is never longer: more is damage, and is not read into memory. */
const MOST_PART_BYTES = 256 * 1024 * 1024

const damaged = (what: string): PortError => new PortError('corrupt', `the backup is damaged: ${what}; use another backup`)

/** Parts in order. Rejects with PortError `refused` for another file or format, `corrupt` at the first damage. Only at the end is the whole known to be good. */
export async function* unpackBackup(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BackupPart> {
  const reader = createByteReader(chunks)
  const found: ListedPart[] = []
  let manifest: Buffer | null = null
  try {
    for (let entry = await nextEntry(reader, null); entry !== null; entry = await nextEntry(reader, found)) {
      if (found.length === 0) demandFormat(entry)
      if (entry.name === PARTS.manifest) manifest = entry.bytes
      else if (entry.name === PARTS.seal) demandSeal(entry, manifest)
      else if (manifest !== null) throw damaged(`"${entry.name}" stands behind the manifest`)
      found.push({ name: entry.name, bytes: entry.bytes.length, sha256: sha256Of(entry.bytes) })
      yield entry
    }
    demandListed(found, manifest)
  } finally {
    await reader.close()
  }
}

interface Entry extends BackupPart {
  readonly bytes: Buffer
}

/** Null at the end. `found`: the parts before, null for the first. */
async function nextEntry(reader: ByteReader, found: readonly ListedPart[] | null): Promise<Entry | null> {
  const header = await reader.take(BLOCK)
  const after = found?.at(-1)?.name ?? 'its beginning'
  if (found !== null && header.every((byte) => byte === 0)) {
    const end = Buffer.concat([header, await reader.take(TAR_END.length)])
    if (!end.equals(TAR_END)) throw damaged(`it does not end behind "${after}"`)
    return null
  }
  const about = header.length < BLOCK ? null : decodeTarHeader(header)
  if (about === null && found === null) throw new PortError('refused', 'the file is no backup of this program')
  if (about === null) throw damaged(header.length < BLOCK ? `it is cut off behind "${after}"` : `the header behind "${after}" was changed`)
  if (about.size > MOST_PART_BYTES) throw damaged(`"${about.name}" has ${about.size} bytes`)
  const padding = paddingOf(about.size)
  const content = await reader.take(about.size + padding)
  if (content.length < about.size + padding) throw damaged(`it is cut off within "${about.name}"`)
  if (content.subarray(about.size).some((byte) => byte !== 0)) throw damaged(`the bytes behind "${about.name}" were changed`)
  return { name: about.name, bytes: content.subarray(0, about.size) }
}

/** The first part says what the file is. */
export function aboutOf({ name, bytes }: BackupPart): BackupAbout | null {
  try {
    const about = JSON.parse(Buffer.from(bytes).toString()) as Partial<BackupAbout> | null
    return name === PARTS.about && about?.kind === 'campus-energy backup' && typeof about.format === 'number'
      ? (about as BackupAbout)
      : null
  } catch {
    return null
  }
}

function demandFormat(first: BackupPart): void {
  const about = aboutOf(first)
  if (about === null) throw new PortError('refused', 'the file is an archive, but no backup of this program')
  const { format, program } = about
  if (format > FORMAT)
    throw new PortError(
      'refused',
      `the backup has format ${format} of program version ${program}, this program reads up to ${FORMAT}: use that version or a newer one`,
    )
  if (!(format >= OLDEST_FORMAT))
    throw new PortError(
      'refused',
      `the backup has format ${format} of program version ${program}, this program reads from ${OLDEST_FORMAT}: restore it with that version, and make a new backup with this one`,
    )
}

function demandSeal({ bytes }: Entry, manifest: Buffer | null): void {
  if (manifest === null || !sealOf(manifest).equals(bytes)) throw damaged(`${PARTS.manifest} was changed: its SHA-256 is another`)
}

function demandListed(found: readonly ListedPart[], manifest: Buffer | null): void {
  if (manifest === null || found.at(-1)?.name !== PARTS.seal) throw damaged('it has no manifest, its writing was interrupted')
  const listed = new Map(manifestOf(manifest).parts.map((part) => [part.name, part]))
  const parts = found.slice(0, -2)
  const changed = parts.find(({ name, bytes, sha256 }) => listed.get(name)?.sha256 !== sha256 || listed.get(name)?.bytes !== bytes)
  if (changed !== undefined) throw damaged(`"${changed.name}" was changed: its SHA-256 is not that of the manifest`)
  const names = new Set(parts.map((part) => part.name))
  const missing = [...listed.keys()].find((name) => !names.has(name))
  if (missing !== undefined || names.size !== parts.length) throw damaged(`"${missing ?? 'a part'}" is missing or stands twice`)
}

function manifestOf(bytes: Buffer): Manifest {
  try {
    return JSON.parse(bytes.toString()) as Manifest
  } catch (error) {
    throw damaged(`${PARTS.manifest} cannot be read (${errorLine(error)})`)
  }
}
