/** `each`: the items of a message, however deep: `services`, `devices[*].services[*]`, `*[*]` (the members of an object, then the items of their lists). */

import { child, isObject, parsePath, valueAt } from '../../values/path.ts'

/** Paths between the levels that are walked through. */
export type EachPath = readonly (readonly string[])[]

export interface EachItem {
  readonly value: unknown
  /** What the item stands in, from the nearest: its own members come first. */
  readonly within: readonly unknown[]
  /** The key of the last object whose members were walked through. */
  readonly key: string | null
  /** Where it stands in the message. */
  readonly path: readonly string[]
}

/** `a.b[*].c` is [a b] and [c]: a walk ends every path, so a last `[*]` says nothing new. */
export function parseEach(text: string): EachPath {
  const pieces = text
    .replace(/^\$\.?/, '')
    .split(/\[\*\]|(?<=^|\.)\*(?=$|\.|\[)/)
    .map((piece) => piece.replace(/^\.|\.$/g, ''))
  const last = pieces.at(-1)
  const walks = last === '' && pieces.length > 1 ? pieces.slice(0, -1) : pieces
  return walks.map(parsePath)
}

function membersOf(value: unknown): readonly (readonly [key: string, member: unknown])[] {
  if (Array.isArray(value)) return (value as unknown[]).map((member, i) => [String(i), member] as const)
  return isObject(value) ? Object.keys(value).map((key) => [key, child(value, key)] as const) : []
}

/** At most `limit` items and one more, which tells that there are too many. */
export function itemsOf(root: unknown, each: EachPath, limit: number): readonly EachItem[] {
  let items: EachItem[] = [{ value: root, within: [root], key: null, path: [] }]
  for (const path of each) {
    const next: EachItem[] = []
    for (const item of items) {
      const holder = valueAt(item.value, path)
      for (const [key, member] of membersOf(holder)) {
        if (next.length > limit) return next
        const named = Array.isArray(holder) ? item.key : key
        next.push({ value: member, within: [member, ...item.within], key: named, path: [...item.path, ...path, key] })
      }
    }
    items = next
  }
  return items
}
