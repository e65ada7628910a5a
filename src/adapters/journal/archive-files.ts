/**
 * The files of the archive: segments of the journal, `0000000000000041.journal`, until they are compressed into
 * `0000000000000041-0000000000004210.1770000000000-1770003600000.journal.gz`: first and last sequence, first and last receive time
 * (epoch ms). A listing of the folder therefore tells which messages are in which file.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Instant, instant } from '../../domain/index.ts'
import { listSegments, unlessMissing, type Segment } from './segments.ts'

export interface PackedSegment extends Segment {
  readonly lastSeq: number
  readonly received: { readonly first: Instant; readonly last: Instant }
}

const PACKED = /^(\d{16})-(\d{16})\.(\d+)-(\d+)\.journal\.gz$/
const SEQ_DIGITS = 16

export function packedName({ firstSeq, lastSeq, received }: Pick<PackedSegment, 'firstSeq' | 'lastSeq' | 'received'>): string {
  const digits = (seq: number): string => String(seq).padStart(SEQ_DIGITS, '0')
  return `${digits(firstSeq)}-${digits(lastSeq)}.${received.first}-${received.last}.journal.gz`
}

function parsePackedName(dir: string, name: string): PackedSegment | null {
  const [, first, last, from, to] = PACKED.exec(name) ?? []
  const stat = first === undefined ? null : unlessMissing(() => statSync(join(dir, name)))
  if (stat === null) return null
  const received = { first: instant(Number(from)), last: instant(Number(to)) }
  return { path: join(dir, name), firstSeq: Number(first), lastSeq: Number(last), received, bytes: stat.size }
}

export function listPacked(dir: string): PackedSegment[] {
  const names = unlessMissing(() => readdirSync(dir)) ?? []
  return names
    .map((name) => parsePackedName(dir, name))
    .filter((p) => p !== null)
    .sort((a, b) => a.firstSeq - b.firstSeq)
}

/** Segments of the archive, compressed or not, each once, oldest first. */
export function listArchived(dir: string): Segment[] {
  const packed = listPacked(dir)
  const packedSeqs = new Set(packed.map((p) => p.firstSeq))
  return [...packed, ...listSegments(dir).filter((s) => !packedSeqs.has(s.firstSeq))].sort((a, b) => a.firstSeq - b.firstSeq)
}

export const isPacked = (path: string): boolean => path.endsWith('.gz')

/** The bytes of a segment as they were written. Throws the error of the file system, or of zlib for a damaged file. */
export function readSegmentBytes(path: string): Buffer {
  const bytes = readFileSync(path)
  return isPacked(path) ? gunzipSync(bytes) : bytes
}
