/** Matches a topic against literals and holes, as the greedy regular expression would, in steps that grow with both lengths alone. */

export interface Hole {
  /** Null for `+` and `#`. */
  readonly name: string | null
  /** Whether it may stand for more than one level. */
  readonly levels: boolean
  /** Least characters. */
  readonly least: 0 | 1
}

export type TopicPiece = string | Hole

/** What each hole stands for, in their order: the first as long as possible, then the second, ...; null when the topic is not of this form. */
export function matchPieces(pieces: readonly TopicPiece[], topic: string): readonly string[] | null {
  // Most topics fail at their first literal.
  if (typeof pieces[0] === 'string' && !topic.startsWith(pieces[0])) return null
  const ends = feasibleEnds(pieces, topic)
  if (ends[0]?.[0] !== 1) return null
  const found: string[] = []
  let at = 0
  for (const [i, piece] of pieces.entries()) {
    if (typeof piece === 'string') at += piece.length
    else {
      const end = longestEnd(piece, topic, at, ends[i + 1] ?? new Uint8Array())
      found.push(topic.slice(at, end))
      at = end
    }
  }
  return found
}

/** For each piece, and behind the last one, the positions from which the rest of the topic fits the rest of the pieces. */
function feasibleEnds(pieces: readonly TopicPiece[], topic: string): readonly Uint8Array[] {
  const after = new Uint8Array(topic.length + 1)
  after[topic.length] = 1
  const ends: Uint8Array[] = [after]
  let next: Uint8Array = after
  for (const piece of pieces.toReversed()) {
    next = typeof piece === 'string' ? beforeLiteral(piece, topic, next) : beforeHole(piece, topic, next)
    ends.unshift(next)
  }
  return ends
}

function beforeLiteral(literal: string, topic: string, after: Uint8Array): Uint8Array {
  const here = new Uint8Array(topic.length + 1)
  for (let at = 0; at + literal.length <= topic.length; at++)
    if (after[at + literal.length] === 1 && topic.startsWith(literal, at)) here[at] = 1
  return here
}

function beforeHole({ levels, least }: Hole, topic: string, after: Uint8Array): Uint8Array {
  const here = new Uint8Array(topic.length + 1)
  let reachable = least === 0 && after[topic.length] === 1
  if (reachable) here[topic.length] = 1
  let behind = after[topic.length] === 1
  for (let at = topic.length - 1; at >= 0; at--) {
    // From here one character is taken; `behind` tells whether the hole may end anywhere behind it.
    reachable = behind && (levels || topic[at] !== '/')
    if (reachable || (least === 0 && after[at] === 1)) here[at] = 1
    behind = reachable || after[at] === 1
  }
  return here
}

function longestEnd({ levels, least }: Hole, topic: string, from: number, after: Uint8Array): number {
  const slash = levels ? -1 : topic.indexOf('/', from)
  for (let end = slash < 0 ? topic.length : slash; end >= from + least; end--) if (after[end] === 1) return end
  return from
}
