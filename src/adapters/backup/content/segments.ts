/** Raw messages: segments of the journal and of the archive, while the service writes, moves, packs and removes them. */

import { readdir } from 'node:fs/promises'
import { fileParts, SEGMENT_FOLDERS } from './files.ts'
import type { BackupPart } from '../container/pack.ts'

interface SegmentPath {
  readonly path: string
  /** Sequence of the first message: the same before and after a segment is moved and packed. */
  readonly first: number
}

const SEGMENT = /^(\d{16})(-[\d.-]+)?\.journal(\.gz)?$/

async function listSegments(dir: string, folder: string): Promise<SegmentPath[]> {
  const names = await readdir(`${dir}/${folder}`).catch(() => [])
  return names
    .flatMap((name) => {
      const first = SEGMENT.exec(name)?.[1]
      return first === undefined ? [] : [{ path: `${folder}/${name}`, first: Number(first) }]
    })
    .sort((a, b) => a.first - b.first)
}

/** Segments of the journal up to the newest of now, which is cut where it ends when it is read. None may be removed meanwhile. */
export async function* journalParts(dir: string): AsyncGenerator<BackupPart> {
  for (const { path } of await listSegments(dir, SEGMENT_FOLDERS.journal)) yield* fileParts(dir, path)
}

/** Segments of the archive before `first`, oldest first. One that was packed since it was listed is found under its new name; one that was evicted is left out. */
export async function* archiveParts(dir: string, first: number): AsyncGenerator<BackupPart> {
  let done = -1
  for (;;) {
    const next = (await listSegments(dir, SEGMENT_FOLDERS.archive)).find((s) => s.first > done && s.first < first)
    if (next === undefined) return
    let empty = true
    for await (const part of fileParts(dir, next.path)) {
      empty = false
      yield part
    }
    if (!empty) done = next.first
    else if ((await listSegments(dir, SEGMENT_FOLDERS.archive)).every((s) => s.path !== next.path)) continue
    else done = next.first
  }
}

/** Sequence of the first message in the journal; Infinity when it is empty. */
export async function firstInJournal(dir: string): Promise<number> {
  return (await listSegments(dir, SEGMENT_FOLDERS.journal))[0]?.first ?? Infinity
}
