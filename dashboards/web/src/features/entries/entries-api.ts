/** The entries of the API: this file alone knows its addresses and names. */

import { get, post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'

type EntryList = Answer<'GET /api/v1/entries'>
export type Entry = EntryList['entries'][number]

export interface RecordedEntry {
  readonly entry: Entry
  readonly warnings: readonly string[]
}

const PATH = '/api/v1/entries'

export async function loadEntries(): Promise<readonly Entry[]> {
  return (await get<EntryList>(PATH)).entries
}

export const recordEntry = (body: object): Promise<RecordedEntry> => post<RecordedEntry>(PATH, body)

export const withdrawPath = (id: string): string => `${PATH}/${encodeURIComponent(id)}/withdraw`
