/** Lines into a database: in pieces, a piece that is refused is halved until the line at fault stands alone, its neighbours are stored. */

import { PortError } from '../../ports/index.ts'
import { verdictOf } from './answers.ts'
import type { HttpClient } from './http-client.ts'

export interface RefusedLine {
  /** Index into the lines. */
  readonly line: number
  readonly why: string
}

export interface Bulk {
  /**
   * Resolves to the lines that the server refused; all others are stored. Rejects with a PortError when nothing is known about the rest:
   * sending the same lines again is safe. `parallel` pieces are under way at once: two lines with one key must not be in one call then.
   */
  write(database: string, lines: readonly string[], parallel?: number): Promise<readonly RefusedLine[]>
}

const PIECE_LINES = 10_000

interface Piece {
  readonly from: number
  readonly to: number
}

interface BulkParts {
  readonly http: HttpClient
  /** Called when a database is not there; resolves when it has been created again. */
  readonly missing: (database: string) => Promise<void>
}

export function createBulk({ http, missing }: BulkParts): Bulk {
  async function put(database: string, lines: readonly string[], piece: Piece, again = true): Promise<RefusedLine[]> {
    const body = lines.slice(piece.from, piece.to).join('\n')
    const verdict = verdictOf(await http.post(`/write?db=${encodeURIComponent(database)}&precision=ms`, body), http.address)
    const count = piece.to - piece.from
    switch (verdict.kind) {
      case 'accepted':
        return []
      case 'keep':
        throw verdict.error
      case 'missing':
        if (!again) throw gone(database, http.address)
        await missing(database)
        return put(database, lines, piece, false)
      case 'rejected':
        if (count === 1 || verdict.dropped === count) return allOf(piece, verdict.why)
        break
      case 'too-large':
        if (count === 1) return allOf(piece, verdict.why)
    }
    const middle = piece.from + (count >> 1)
    const left = await put(database, lines, { from: piece.from, to: middle }, again)
    return [...left, ...(await put(database, lines, { from: middle, to: piece.to }, again))]
  }

  return {
    async write(database, lines, parallel = 1) {
      const pieces: Piece[] = []
      for (let from = 0; from < lines.length; from += PIECE_LINES) pieces.push({ from, to: Math.min(lines.length, from + PIECE_LINES) })
      const refused: RefusedLine[] = []
      let next = 0
      const lane = async (): Promise<void> => {
        for (let piece = pieces[next++]; piece; piece = pieces[next++]) refused.push(...(await put(database, lines, piece)))
      }
      await settled(Array.from({ length: Math.min(parallel, pieces.length) }, lane))
      return refused.sort((a, b) => a.line - b.line)
    },
  }
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
