/** Dead letters as lines of a file, and their summaries in memory. */

import { open } from 'node:fs/promises'
import { type DeadReason, instant, type KeptDeadLetter } from '../../domain/index.ts'
import type { DeadLetterSummary } from '../../ports/index.ts'
import { decodeLine } from './checksummed-lines.ts'

export interface LetterLine {
  readonly id: string
  readonly at: number
  readonly reason: DeadReason
  readonly detail: string
  readonly topic: string
  /** base64 */
  readonly payload: string
  readonly receivedAt: number
  readonly retain: boolean
  readonly dup: boolean
  readonly qos: 0 | 1 | 2
}

export type RingLine = { readonly letter: LetterLine } | { readonly drop: readonly string[] }

export function toLetterLine({ id, at, reason, detail, message }: KeptDeadLetter): LetterLine {
  const { topic, receivedAt, retain, dup, qos } = message
  return { id, at, reason, detail, topic, payload: Buffer.from(message.payload).toString('base64'), receivedAt, retain, dup, qos }
}

export function summaryOf({ id, at, reason, detail, topic, payload }: LetterLine): DeadLetterSummary {
  return { id, at: instant(at), reason, detail, topic, bytes: Buffer.byteLength(payload, 'base64') }
}

function letterOf({ id, at, reason, detail, topic, payload, receivedAt, retain, dup, qos }: LetterLine): KeptDeadLetter {
  const message = { topic, payload: Buffer.from(payload, 'base64'), receivedAt: instant(receivedAt), retain, dup, qos }
  return { id, at: instant(at), reason, detail, message }
}

/** Reads a letter from its place in a file; null when it is damaged, or the file was evicted meanwhile. */
export async function readLetter(path: string, offset: number, length: number): Promise<KeptDeadLetter | null> {
  try {
    const handle = await open(path, 'r')
    try {
      const bytes = Buffer.alloc(length)
      await handle.read(bytes, 0, length, offset)
      const line = decodeLine(bytes.toString('utf8')) as RingLine | undefined
      return line !== undefined && 'letter' in line ? letterOf(line.letter) : null
    } finally {
      await handle.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
