import type { Names } from '../../domain/index.ts'
import type { NamesText } from '../schema/words.ts'
import type { DeepPartial } from '../yaml/read.ts'

/** A name as it is kept: one text stands for all languages. */
export function namesOf(said: DeepPartial<NamesText> | undefined): Names {
  if (said === undefined) return {}
  if (typeof said === 'string') return { en: said }
  return Object.fromEntries(Object.entries(said as Record<string, string>))
}
