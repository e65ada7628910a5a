/** The campus itself, its sites and its seasons. */

import { type Campus, isQuarterGridZone, type Site, type Span } from '../../domain/index.ts'
import type { CampusFile, SiteEntry } from '../schema.ts'
import type { Faults, TreePlace } from '../yaml/faults.ts'
import { didYouMean } from '../yaml/nearest.ts'
import type { DeepPartial } from '../yaml/read.ts'
import { child, type PathStep, textOf } from '../yaml/tree.ts'
import { byId, type Examination, type ExaminedPart, windowAt } from './examine.ts'
import { namesOf } from './names.ts'

/** Whether the platform knows the zone. Fixed offsets are refused: they hide the place. */
export function isZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A fault when the text at `steps` is no zone; true when it is one. */
export function checkZone(place: TreePlace, steps: readonly PathStep[], faults: Faults): boolean {
  let tree: ReturnType<typeof child> = place.tree
  for (const step of steps) tree = child(tree, step)
  const name = textOf(tree)
  if (name === null) return false
  if (isZone(name)) return true
  faults.blame(
    place,
    steps,
    `"${name}" is not a time zone`,
    didYouMean(name, Intl.supportedValuesOf('timeZone')) ?? 'write an IANA zone such as Asia/Shanghai',
  )
  return false
}

/** The zone of the campus; UTC, for the checks that follow, when there is none. */
export function zoneOf(root: TreePlace, faults: Faults): string {
  const zone = textOf(child(child(root.tree, 'campus'), 'timezone'))
  if (zone === null || !checkZone(root, ['campus', 'timezone'], faults)) return 'UTC'
  if (!isQuarterGridZone(zone)) {
    faults.blame(
      root,
      ['campus', 'timezone'],
      `midnights of "${zone}" do not lie on quarters of an hour UTC`,
      'choose a zone whose offset is a multiple of 15 minutes',
    )
    return 'UTC'
  }
  return zone
}

export type Head = Pick<Campus, 'id' | 'name' | 'timezone' | 'location' | 'fiscalStart'>

export function headOf(entry: DeepPartial<CampusFile['campus']> | undefined, zone: string): Head {
  const id = entry?.id ?? 'campus'
  const { latitude, longitude } = entry?.location ?? {}
  return {
    id,
    name: entry?.name === undefined ? { en: id } : namesOf(entry.name),
    timezone: zone,
    location: latitude === undefined || longitude === undefined ? null : { latitude, longitude },
    ...(entry?.fiscal_year?.starts === undefined ? {} : { fiscalStart: entry.fiscal_year.starts }),
  }
}

/** The sites; a campus that names none is one site of its own name. */
export function sitesOf(parts: readonly ExaminedPart<SiteEntry>[], head: Head, ex: Examination): readonly Site[] {
  if (parts.length === 0) return [{ id: head.id, kind: 'other', name: head.name, grid: null }]
  return [...byId(parts, 'site', ex).values()].map(({ value }) => ({
    id: value.id ?? '',
    kind: value.kind ?? 'other',
    name: value.name === undefined ? { en: value.id ?? '' } : namesOf(value.name),
    grid: value.grid ?? null,
  }))
}

/** Dated windows by name, ascending. Those of an included file take the place of earlier ones that they overlap, whatever season these are of. */
export function seasonsOf(roots: readonly TreePlace[], ex: Examination): Readonly<Record<string, readonly Span[]>> {
  const found = new Map<string, Span[]>()
  for (const root of roots) {
    const own = windowsOf(root, ex)
    const replaced = (w: Span): boolean => own.some(([, windows]) => windows.some((o) => o.from < w.to && w.from < o.to))
    for (const [name, windows] of found)
      found.set(
        name,
        windows.filter((w) => !replaced(w)),
      )
    for (const [name, windows] of own) found.set(name, [...(found.get(name) ?? []), ...windows])
  }
  return Object.fromEntries([...found].map(([name, windows]) => [name, windows.sort((a, b) => a.from - b.from)]))
}

function windowsOf(root: TreePlace, ex: Examination): (readonly [string, Span[]])[] {
  const seasons = child(root.tree, 'seasons')
  if (seasons?.kind !== 'dict') return []
  const part: ExaminedPart<unknown> = { value: undefined, place: root, sound: true }
  return seasons.entries.map(({ key, value }) => {
    const windows = (value.kind === 'list' ? value.items : []).map((_, i) => windowAt(part, ['seasons', key, i], ex))
    return [key, windows.flatMap(({ from, to }) => (from === null || to === null ? [] : [{ from, to }]))]
  })
}
