/** Lines into a database: in pieces, a piece that is refused is halved until the line at fault stands alone, its neighbours are stored. */

import { PortError } from '../../../ports/index.ts'
import { verdictOf } from './answers.ts'
import type { HttpClient } from './http-client.ts'

export interface RefusedLine {
  /** Index into the lines. */
  readonly line: number
  readonly why: string
}

/** An array, or what makes its lines when they are asked for: always the same ones. */
export interface LineSource {
  readonly length: number
  slice(from: number, to: number): readonly string[]
}

export interface Bulk {
  /**
   * Resolves to the lines that the server refused; all others are stored. Rejects with a PortError when nothing is known about the rest:
   * sending the same lines again is safe.
   */
  write(database: string, lines: LineSource, how?: BulkHow): Promise<readonly RefusedLine[]>
}

export interface BulkHow {
  /** Pieces under way at once, default 1: with more, two lines with one key must not be in one call. */
  readonly parallel?: number
  /** Unit of the times, default ms. */
  readonly precision?: 'ms' | 'ns'
}

const PIECE_LINES = 10_000

interface Piece {
  readonly from: number
  readonly to: number
}

interface Whole {
  readonly database: string
  readonly lines: LineSource
  readonly path: string
}

interface BulkParts {
  readonly http: HttpClient
  /** Called when a database is not there; resolves when it has been created again. */
  readonly missing: (database: string) => Promise<void>
}

export function createBulk({ http, missing }: BulkParts): Bulk {
  async function put(whole: Whole, piece: Piece, again = true): Promise<RefusedLine[]> {
    const body = whole.lines.slice(piece.from, piece.to).join('\n')
    const verdict = verdictOf(await http.post(whole.path, body), http.address)
    const count = piece.to - piece.from
    switch (verdict.kind) {
      case 'accepted':
        return []
      case 'keep':
        throw verdict.error
      case 'missing':
        if (!again) throw gone(whole.database, http.address)
        await missing(whole.database)
        return put(whole, piece, false)
      case 'rejected':
        if (count === 1 || verdict.dropped === count) return allOf(piece, verdict.why)
        break
      case 'too-large':
        if (count === 1) return allOf(piece, verdict.why)
    }
    const middle = piece.from + (count >> 1)
    const left = await put(whole, { from: piece.from, to: middle }, again)
    return [...left, ...(await put(whole, { from: middle, to: piece.to }, again))]
  }

  return {
    async write(database, lines, { parallel = 1, precision = 'ms' } = {}) {
      const whole = { database, lines, path: `/write?db=${encodeURIComponent(database)}&precision=${precision}` }
      const pieces = piecesOf(lines.length)
      const refused: RefusedLine[] = []
      let next = 0
      const lane = async (): Promise<void> => {
        for (let piece = pieces[next++]; piece; piece = pieces[next++]) refused.push(...(await put(whole, piece)))
      }
      // After a failure no lane takes another piece.
      const lanes = Array.from({ length: Math.min(parallel, pieces.length) }, () => lane().finally(() => (next = pieces.length)))
      await settled(lanes)
      return refused.sort((a, b) => a.line - b.line)
    },
  }
}

function piecesOf(lines: number): Piece[] {
  const pieces: Piece[] = []
  for (let from = 0; from < lines; from += PIECE_LINES) pieces.push({ from, to: Math.min(lines, from + PIECE_LINES) })
  return pieces
}

/** All lanes have ended before the first error goes on: what is sent again must not be overtaken by what was under way. */
async function settled(lanes: readonly Promise<void>[]): Promise<void> {
  for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason
}

const gone = (database: string, address: string): PortError =>
  new PortError('unavailable', `the database "${database}" is missing at ${address} although it was just created; does something drop it?`)

function allOf({ from, to }: Piece, why: string): RefusedLine[] {
  return Array.from({ length: to - from }, (_, i) => ({ line: from + i, why }))
}
