/** Parts of a backup into a data folder and a store. */

import { mkdir, open } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { ReadingColumns } from '../../domain/index.ts'
import { type Change, PortError, type StoreLoader, type StorePosition } from '../../ports/index.ts'
import type { CampusText } from './create-backup.ts'
import { filePartOf } from './content/files.ts'
import { type BackupAbout, FOLDERS, PARTS, sha256Of } from './container/manifest.ts'
import type { BackupPart } from './container/pack.ts'
import { decodeBucketRows, decodeReadingRows } from './content/tables.ts'
import { aboutOf } from './container/unpack.ts'

const expand = promisify(gunzip)

/** What a whole backup says about itself. */
export interface BackupSummary {
  readonly about: BackupAbout
  /** SHA-256 of the manifest: the same for the same backup alone. */
  readonly id: string
  readonly campusFiles: readonly CampusText[]
  readonly position: StorePosition
}

/** Reads all parts, which checks them. Rejects with a PortError for a backup that is not whole. */
export async function summarise(parts: AsyncIterable<BackupPart>, onPart: (bytes: number) => void): Promise<BackupSummary> {
  let about: BackupAbout | null = null
  let id = ''
  const kept = new Map<string, Uint8Array>()
  for await (const part of parts) {
    about ??= aboutOf(part)
    if (part.name === PARTS.manifest) id = sha256Of(part.bytes)
    if (part.name === PARTS.campus || part.name === PARTS.position) kept.set(part.name, Uint8Array.from(part.bytes))
    onPart(part.bytes.length)
  }
  const [campus, position] = [kept.get(PARTS.campus), kept.get(PARTS.position)]
  if (about === null || campus === undefined || position === undefined)
    throw new PortError('corrupt', 'the backup is damaged: it says nothing about campus and store; use another backup')
  return { about, id, campusFiles: await jsonOf<CampusText[]>(campus), position: await jsonOf<StorePosition>(position) }
}

async function jsonOf<T>(bytes: Uint8Array): Promise<T> {
  return JSON.parse((await expand(bytes)).toString()) as T
}

export interface RestoreTarget {
  readonly dir: string
  readonly loader: StoreLoader
  readonly position: StorePosition
  readonly onPart: (bytes: number) => void
}

/** Writes everything. Everything is on the disk when it resolves. */
export async function restoreParts(parts: AsyncIterable<BackupPart>, { dir, loader, position, onPart }: RestoreTarget): Promise<void> {
  const plan = planSequences(position)
  for await (const part of parts) {
    const { name, bytes } = part
    if (name.startsWith(FOLDERS.files)) await restoreFile(dir, part)
    else if (name.startsWith(FOLDERS.readings)) {
      const rows = await decodeReadingRows(bytes)
      await loader.loadReadings(rows, plan.sequencesOf(rows))
    } else if (name.startsWith(FOLDERS.buckets)) await loader.loadBuckets(await decodeBucketRows(bytes))
    onPart(bytes.length)
  }
  await loader.finish({ ...position, rolledUpTo: plan.rolledUpTo })
}

/** Writes a chunk of a file behind the one before it. */
async function restoreFile(dir: string, { name, bytes }: BackupPart): Promise<void> {
  const part = filePartOf(name)
  const root = resolve(dir)
  const path = resolve(root, part?.path ?? '')
  if (part === null || !path.startsWith(root + sep))
    throw new PortError('refused', `the backup holds a file outside the data folder: "${name}"`)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(join(path), part.n === 0 ? 'w' : 'a', 0o600)
  try {
    await file.writeFile(await expand(bytes))
    await file.sync()
  } finally {
    await file.close()
  }
}

interface SequencePlan {
  readonly rolledUpTo: number
  sequencesOf(rows: ReadingColumns): Float64Array
}

/** Rows of changes get a sequence above the watermark of the roller, so that their buckets are computed; all others one at or below it. */
export function planSequences({ offset, rolledUpTo, changes }: StorePosition): SequencePlan {
  const changed = Math.max(1, offset)
  const watermark = changes.length === 0 ? rolledUpTo : Math.min(rolledUpTo, changed - 1)
  const byPoint = new Map<string, Change[]>()
  for (const change of changes) byPoint.set(change.point, [...(byPoint.get(change.point) ?? []), change])
  return {
    rolledUpTo: watermark,
    sequencesOf({ names, length, point, time }) {
      const seq = new Float64Array(length).fill(Math.max(1, watermark))
      const changesOf = names.map((name) => byPoint.get(name) ?? [])
      for (let i = 0; i < length; i++) {
        const at = time[i] as number
        if (changesOf[point[i] as number]?.some(({ from, to }) => at >= from && at <= to) === true) seq[i] = changed
      }
      return seq
    },
  }
}
