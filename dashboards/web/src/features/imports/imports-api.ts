/** The imports of the API: this file alone knows its addresses and names. */

import { get, post, upload } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'
import type { OptionValues } from './options.ts'

type ImportList = Answer<'GET /api/v1/imports'>
export type ImportEntry = ImportList['imports'][number]
export type FileReport = Answer<'POST /api/v1/imports/file'>
export type FileFailure = FileReport['failures'][number]
export type Undone = Answer<'POST /api/v1/imports/{id}/undo'>

export async function loadImports(): Promise<readonly ImportEntry[]> {
  return (await get<ImportList>('/api/v1/imports')).imports
}

export interface FileChoice {
  readonly file: File
  readonly point: string
  readonly options: OptionValues
}

/** `preview`: the file is read, and nothing is stored. */
export function sendFile({ file, point, options }: FileChoice, preview: boolean): Promise<FileReport> {
  const query = new URLSearchParams({ file: file.name, point, preview: String(preview) })
  for (const [name, value] of Object.entries(options))
    for (const one of value.split('\n').filter((line) => line.trim() !== '')) query.append(name, one)
  return upload<FileReport>(`/api/v1/imports/file?${query}`, file)
}

export const undoImport = (id: string): Promise<Undone> => post<Undone>(`/api/v1/imports/${encodeURIComponent(id)}/undo`, {})
