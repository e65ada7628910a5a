/** What amounts are divided by: floor area and people of sites, as entries tell them for a day. */

import { get } from '../api/client.ts'
import { usePolling } from '../api/polling.ts'
import type { Answer } from '../api/types.ts'

export type Entries = Answer<'GET /api/v1/entries'>['entries']

const EVERY_MS = 300_000

/** Entries of the campus; none until they are loaded, or where they may not be read. */
export function useEntries(): Entries {
  const polling = usePolling(() => get<Answer<'GET /api/v1/entries'>>('/api/v1/entries').catch(() => ({ entries: [] })), EVERY_MS)
  return polling.value.value?.entries ?? []
}

/** The step that holds on a day, of a site. */
function stepAt(entries: Entries, key: string, site: string, day: string): number | null {
  const rows = entries.filter((e) => e.key === key && e.site === site && e.counts && e.from <= day)
  return (
    rows.reduce<(typeof rows)[number] | null>((latest, e) => (latest === null || e.from >= latest.from ? e : latest), null)?.value ?? null
  )
}

function sumAt(entries: Entries, key: string, place: string | null, day: string): number | null {
  const sites = [...new Set(entries.filter((e) => e.key === key).map((e) => e.site))].filter((s) => place === null || s === place)
  const values = sites.flatMap((site) => stepAt(entries, key, site, day) ?? [])
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0)
}

/** m2 of a site or of all sites; null for a building, of which no entry tells. */
export const perArea = (entries: Entries, place: string | null, day: string): number | null => sumAt(entries, 'floor-area', place, day)

export const perPerson = (entries: Entries, place: string | null, day: string): number | null => sumAt(entries, 'head-count', place, day)
