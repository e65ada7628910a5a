import type { Names } from '../../domain/index.ts'
import type { NamesText } from '../schema/words.ts'
import type { DeepPartial } from '../yaml/read.ts'

/** A name as it is kept: one text stands for all languages. */
export function namesOf(entry: DeepPartial<NamesText> | undefined): Names {
  if (entry === undefined) return {}
  if (typeof entry === 'string') return { en: entry }
  return Object.fromEntries(Object.entries(entry as Record<string, string>))
}
