/** A backup of a data folder and its store while both are in use. */

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Backups, type Clock, type OnRows, PortError, type StoreExport } from '../../ports/index.ts'
import { fileParts, listFiles, SEGMENT_FOLDERS } from './content/files.ts'
import { type BackupAbout, FORMAT, PARTS } from './container/manifest.ts'
import { type BackupPart, packBackup } from './container/pack.ts'
import { archiveParts, firstInJournal, journalParts } from './content/segments.ts'
import { storeParts } from './content/store-parts.ts'

export interface CampusText {
  /** Relative to the folder of the campus file, or absolute. */
  readonly path: string
  readonly text: string
}

export interface BackupParts {
  readonly dir: string
  readonly about: Pick<BackupAbout, 'program' | 'campus' | 'timezone' | 'store'>
  readonly store: StoreExport
  /** The campus file, and what it includes. */
  readonly campusFiles: () => readonly CampusText[]
  /** Paths below `dir` that are left out: a folder of backups. */
  readonly except: readonly string[]
  readonly clock: Clock
  /** While it is held the journal removes nothing. Returns how to let go. */
  readonly holdJournal: () => () => void
}

const compress = promisify(gzip)
const DECODER_STATE = 'decoder-state.json'
/** Older than the records, so that every event up to it is among them. */
const AUDIT_HEAD = 'audit.head'
const RECORDS = 'state.log'

export function createBackups(parts: BackupParts): Backups {
  let running = false
  async function* create(onRows: OnRows): AsyncGenerator<Uint8Array> {
    if (running) throw new PortError('refused', 'another backup is being made: try again when it has ended')
    running = true
    try {
      const created_at = new Date(parts.clock.now()).toISOString()
      yield* packBackup({ format: FORMAT, kind: 'campus-energy backup', ...parts.about, created_at }, contentOf(parts, onRows))
    } finally {
      running = false
    }
  }
  return { create }
}

/**
 * The order matters: the state of the decoder is older than the offset of the store; records are older than the messages that they speak of; the
 * journal holds everything behind the offset, whatever is stored while the rows are read.
 */
async function* contentOf(parts: BackupParts, onRows: OnRows): AsyncGenerator<BackupPart> {
  const { dir, store } = parts
  const release = parts.holdJournal()
  let first: number
  try {
    yield* fileParts(dir, DECODER_STATE)
    const start = { offset: await store.offset(), rolledUpTo: await store.rolledUpTo() }
    yield { name: PARTS.campus, bytes: await compress(JSON.stringify(parts.campusFiles())) }
    yield* fileParts(dir, AUDIT_HEAD)
    yield* fileParts(dir, RECORDS)
    const except = [DECODER_STATE, AUDIT_HEAD, RECORDS, ...Object.values(SEGMENT_FOLDERS), ...parts.except]
    for (const path of await listFiles(dir, except)) yield* fileParts(dir, path)
    first = await firstInJournal(dir)
    yield* journalParts(dir)
    release()
    yield* archiveParts(dir, first)
    yield* storeParts(store, start, onRows)
  } finally {
    release()
  }
}
