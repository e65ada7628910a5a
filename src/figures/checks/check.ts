/** Something that does not add up, for the person who signs. */

import type { Values } from '../messages/language.ts'
import { type NoteWords, said, type Said } from '../messages/reasons.ts'

export interface Doubt {
  readonly code: NoteWords
  readonly sentence: Said
}

export function doubt(code: NoteWords, values: Values): Doubt {
  return { code, sentence: said(code, values) }
}
