/**
 * Device templates: `{x}` a topic level, `{path}` a payload value, `{key:path}` the name of the only key at that path, `{key}` the name of the
 * member that `each` came to.
 */

import { isObject, parsePath } from '../../values/path.ts'
import type { Captures } from '../../values/topic.ts'
import { lookUp, type Part } from './part.ts'

const MEMBER = 'key'

interface Hole {
  readonly name: string
  readonly path: readonly string[]
  readonly key: boolean
}

type Piece = { readonly literal: string } | Hole

export interface DeviceTemplate {
  /** The device of a message (or of an item of it), or null when a piece is missing. */
  resolve(captures: Captures, part: Pick<Part, 'within' | 'key'>): string | null
  /** Payload paths the template reads. */
  readonly paths: readonly (readonly string[])[]
  /** The path of `{key:path}`: fields are found below the key that names the device. */
  readonly keyed: readonly string[] | null
}

function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let last = 0
  for (const hole of text.matchAll(/\{(key:)?([^{}]+)\}/g)) {
    if (hole.index > last) pieces.push({ literal: text.slice(last, hole.index) })
    const name = hole[2] ?? ''
    pieces.push({ name: name.replace(/[+*]$/, ''), path: parsePath(name), key: hole[1] !== undefined })
    last = hole.index + hole[0].length
  }
  if (last < text.length) pieces.push({ literal: text.slice(last) })
  return pieces
}

function fillPiece(piece: Piece, captures: Captures, part: Pick<Part, 'within' | 'key'>): string | null {
  if ('literal' in piece) return piece.literal
  const { value } = lookUp(part.within, piece.path)
  if (piece.key) return onlyKeyOf(value)
  const captured = captures[piece.name]
  if (captured !== undefined) return captured
  if (piece.name === MEMBER && part.key !== null) return part.key
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

export function onlyKeyOf(value: unknown): string | null {
  if (!isObject(value)) return null
  const keys = Object.keys(value)
  return keys.length === 1 ? (keys[0] ?? null) : null
}

/** Compiles the template; without one the device is `{device}` of the topic, else all that the topic captured, else the topic. */
export function deviceTemplate(text: string | undefined, topicOf: () => string): DeviceTemplate {
  if (text === undefined) {
    const resolve = (captures: Captures): string => captures['device'] ?? (Object.values(captures).join('/') || topicOf())
    return { resolve, paths: [], keyed: null }
  }
  const pieces = piecesOf(text)
  const holes = pieces.filter((p): p is Hole => !('literal' in p))
  return {
    paths: holes.map((p) => p.path),
    keyed: holes.find((p) => p.key)?.path ?? null,
    resolve(captures, part) {
      let device = ''
      for (const piece of pieces) {
        const text = fillPiece(piece, captures, part)
        if (text === null || text === '') return null
        device += text
      }
      return device
    },
  }
}
