/** Something that does not add up, for the person who signs. */

import type { MessageValues } from '../messages/language.ts'
import { type NoteWords, message, type Message } from '../messages/reasons.ts'

export interface PlausibilityCheck {
  readonly code: NoteWords
  readonly sentence: Message
}

export function check(code: NoteWords, values: MessageValues): PlausibilityCheck {
  return { code, sentence: message(code, values) }
}
