/** Writes lines to a database in pieces. A refused piece is halved until the faulty line is alone, so that its neighbours are stored. */

import { PortError } from '../../../ports/index.ts'
import { verdictOf } from './verdict.ts'
import type { HttpClient } from './http-client.ts'

export interface RefusedLine {
  /** Index into the lines. */
  readonly line: number
  readonly why: string
}

/** An array, or a source that creates the same lines each time they are read. */
export interface LineSource {
  readonly length: number
  slice(from: number, to: number): readonly string[]
}

export interface BulkWriter {
  /**
   * Resolves to the lines that the server refused; all others are stored. Rejects with a PortError when the outcome is unknown: sending the same
   * lines again is safe.
   */
  write(database: string, lines: LineSource, options?: BulkOptions): Promise<readonly RefusedLine[]>
}

export interface BulkOptions {
  /** Pieces sent at once, default 1. With more, one call must not hold two lines with one key: their order would be open. */
  readonly parallel?: number
  /** Unit of the times, default ms. */
  readonly precision?: 'ms' | 'ns'
}

const PIECE_LINES = 10_000

interface Piece {
  readonly from: number
  readonly to: number
}

interface Target {
  readonly database: string
  readonly lines: LineSource
  readonly path: string
}

interface BulkParts {
  readonly http: HttpClient
  /** Called when a database is missing; resolves when it has been created again. */
  readonly missing: (database: string) => Promise<void>
}

export function createBulkWriter({ http, missing }: BulkParts): BulkWriter {
  async function writePiece(target: Target, piece: Piece, mayCreate = true): Promise<RefusedLine[]> {
    const body = target.lines.slice(piece.from, piece.to).join('\n')
    const verdict = verdictOf(await http.post(target.path, body), http.address)
    const count = piece.to - piece.from
    switch (verdict.kind) {
      case 'accepted':
        return []
      case 'retry':
        throw verdict.error
      case 'missing':
        if (!mayCreate) throw missingError(target.database, http.address)
        await missing(target.database)
        return writePiece(target, piece, false)
      case 'rejected':
        if (count === 1 || verdict.dropped === count) return allOf(piece, verdict.why)
        break
      case 'too-large':
        if (count === 1) return allOf(piece, verdict.why)
    }
    const middle = piece.from + (count >> 1)
    const left = await writePiece(target, { from: piece.from, to: middle }, mayCreate)
    return [...left, ...(await writePiece(target, { from: middle, to: piece.to }, mayCreate))]
  }

  return {
    async write(database, lines, { parallel = 1, precision = 'ms' } = {}) {
      const target = { database, lines, path: `/write?db=${encodeURIComponent(database)}&precision=${precision}` }
      const pieces = piecesOf(lines.length)
      const refused: RefusedLine[] = []
      let next = 0
      const sendNext = async (): Promise<void> => {
        for (let piece = pieces[next++]; piece; piece = pieces[next++]) refused.push(...(await writePiece(target, piece)))
      }
      // After a failure no sender starts another piece.
      const senders = Array.from({ length: Math.min(parallel, pieces.length) }, () => sendNext().finally(() => (next = pieces.length)))
      await allSettled(senders)
      return refused.sort((a, b) => a.line - b.line)
    },
  }
}

function piecesOf(lines: number): Piece[] {
  const pieces: Piece[] = []
  for (let from = 0; from < lines; from += PIECE_LINES) pieces.push({ from, to: Math.min(lines, from + PIECE_LINES) })
  return pieces
}

/** Throws the first error after all senders have ended: a piece that is still on its way could overtake the same lines sent again. */
async function allSettled(senders: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(senders)) if (result.status === 'rejected') throw result.reason
}

const missingError = (database: string, address: string): PortError =>
  new PortError('unavailable', `the database "${database}" is missing at ${address} although it was just created; does something drop it?`)

function allOf({ from, to }: Piece, why: string): RefusedLine[] {
  return Array.from({ length: to - from }, (_, i) => ({ line: from + i, why }))
}
