/** The file of the register, `campus.d/devices.yaml`: entries are added, replaced or changed by their id; comments and other entries stay. */

import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import type { RegisterChange, RegisterDraft, SourceDraft } from './types.ts'

export const REGISTER_FILE = 'devices.yaml'

const HEADER = ` Written by \`campus devices import\` and the page "Devices". You may edit it: entries are replaced by their id, comments and other
 entries stay. \`campus devices export\` gives it back as a sheet.`

/** An entry stays on one line: faults of the file name lines, and a line is a row of the sheet. */
const WIDTH = 0

/** The key by which an entry of a list is found. */
type EntryKey = 'id' | 'point' | 'source'

function listOf(doc: Document, name: string): YAMLSeq {
  const present = doc.get(name)
  if (isSeq(present)) return present
  const created = doc.createNode([]) as YAMLSeq
  doc.set(name, created)
  return created
}

function idOf(item: unknown, key: EntryKey = 'id'): string | null {
  return isMap(item) && item.has(key) ? String(item.get(key)) : null
}

/** One entry a line, as people write lists of like things. */
function put(doc: Document, list: YAMLSeq, entry: Readonly<Record<string, unknown>>, key: EntryKey = 'id'): void {
  const node = doc.createNode(entry, { flow: true })
  const at = list.items.findIndex((item) => idOf(item, key) === String(entry[key]))
  const earlier = at < 0 ? undefined : list.items[at]
  if (isMap(earlier) && earlier.commentBefore) node.commentBefore = earlier.commentBefore
  if (at < 0) list.items.push(node)
  else list.items[at] = node
}

/** The ids of the points that a file of the register holds. */
export function idsOf(text: string | null): ReadonlySet<string> {
  if (text === null) return new Set()
  const list = parseDocument(text).get('points')
  return new Set(isSeq(list) ? list.items.map((item) => idOf(item)).filter((id) => id !== null) : [])
}

function open(text: string | null): Document {
  const doc = parseDocument(text === null || text.trim() === '' ? '{}' : text)
  if (text === null) doc.commentBefore = HEADER
  const root = doc.contents
  if (isMap(root)) root.flow = false
  return doc
}

const textOf = (doc: Document): string => doc.toString({ lineWidth: WIDTH, flowCollectionPadding: true })

/** Sources that the file holds, as they are written there. */
export function sourcesOf(text: string | null): readonly Omit<SourceDraft, 'line'>[] {
  const list: unknown = text === null ? null : parseDocument(text).toJS()
  const entries = (list as { readonly sources?: readonly Partial<SourceDraft>[] } | null)?.sources ?? []
  return entries.flatMap(({ id, preset, topic, points }) =>
    id === undefined || preset === undefined ? [] : [{ id, preset, topic: topic ?? null, points: points ?? {} }],
  )
}

/** The text of the file with the draft in it; null: a new file. */
export function writeRegister(text: string | null, draft: Pick<RegisterDraft, 'sources' | 'points' | 'changes'>): string {
  return draft.changes.reduce(changeEntry, writeEntries(text, draft))
}

function writeEntries(text: string | null, { sources, points }: Pick<RegisterDraft, 'sources' | 'points'>): string {
  const doc = open(text)
  for (const { line: _line, topic, points: rules, ...source } of sources)
    put(doc, listOf(doc, 'sources'), {
      ...source,
      ...(topic === null ? {} : { topic }),
      ...(Object.keys(rules).length === 0 ? {} : { points: rules }),
    })
  for (const { entry } of points) put(doc, listOf(doc, 'points'), entry)
  return textOf(doc)
}

const LIST_OF = { point: 'points', source: 'sources' } as const

/**
 * The text of the file with the change: in the entry itself where it stands in this file, with its comments; else in its entry under `changes:`,
 * and the other files stay as they are.
 */
export function changeEntry(text: string | null, { of, id, keys }: RegisterChange): string {
  const doc = open(text)
  const own = doc.get(LIST_OF[of])
  const entry = isSeq(own) ? own.items.find((item) => idOf(item) === id) : undefined
  if (isMap(entry)) setKeys(doc, entry, keys)
  else {
    const list = listOf(doc, 'changes')
    const earlier = list.items.find((item) => idOf(item, of) === id)
    if (isMap(earlier)) setKeys(doc, earlier, keys)
    else put(doc, list, { [of]: id, ...Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null)) }, of)
  }
  return textOf(doc)
}

function setKeys(doc: Document, entry: YAMLMap, keys: RegisterChange['keys']): void {
  for (const [key, value] of Object.entries(keys)) {
    const present = entry.get(key)
    if (value === null) entry.delete(key)
    else if (isMap(present) && key === 'points')
      for (const [field, rule] of Object.entries(value ?? {})) present.set(field, doc.createNode(rule, { flow: true }))
    else entry.set(key, typeof value === 'object' ? doc.createNode(value, { flow: true }) : value)
  }
}
