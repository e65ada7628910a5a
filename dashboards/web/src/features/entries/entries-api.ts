/** The entries of the API: this file alone knows its addresses and names. */

import { get, post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'

type Listed = Answer<'GET /api/v1/facts'>
export type Entry = Listed['facts'][number]

export interface Recorded {
  readonly entry: Entry
  readonly warnings: readonly string[]
}

const PATH = '/api/v1/facts'

export async function loadEntries(): Promise<readonly Entry[]> {
  return (await get<Listed>(PATH)).facts
}

export async function recordEntry(body: object): Promise<Recorded> {
  const { fact: entry, warnings } = await post<{ fact: Entry; warnings: readonly string[] }>(PATH, body)
  return { entry, warnings }
}

export const withdrawPath = (id: string): string => `${PATH}/${encodeURIComponent(id)}/withdraw`
