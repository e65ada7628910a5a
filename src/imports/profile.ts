/** Profiles: options of one kind of export as YAML. Shipped ones lie in `profiles/`; a user's own is a file of the same keys. */

import { LineCounter, parseDocument } from 'yaml'
import { errorLine } from '../kernel/index.ts'
import { failed, succeeded, wrongOption } from './failure.ts'
import { type ImportOptions, readOption } from './options.ts'
import type { ImportFailure, Outcome } from './types.ts'

export const PROFILES = ['green-button', 'espi', 'nem12', 'niagara', 'german-grid', 'linky', 'wide'] as const

export interface ImportProfile {
  readonly name: string
  /** One sentence on what kind of export it reads. */
  readonly about: string
  readonly options: ImportOptions
}

const LONGEST = 64 * 1024

/** Where the YAML of a shipped profile lies, or null for another name. */
export function profileUrl(name: string): URL | null {
  return PROFILES.some((p) => p === name) ? new URL(`./profiles/${name}.yaml`, import.meta.url) : null
}

interface YamlPair {
  readonly key: { readonly value?: unknown; readonly range?: readonly number[] | null }
  readonly value: { readonly range?: readonly number[] | null; toJSON?: () => unknown } | null
}

/** Every fault with its line in the profile. */
export function parseProfile(text: string, name: string): Outcome<ImportProfile> {
  if (text.length > LONGEST) return failed(wrongOption(`the profile "${name}" is longer than ${LONGEST} characters`))
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number | undefined, column: string) => ({ line: lines.linePos(offset ?? 0).line, column })
  const broken = document.errors.map((e) => wrongOption(`the profile "${name}" is not valid YAML: ${errorLine(e)}`, [], at(e.pos[0], '')))
  if (broken.length > 0) return failed(...broken)
  const contents = document.contents as { readonly items?: readonly YamlPair[] } | null
  if (contents === null || contents.items === undefined || !contents.items.every((pair) => 'key' in pair))
    return failed(wrongOption(`the profile "${name}" has no keys: write "delimiter: ';'" and the like`))
  const faults: ImportFailure[] = []
  let options: ImportOptions = {}
  let about = ''
  for (const { key, value } of contents.items) {
    const option = String(key.value)
    const raw = valueOf(value, document)
    if (option === 'about') about = String(raw)
    if (option === 'about') continue
    const read = option === 'profile' ? { reason: 'a profile cannot name a profile' } : readOption(option, raw, options)
    if ('options' in read) options = read.options
    else faults.push(wrongOption(`the profile "${name}": ${option}: ${read.reason}`, [], at(key.range?.[0], option)))
  }
  return faults.length > 0 ? failed(...faults) : succeeded({ name, about, options })
}

function valueOf(node: YamlPair['value'], document: ReturnType<typeof parseDocument>): unknown {
  try {
    return (node as { toJS?: (d: typeof document) => unknown } | null)?.toJS?.(document) ?? null
  } catch {
    // An alias that leads nowhere, or one that grows without end.
    return null
  }
}
