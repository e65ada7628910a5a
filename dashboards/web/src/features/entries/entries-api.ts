/** The entries of the API: this file alone knows its addresses and names. */

import { get, post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'

type NavScreen = Answer<'GET /api/v1/facts'>
export type Entry = NavScreen['facts'][number]

export interface RecordedEntry {
  readonly entry: Entry
  readonly warnings: readonly string[]
}

const PATH = '/api/v1/facts'

export async function loadEntries(): Promise<readonly Entry[]> {
  return (await get<NavScreen>(PATH)).facts
}

export async function recordEntry(body: object): Promise<RecordedEntry> {
  const { fact: entry, warnings } = await post<{ fact: Entry; warnings: readonly string[] }>(PATH, body)
  return { entry, warnings }
}

export const withdrawPath = (id: string): string => `${PATH}/${encodeURIComponent(id)}/withdraw`
