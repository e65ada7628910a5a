/** Entries of `changes:`: keys of points and sources that stand elsewhere, those of templates too. They come before the keys there. */

import type { ChangeEntry, PointEntry } from '../../schema/point.ts'
import type { SourceEntry } from '../../schema/source.ts'
import type { Faults } from '../../yaml/faults.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { child, type Dict, type YamlTree } from '../../yaml/tree.ts'
import type { ExaminedPart } from '../examine.ts'

type Change = ExaminedPart<ChangeEntry>

interface ChangedLists {
  readonly points: readonly ExaminedPart<PointEntry>[]
  readonly sources: readonly ExaminedPart<SourceEntry>[]
}

/** Keys of a change that name what it changes or are for people. */
const OWN_KEYS: readonly string[] = ['point', 'source', 'comment']
const KEYS_OF = { point: ['from', 'unit', 'status'], source: ['points'] } as const

export function applyChanges(lists: ChangedLists, changes: readonly Change[], faults: Faults): ChangedLists {
  if (changes.length === 0) return lists
  for (const change of changes) checkTarget(change, faults)
  return {
    points: changeList(lists.points, { changes, key: 'point', faults }),
    sources: changeList(lists.sources, { changes, key: 'source', faults }),
  }
}

function checkTarget({ value, place, sound }: Change, faults: Faults): void {
  const named = [value.point, value.source].filter((id) => id !== undefined).length
  if (named === 1 || !sound) return
  faults.blame(place, [], 'a change names one point or one source', 'write point: ID or source: ID')
}

interface Changing {
  readonly changes: readonly Change[]
  readonly key: 'point' | 'source'
  readonly faults: Faults
}

function changeList<T extends { readonly id?: string | undefined }>(
  parts: readonly ExaminedPart<T>[],
  { changes, key, faults }: Changing,
): readonly ExaminedPart<T>[] {
  const byId = new Map<string, Change>()
  const ids = new Set(parts.map((part) => (part.value as { readonly id?: string }).id ?? ''))
  for (const change of changes) {
    const id = change.value[key]
    if (id === undefined) continue
    const earlier = byId.get(id)
    if (earlier !== undefined)
      faults.blame(change.place, [key], `"${id}" is changed already`, `the first change is at line ${earlier.place.tree.spot.line ?? 0}`)
    else if (!ids.has(id))
      faults.blame(change.place, [key], `there is no ${key} "${id}" to change`, didYouMean(id, [...ids]) ?? 'remove the change')
    else byId.set(id, change)
    for (const name of Object.keys(change.value))
      if (!OWN_KEYS.includes(name) && !KEYS_OF[key].some((k) => k === name))
        faults.blame(change.place, [name], `"${name}" of a ${key} cannot be changed here`, `write ${KEYS_OF[key].join(', ')}`)
  }
  return parts.map((part) => {
    const change = byId.get((part.value as { readonly id?: string }).id ?? '')
    return change === undefined ? part : merge(part, change)
  })
}

function merge<T>(part: ExaminedPart<T>, change: Change): ExaminedPart<T> {
  const { point: _point, source: _source, comment: _comment, ...keys } = change.value
  const rules = { ...(part.value as { readonly points?: object }).points, ...keys.points }
  return {
    value: { ...part.value, ...keys, ...(keys.points === undefined ? {} : { points: rules }) },
    place: { ...part.place, tree: mergeTree(part.place.tree, change.place.tree) },
    sound: part.sound && change.sound,
  }
}

/** The tree of the point with the keys of the change: faults in them name the file and the line of the change. */
function mergeTree(tree: YamlTree, change: YamlTree): YamlTree {
  if (tree.kind !== 'dict' || change.kind !== 'dict') return tree
  const keys = change.entries.filter((e) => !OWN_KEYS.includes(e.key))
  const merged = keys.map((e) => (e.key === 'points' ? { ...e, value: mergeRules(child(tree, 'points'), e.value) } : e))
  const kept = tree.entries.filter((e) => !keys.some((k) => k.key === e.key))
  return { ...tree, entries: [...kept, ...merged] } satisfies Dict
}

function mergeRules(rules: YamlTree | undefined, added: YamlTree): YamlTree {
  if (rules?.kind !== 'dict' || added.kind !== 'dict') return added
  const kept = rules.entries.filter((e) => !added.entries.some((a) => a.key === e.key))
  return { ...added, entries: [...kept, ...added.entries] }
}
