/**
 * Records are chained: each line names the hash of the line before it, and a small file beside the log the hash of the last one. So a damaged line, a
 * removed one and a lost end are all found, whatever they held.
 */

import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { DecodedLines } from './checksummed-lines.ts'

const FIRST_LINK = ''

/** `crc32 in hex, blank` in front of the JSON of a line. */
export const CHECKSUM_CHARS = 9

/** What the next line names: the hash of the JSON of a line. */
export const linkTo = (json: string): string => createHash('sha256').update(json).digest('hex').slice(0, 32)

export interface ChainHead {
  /** Sequence of the last record, and the hash of its line. */
  readonly seq: number
  readonly link: string
}

export interface CheckedChain {
  /** Places where records are damaged or missing. */
  readonly breaks: number
  readonly head: ChainHead
}

/** Lines of versions without a chain are taken as they are, as long as no chained one stands before them. */
export function checkChain(bytes: Buffer, lines: DecodedLines['lines'], saved: ChainHead | null): CheckedChain {
  let breaks = 0
  let head: ChainHead = { seq: 0, link: FIRST_LINK }
  let chained = false
  for (const { value, offset, length } of lines) {
    const { seq, prev } = value as { readonly seq: number; readonly prev?: string }
    if (prev === undefined ? chained : prev !== head.link) breaks += 1
    chained ||= prev !== undefined
    head = { seq, link: linkTo(bytes.toString('utf8', offset + CHECKSUM_CHARS, offset + length)) }
  }
  if (saved === null) return { breaks, head }
  const endIsLost = head.seq < saved.seq || (head.seq === saved.seq && head.link !== saved.link)
  return { breaks: breaks + (endIsLost ? 1 : 0), head }
}

/** Null when there is none, or an unreadable one: then the end of the log cannot be checked. */
export function readHead(path: string): ChainHead | null {
  try {
    const { seq, link } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ChainHead>
    return typeof seq === 'number' && typeof link === 'string' ? { seq, link } : null
  } catch {
    return null
  }
}

/** After the line is on the disk. A head that cannot be written stays at an earlier line, which is no damage. */
export function writeHead(path: string, head: ChainHead): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(head), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch {
    // The next record writes it again.
  }
}
