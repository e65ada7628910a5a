/** The file of the register, `campus.d/devices.yaml`: entries are added or replaced by their id; comments and other entries stay. */

import { type Document, isMap, isSeq, parseDocument, type YAMLSeq } from 'yaml'
import type { RegisterDraft } from './types.ts'

export const REGISTER_FILE = 'devices.yaml'

const HEADER = ` Written by \`campus devices import\` from a spreadsheet. You may edit it: entries are replaced by their id, comments and other
 entries stay. \`campus devices export\` gives it back as a sheet.`

/** An entry stays on one line: faults of the file name lines, and a line is a row of the sheet. */
const WIDTH = 0

function listOf(doc: Document, name: string): YAMLSeq {
  const present = doc.get(name)
  if (isSeq(present)) return present
  const created = doc.createNode([]) as YAMLSeq
  doc.set(name, created)
  return created
}

function idOf(item: unknown): string | null {
  return isMap(item) && item.has('id') ? String(item.get('id')) : null
}

/** One entry a line, as people write lists of like things. */
function put(doc: Document, list: YAMLSeq, entry: Readonly<Record<string, unknown>>): void {
  const node = doc.createNode(entry, { flow: true })
  const at = list.items.findIndex((item) => idOf(item) === String(entry['id']))
  const earlier = at < 0 ? undefined : list.items[at]
  if (isMap(earlier) && earlier.commentBefore) node.commentBefore = earlier.commentBefore
  if (at < 0) list.items.push(node)
  else list.items[at] = node
}

/** The ids of the points and sources that a file of the register holds. */
export function idsOf(text: string | null, name: 'points' | 'sources'): ReadonlySet<string> {
  if (text === null) return new Set()
  const list = parseDocument(text).get(name)
  return new Set(isSeq(list) ? list.items.map(idOf).filter((id) => id !== null) : [])
}

/** The text of the file with the draft in it; null: a new file. */
export function writeRegister(text: string | null, { sources, points }: RegisterDraft): string {
  const doc = parseDocument(text === null || text.trim() === '' ? '{}' : text)
  if (text === null) doc.commentBefore = HEADER
  const root = doc.contents
  if (isMap(root)) root.flow = false
  for (const { line: _line, topic, points: rules, ...source } of sources)
    put(doc, listOf(doc, 'sources'), {
      ...source,
      ...(topic === null ? {} : { topic }),
      ...(Object.keys(rules).length === 0 ? {} : { points: rules }),
    })
  for (const { entry } of points) put(doc, listOf(doc, 'points'), entry)
  return doc.toString({ lineWidth: WIDTH, flowCollectionPadding: true })
}
