/** Device templates: `{x}` a topic level, `{path}` a payload value, `{key:path}` the name of the only key at that path. */

import { valueAt, isObject, parsePath } from '../values/path.ts'
import type { Captures } from '../values/topic.ts'

interface Hole {
  readonly name: string
  readonly path: readonly string[]
  readonly key: boolean
}

type Piece = { readonly literal: string } | Hole

export interface DeviceTemplate {
  /** The device of a message (or of an item of it), or null when a piece is missing. */
  resolve(captures: Captures, item: unknown, root: unknown): string | null
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
    pieces.push({ name: name.replace(/\+$/, ''), path: parsePath(name), key: hole[1] !== undefined })
    last = hole.index + hole[0].length
  }
  if (last < text.length) pieces.push({ literal: text.slice(last) })
  return pieces
}

function fillPiece(piece: Piece, captures: Captures, item: unknown, root: unknown): string | null {
  if ('literal' in piece) return piece.literal
  if (piece.key) return onlyKeyOf(valueAt(item, piece.path) ?? valueAt(root, piece.path))
  const captured = captures[piece.name]
  if (captured !== undefined) return captured
  const value = valueAt(item, piece.path) ?? valueAt(root, piece.path)
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
    resolve(captures, item, root) {
      let device = ''
      for (const piece of pieces) {
        const part = fillPiece(piece, captures, item, root)
        if (part === null || part === '') return null
        device += part
      }
      return device
    },
  }
}
